"""Takes card numbers and telephone numbers out of what is shown: cards for everybody, telephones for who may not see them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from baraza.services.call_analytics.rules.digit_words import SAID, SPOKEN, digits_of
from baraza.services.call_analytics.rules.parts import in_parts, lines_with_roles

CARD: Final = "[card number removed]"
NUMBER: Final = "[number removed]"
_SHORTEST_CARD, _LONGEST_CARD = 13, 19
_USUAL_CARD: Final = 16
_SHORTEST_PHONE, _LONGEST_PHONE = 7, 15
_SHOWN_START, _SHOWN_END = 3, 2
# Digits as people group them: a sign or a blank between two at most.
_RUN: Final = re.compile(r"\+?\(?[0-9](?:[ \-./()\u00a0\u2011]{0,2}[0-9]){5,40}")
_GROUP: Final = re.compile(r"[0-9]+")
_SIGNS: Final = re.compile(r"[\s,.\-/()+\u00a0\u2011]*")
_WORD: Final = re.compile(r"[^\W\d_]+")
# Between groups of a card's number: "four one one one, and then 1111".
_MOST_WORDS: Final = 3
_CARDS_BEGIN, _CARDS_USUAL = "23456", (15, 16)
# A day with its time, as programs write it, is no number of anybody.
_MOMENT: Final = re.compile(r"^\d{4}-\d{2}-\d{2}")


def is_card(digits: str) -> bool:
    """By Luhn's sum. No card begins with 0 or 1, and milliseconds since 1970 do."""
    if not _SHORTEST_CARD <= len(digits) <= _LONGEST_CARD or digits[0] in "01":
        return False
    doubled = [int(one) * 2 for one in digits[-2::-2]]
    return (sum(map(int, digits[-1::-2])) + sum(one - 9 if one > 9 else one for one in doubled)) % 10 == 0  # noqa: PLR2004


def redacted(text: str, *, telephones: bool) -> str:
    """Without card numbers, and with `telephones` without telephone numbers, written or spoken digit by digit.

    Of several lines also what a speaker says in parts.
    """
    if "\n" not in text:
        return _alone(text, telephones=telephones)
    return "\n".join(redacted_lines(lines_with_roles(text), telephones=telephones))


def redacted_lines(lines: Sequence[tuple[str, str]], *, telephones: bool) -> list[str]:
    """Lines are role and words; the words come back."""
    cards, numbers = in_parts(lines, groups_of=_groups, holds_card=_holds_card, telephones=telephones)
    marks = dict.fromkeys(numbers, NUMBER) | dict.fromkeys(cards, CARD)
    return [
        SAID.sub(marks[place], words) if place in marks else _alone(words, telephones=telephones)
        for place, (_role, words) in enumerate(lines)
    ]


def _alone(text: str, *, telephones: bool) -> str:
    """First what is said half in one way: the rest of it would not be known any more."""
    text = _mixed(text, telephones=telephones)
    text = _RUN.sub(lambda found: _written(found[0], telephones=telephones), text)
    return SPOKEN.sub(lambda found: _spoken(found[0], telephones=telephones), text)


def redacted_tree(value: Any, *, telephones: bool) -> Any:
    """The same for everything inside of JSON, keys included."""
    if isinstance(value, str):
        return redacted(value, telephones=telephones)
    if isinstance(value, Mapping):
        return {
            redacted(str(key), telephones=telephones): redacted_tree(one, telephones=telephones)
            for key, one in value.items()
        }
    if isinstance(value, list | tuple):
        return [redacted_tree(one, telephones=telephones) for one in value]
    if isinstance(value, int) and not isinstance(value, bool) and len(str(abs(value))) >= _SHORTEST_PHONE:
        shown = redacted(str(value), telephones=telephones)
        return value if shown == str(value) else shown
    return value


def masked_number(number: str) -> str:
    """Enough to tell calls apart, too little to ring anybody: +27•••••67. A name or a SIP address loses its middle, too."""
    if not number:
        return ""
    if len(number) <= _SHOWN_START + _SHOWN_END + 2:
        return "•" * len(number)
    return f"{number[:_SHOWN_START]}{'•' * (len(number) - _SHOWN_START - _SHOWN_END)}{number[-_SHOWN_END:]}"


def _written(found: str, *, telephones: bool) -> str:
    groups = _GROUP.findall(found)
    if _holds_card(groups):
        return CARD
    long_enough = len("".join(groups)) >= _SHORTEST_PHONE
    return NUMBER if telephones and long_enough and not _MOMENT.match(found) else found


def _spoken(found: str, *, telephones: bool) -> str:
    digits = digits_of(found)
    if _holds_card([digits]):
        return CARD
    return NUMBER if telephones and _SHORTEST_PHONE <= len(digits) <= _LONGEST_PHONE else found


def _mixed(text: str, *, telephones: bool) -> str:
    """What is said half in digits and half in words, or with a few words between its groups."""
    said = list(SAID.finditer(text))
    shown, place, at = [], 0, 0
    while at < len(said):
        last, mark = _number_from(text, said[at : at + _LONGEST_CARD], telephones=telephones)
        if mark:
            shown += [text[place : said[at].start()], mark]
            place = said[at + last].end()
        at += last + 1
    return "".join([*shown, text[place:]])


def _number_from(text: str, said: Sequence[re.Match[str]], *, telephones: bool) -> tuple[int, str]:
    """Up to which of these a number goes that begins with the first, and what stands for it; nothing for none."""
    digits, together, phone = digits_of(said[0][0]), True, 0
    for at in range(1, len(said)):
        between = text[said[at - 1].end() : said[at].start()]
        together = together and _SIGNS.fullmatch(between) is not None
        digits += digits_of(said[at][0])
        if len(digits) > _LONGEST_CARD or len(_WORD.findall(between)) > _MOST_WORDS:
            break
        usual = len(digits) in _CARDS_USUAL and digits[0] in _CARDS_BEGIN
        if is_card(digits) and (together or usual):
            return at, CARD
        if together and _SHORTEST_PHONE <= len(digits) <= _LONGEST_PHONE:
            phone = at
    is_mixed = any(one[0][0].isalpha() for one in said[: phone + 1]) and not _MOMENT.match(said[0][0])
    return (phone, NUMBER) if telephones and phone and is_mixed else (0, "")


def _groups(text: str) -> list[str]:
    """A single digit among words is no part of a number; nor is "one" alone."""
    groups = [digits_of(found[0]) for found in SAID.finditer(text)]
    return [one for one in groups if len(one) > 1]


def _holds_card(groups: Sequence[str]) -> bool:
    """Whether some groups in a row are a card's number: its date or its code may stand right beside it."""
    return any(
        is_card("".join(groups[first:last]))
        for first in range(len(groups))
        for last in range(first + 1, len(groups) + 1)
    ) or (len(groups[0]) > _USUAL_CARD and is_card(groups[0][:_USUAL_CARD]))
