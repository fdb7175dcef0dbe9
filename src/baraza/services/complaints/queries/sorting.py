"""In which order a list comes, and where a page of it begins: keyset pages in both directions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import F, Func, QuerySet, TextField, Value
from django.db.models.lookups import GreaterThan, LessThan

from baraza.services.complaints.models import Complaint

Key = datetime | int | float | bool


@dataclass(frozen=True)
class Sort:
    """All fields go in one direction, so that the database can jump to a place in its index."""

    fields: tuple[str, ...]
    descending: bool = False


SORTS: Final[dict[str, Sort]] = {
    "newest": Sort(("opened_at", "id"), descending=True),
    "oldest": Sort(("opened_at", "id")),
    # What is settled has no due time any more: it comes last.
    "due": Sort(("settled", "due_at", "id")),
    "priority": Sort(("settled", "urgency", "due_at", "id")),
    "changed": Sort(("changed_at", "id"), descending=True),
}
# By how well it answers the words that were searched for; ends with the search's own bound.
MATCH: Final = "match"


@dataclass(frozen=True, kw_only=True)
class Place:
    """Between two rows of a list: what comes after the row with this key, or before it."""

    key: tuple[Key, ...]
    backwards: bool = False


class PlaceWrong(ValueError):
    """The key does not belong to this order."""


def key_of(row: Complaint, *, sort: str) -> tuple[Key, ...]:
    return tuple(getattr(row, name) for name in SORTS[sort].fields)


def following(
    rows: QuerySet[Complaint], *, sort: str, place: Place | None, settled: bool | None, count: int
) -> list[Complaint]:
    """Up to `count` rows from the place on, in the direction of the place: those before it come nearest first.

    Raises PlaceWrong.
    """
    order = SORTS[sort]
    backwards = place is not None and place.backwards
    descending = order.descending is not backwards
    # Where all rows are settled or none is, that says nothing, and the index goes by the next column.
    fields = [name for name in order.fields if name != "settled" or settled is None]
    if place is not None:
        rows = rows.filter(_beyond(place.key, order=order, fields=fields, descending=descending))
    return list(rows.order_by(*(f"-{name}" if descending else name for name in fields))[:count])


def _beyond(key: tuple[Key, ...], *, order: Sort, fields: Sequence[str], descending: bool) -> GreaterThan | LessThan:
    if len(key) != len(order.fields):
        raise PlaceWrong(f"{len(key)} values for {len(order.fields)} columns.")
    values = dict(zip(order.fields, key, strict=True))
    here = _row(*(F(name) for name in fields))
    there = _row(*(Value(values[name]) for name in fields))
    return LessThan(here, there) if descending else GreaterThan(here, there)


def _row(*parts: F | Value) -> Func:
    return Func(*parts, function="ROW", output_field=TextField())
