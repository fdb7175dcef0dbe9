"""Where the next page begins, as an opaque word; a word that is not ours is refused."""

from datetime import datetime

from django.core import signing

from baraza.services.complaints.queries.sorting import Place

_SALT = "baraza.api.complaints"


class CursorForged(ValueError):
    """The word was changed, or is none of ours."""


def word_for(place: Place) -> str:
    """Of a list by the day of the report."""
    at, number = place.key
    assert isinstance(at, datetime)
    return signing.dumps([at.isoformat(), number], salt=_SALT)


def place_of(word: str) -> Place:
    """Raises CursorForged."""
    try:
        at, number = signing.loads(word, salt=_SALT)
        return Place(key=(datetime.fromisoformat(at), int(number)))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise CursorForged(word) from error
