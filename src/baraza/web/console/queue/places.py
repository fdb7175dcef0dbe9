"""Places between two rows as opaque words in an address; a word that is not ours is refused."""

from datetime import datetime

from django.core import signing

from baraza.services.complaints.queries.sorting import Key, Place

_SALT = "baraza.console.queue"


class PlaceForged(ValueError):
    """The word in the address was changed, or belongs to a list in another order."""


def word_for(place: Place, *, sort: str) -> str:
    key = [{"at": one.isoformat()} if isinstance(one, datetime) else one for one in place.key]
    return signing.dumps([sort, place.backwards, key], salt=_SALT, compress=True)


def place_of(word: str, *, sorts: tuple[str, ...]) -> tuple[str, Place]:
    """The order that the place belongs to, one of `sorts`, and the place. Raises PlaceForged."""
    try:
        sort, backwards, key = signing.loads(word, salt=_SALT)
        place = Place(key=tuple(_read(one) for one in key), backwards=bool(backwards))
    except (signing.BadSignature, ValueError, TypeError, KeyError) as error:
        raise PlaceForged("Not a place of ours.") from error
    if sort not in sorts:
        raise PlaceForged(f"The place belongs to the order {sort}.")
    return sort, place


def _read(one: dict[str, str] | Key) -> Key:
    return datetime.fromisoformat(one["at"]) if isinstance(one, dict) else one
