"""Which of a step's answers an input means: a tapped choice, a typed number, a label or its beginning."""

from dataclasses import dataclass, replace

from baraza.conversation.engine.commands import plain
from baraza.conversation.engine.contract import Choice, Input, InputKind, Prompt, Want
from baraza.lib.translation import gettext_noop

LONGEST_LABEL = 200

# Counting words of English, Afrikaans, isiZulu and isiXhosa, for people who write the number out.
_NUMBER_WORDS = {
    word: number
    for number, words in enumerate(
        (
            ("one", "een", "kunye", "nye", "inye"),
            ("two", "twee", "kubili", "zimbini"),
            ("three", "drie", "kuthathu", "zintathu"),
            ("four", "vier", "kune", "zine"),
            ("five", "vyf", "kuhlanu", "zintlanu"),
            ("six", "ses", "isithupha", "zintandathu"),
            ("seven", "sewe", "isikhombisa", "sixhenxe"),
            ("eight", "agt", "isishiyagalombili", "sibhozo"),
            ("nine", "nege", "isishiyagalolunye", "lithoba"),
        ),
        start=1,
    )
    for word in words
}

_OTHER_KINDS = {
    "audio": gettext_noop("We cannot listen to voice messages. Please write it instead."),
    "video": gettext_noop("We cannot use videos. Please write it, or send a photo when we ask for one."),
    "document": gettext_noop("We cannot open documents here. Please write it, or send a photo when we ask for one."),
    "sticker": gettext_noop("We cannot read stickers. Please write your answer."),
    "contacts": gettext_noop("We cannot use contact cards. Please write your answer."),
}
_OTHER = gettext_noop("We cannot use this kind of message. Please write your answer.")


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """An input that the step cannot take; `why` is an English text to be translated."""

    why: str


def wants_text(prompt: Prompt) -> bool:
    """A step that neither offers choices nor wants anything else can only be answered in words."""
    return Want.TEXT in prompt.wants or not (prompt.choices or prompt.wants)


def number_of(text: str) -> int | None:
    """The whole number that is all of `text`: "2", "2.", "(2)", keycaps and other scripts' digits included."""
    digits = plain(text).strip("#*()[]")
    return int(digits) if digits.isdecimal() and len(digits) <= 4 else None  # noqa: PLR2004 - no list is longer


def choice_named(*, prompt: Prompt, text: str) -> Choice | None:
    """The choice whose number, label or id is all of `text`: this claims even a command's word."""
    if not prompt.choices or len(text) > LONGEST_LABEL:
        return None
    number = number_of(text)
    if number is not None and 1 <= number <= len(prompt.choices):
        return prompt.choices[number - 1]
    words = plain(text)
    for choice in prompt.choices:
        if words and words in (plain(choice.label), choice.id.casefold()):
            return choice
    return None


def judge(*, prompt: Prompt, given: Input) -> Input | Refusal:
    """The input as the step takes it, or why it cannot."""
    match given.kind:
        case InputKind.CHOICE:
            return _tapped(prompt, given)
        case InputKind.TEXT:
            return _written(prompt, given)
        case InputKind.LOCATION:
            return _located(prompt, given)
        case InputKind.PHOTO:
            return _pictured(prompt, given)
        case InputKind.OTHER:
            return Refusal(why=_OTHER_KINDS.get(given.other, _OTHER))


def _tapped(prompt: Prompt, given: Input) -> Input | Refusal:
    if any(choice.id == given.choice_id for choice in prompt.choices):
        return given
    named = choice_named(prompt=prompt, text=given.text)
    if named is not None:
        return replace(given, choice_id=named.id)
    return Refusal(why=gettext_noop("That answer belongs to an earlier question."))


def _written(prompt: Prompt, given: Input) -> Input | Refusal:
    if not given.text.strip():
        return Refusal(why=gettext_noop("Your message was empty."))
    choice = choice_named(prompt=prompt, text=given.text)
    if choice is None and (prompt.choices_first or not wants_text(prompt)):
        choice = _hinted(prompt, given.text)
    if choice is not None:
        return replace(given, kind=InputKind.CHOICE, choice_id=choice.id)
    if wants_text(prompt):
        return given
    return Refusal(why=_what_is_wanted(prompt))


def _hinted(prompt: Prompt, text: str) -> Choice | None:
    """A number written out, or the beginning of exactly one label."""
    if len(text) > LONGEST_LABEL:
        return None
    words = plain(text)
    number = _NUMBER_WORDS.get(words)
    if number is not None and number <= len(prompt.choices):
        return prompt.choices[number - 1]
    begun = [choice for choice in prompt.choices if words and plain(choice.label).startswith(words)]
    return begun[0] if len(begun) == 1 else None


def _located(prompt: Prompt, given: Input) -> Input | Refusal:
    if Want.LOCATION not in prompt.wants and not prompt.takes_location:
        return Refusal(why=gettext_noop("A location is not needed for this question."))
    latitude, longitude = given.latitude, given.longitude
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:  # noqa: PLR2004 - degrees
        return Refusal(why=gettext_noop("We could not read that location. Please send it again."))
    return given


def _pictured(prompt: Prompt, given: Input) -> Input | Refusal:
    if Want.PHOTO in prompt.wants and given.photo:
        return given
    if given.text.strip() and wants_text(prompt):
        return Input(kind=InputKind.TEXT, text=given.text)
    if Want.PHOTO in prompt.wants:
        return Refusal(why=gettext_noop("We could not take that photo. Please send it again."))
    return Refusal(why=gettext_noop("We cannot use a photo for this question."))


def _what_is_wanted(prompt: Prompt) -> str:
    if prompt.choices:
        return gettext_noop("Please choose one of the answers.")
    if Want.LOCATION in prompt.wants:
        return gettext_noop("Please send a location.")
    return gettext_noop("Please send a photo.")
