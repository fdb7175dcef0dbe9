"""What a channel can show and whom it reaches: the facts by which messages are made and ways are chosen."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a channel can show; renderers obey it, providers refuse what goes beyond it.

    Lengths are in characters, for `alphabet="gsm7"` in septets (an extension character counts two).
    `reaches_phone`: a person of whom only the telephone number is known can be written to (not by e-mail or push).
    `announces_only`: it says that there is news and no more, so that only what has an approved template goes over it.
    `reaches_devices`: it goes to the browsers that a person switched on, not to an address that they have.
    `letters`: it goes to the e-mail address that a person proved, with a letterhead. `answers_stop`: who writes STOP is
    answered by the provider, which would refuse our own answer.
    `parts`: a longer text goes as several messages, each of which is paid for, as SMS joins them.
    `caption`: how much may be written below a photo of ours; 0: the channel carries no photos to people.
    """

    text: int
    alphabet: str = "unicode"
    buttons: int = 0
    button_title: int = 0
    rows: int = 0
    row_title: int = 0
    row_description: int = 0
    list_button: int = 0
    interactive_body: int = 0
    asks_location: bool = False
    takes_photos: bool = False
    caption: int = 0
    window_hours: int | None = None
    one_message_per_turn: bool = False
    reaches_phone: bool = True
    announces_only: bool = False
    reaches_devices: bool = False
    letters: bool = False
    answers_stop: bool = False
    parts: bool = False
