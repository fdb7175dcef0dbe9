"""What is wrong with one translated text: placeholders, edges, length, letters, and names of labels that it quotes."""

import re
from collections.abc import Iterator, Mapping

from baraza.lib.gsm7 import to_gsm7
from baraza.operations.translations.texts import ANY_LENGTH

_PLACEHOLDERS = re.compile(r"%\((?P<name>\w+)\)[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]|%[sdif]|\{\w*\}")
_NAMED = re.compile(r"%\(\w+\)|%[sdif%]")
_BLANKS = re.compile(r"^(\s*).*?(\s*)$", re.DOTALL)
_QUOTED = re.compile(r"“([^”]+)”")


def placeholders(text: str) -> frozenset[str]:
    return frozenset(match.group(0) for match in _PLACEHOLDERS.finditer(text.replace("%%", "")))


def placeholder_fault(*, translated: str, one_of: tuple[str, ...]) -> str:
    """The translation has to name what one of the English texts (singular, plural) names."""
    allowed = {placeholders(text) for text in one_of}
    found = placeholders(translated)
    if found not in allowed:
        wanted = " or ".join(", ".join(sorted(names)) or "none" for names in sorted(allowed, key=sorted))
        return f"the placeholders are {', '.join(sorted(found)) or 'none'} instead of {wanted}"
    # A text with named or positional parameters is filled in by the % operator, which takes every % for its own.
    if _NAMED.search(" ".join(one_of)):
        lone = re.search(r"%(?!\(\w+\)[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]|[sdif%])", translated)
        if lone:
            return "it has a lone % sign: write %%"
    return ""


def edge_fault(*, english: str, translated: str) -> str:
    if _blanks(english) != _blanks(translated):
        return "blanks or line breaks at its beginning or end differ"
    if english.count("\n") != translated.count("\n"):
        return "it has another number of line breaks"
    return ""


def _blanks(text: str) -> tuple[str, ...]:
    match = _BLANKS.match(text)
    return match.groups() if match else ()


def room_fault(*, shown: str, room: int) -> str:
    if room == ANY_LENGTH or len(shown) <= room:
        return ""
    return f"“{shown}” has {len(shown)} characters, the label shows {room}"


def alphabet_fault(*, translated: str) -> str:
    """Feature phones have no letter for it and none that is like it."""
    lost = sorted({character for character in translated if not character.isspace() and _is_lost(character)})
    return f"feature phones cannot show {' '.join(lost)}" if lost else ""


def _is_lost(character: str) -> bool:
    return to_gsm7(f"x{character}x").replace(" ", "") == "xx"


def quotation_faults(*, english: str, translated: str, labels: Mapping[str, str]) -> Iterator[str]:
    """A text that names a button has to name it as the button is called in that language."""
    for quoted in _QUOTED.findall(english):
        label = labels.get(quoted)
        if label and f"“{label}”" not in translated:
            yield f"it should name “{label}”, as “{quoted}” is called in this language"
