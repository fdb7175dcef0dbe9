"""Why a photo is not taken or cannot be shown."""

from enum import StrEnum

from django.utils.translation import gettext, gettext_noop


class Refusal(StrEnum):
    """Kept with the refused media; `wording_of` says it to a person."""

    NOT_A_PHOTO = "not_a_photo"
    HEIC = "heic"
    TOO_LARGE = "too_large"
    TOO_SMALL = "too_small"
    DAMAGED = "damaged"
    GONE = "gone"
    UNAVAILABLE = "unavailable"
    TOO_MANY = "too_many"


_WORDING = {
    Refusal.NOT_A_PHOTO: gettext_noop("This file is not a photo that we can open. Please send a JPEG or PNG photo."),
    Refusal.HEIC: gettext_noop(
        "We cannot open this kind of photo (HEIC). Please send it as JPEG, or take a screenshot of it and send that."
    ),
    Refusal.TOO_LARGE: gettext_noop("This photo is too large. Please send a smaller one."),
    Refusal.TOO_SMALL: gettext_noop("This picture is too small to be seen. Please send a larger one."),
    Refusal.DAMAGED: gettext_noop("This photo is damaged. Please take it again or send another one."),
    Refusal.GONE: gettext_noop("We could not get your photo. Please send it again."),
    Refusal.UNAVAILABLE: gettext_noop("We could not get your photo. Please send it again."),
    Refusal.TOO_MANY: gettext_noop("You sent many photos within an hour. Please send the others later."),
}


def wording_of(reason: Refusal) -> str:
    """In the language that is active."""
    return gettext(_WORDING[reason])


class MediaUnacceptable(ValueError):
    """A photo that was refused; its text can be shown to the person."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(wording_of(reason))
        self.reason = reason


class MediaUnknown(LookupError):
    """This organisation has no such photo, or none that can be shown."""
