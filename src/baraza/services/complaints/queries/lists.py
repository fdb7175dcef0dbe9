"""Lists of complaints for staff: filtered, searched, in one of several orders, in keyset pages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, Func, IntegerField, Value

from baraza.services.complaints.models import Complaint
from baraza.services.complaints.queries import search
from baraza.services.complaints.queries.filters import Filter, narrowed
from baraza.services.complaints.queries.records import ComplaintSummary, to_summary
from baraza.services.complaints.queries.sorting import MATCH, SORTS, Key, Place, PlaceWrong, following, key_of
from baraza.services.complaints.queries.unanswered import with_who_wrote_last

PAGE_SIZE = 25


@dataclass(frozen=True, kw_only=True)
class Page:
    """`after` and `before` are the places of the neighbouring pages, None where there is none.

    `unanswered` are the ids of those to which the resident wrote last.
    `sort` is the order that was used; `read_as` are the words that were searched for instead of mistyped ones.
    """

    complaints: list[ComplaintSummary]
    unanswered: frozenset[int] = frozenset()
    before: Place | None
    after: Place | None
    sort: str
    read_as: str = ""
    common_words: bool = False


def list_complaints(*, wanted: Filter, sort: str = "newest", place: Place | None = None, size: int = PAGE_SIZE) -> Page:
    """The page from this place on, or the first. Raises PlaceWrong for a place of another order."""
    rows = with_who_wrote_last(narrowed(wanted))
    if not wanted.text:
        return _page(
            following(rows, sort=sort, place=place, settled=wanted.settled, count=size + 1),
            sort=sort, place=place, size=size,
        )  # fmt: skip
    matches = search.find(text=wanted.text)
    if sort == MATCH and matches.ranked:
        return _best_first(wanted, matches=matches, place=place, size=size)
    used = "newest" if sort == MATCH else sort
    rows = rows.filter(pk__in=list(matches.ranks)) if matches.complete else search.holding(rows, query=matches.query)
    found = following(rows, sort=used, place=place, settled=wanted.settled, count=size + 1)
    page = _page(found, sort=used, place=place, size=size)
    return replace(page, read_as=matches.read_as, common_words=not matches.ranked)


def _page(found: list[Complaint], *, sort: str, place: Place | None, size: int) -> Page:
    more, found = len(found) > size, found[:size]
    backwards = place is not None and place.backwards
    if backwards:
        found.reverse()
    has_before, has_after = (more, True) if backwards else (place is not None, more)
    return Page(
        complaints=[to_summary(row) for row in found],
        unanswered=_unanswered(found),
        before=Place(key=key_of(found[0], sort=sort), backwards=True) if found and has_before else None,
        after=Place(key=key_of(found[-1], sort=sort)) if found and has_after else None,
        sort=sort,
    )


def _best_first(wanted: Filter, *, matches: search.Matches, place: Place | None, size: int) -> Page:
    """The ids are few enough to be put in order by their place among all that were found."""
    keys: list[tuple[Key, ...]] = [(rank, pk) for pk, rank in matches.ranks.items()]
    backwards = place is not None and place.backwards
    rows = with_who_wrote_last(narrowed(wanted)).filter(pk__in=list(matches.ranks))
    rows = rows.annotate(place=_place_among(list(matches.ranks)))
    if place is not None:
        better = _better_than(place, keys)
        rows = rows.filter(place__lte=better) if backwards else rows.filter(place__gt=better + (place.key in keys))
    found = list(rows.order_by("-place" if backwards else "place")[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_before, has_after = (more, True) if backwards else (place is not None, more)
    return Page(
        complaints=[to_summary(row) for row in found],
        unanswered=_unanswered(found),
        before=Place(key=(matches.ranks[found[0].pk], found[0].pk), backwards=True) if found and has_before else None,
        after=Place(key=(matches.ranks[found[-1].pk], found[-1].pk)) if found and has_after else None,
        sort=MATCH,
        read_as=matches.read_as,
    )


def _better_than(place: Place, keys: list[tuple[Key, ...]]) -> int:
    """How many answer better than the row at this place, which may be gone by now."""
    if len(place.key) != 2 or not all(isinstance(one, int | float) for one in place.key):  # noqa: PLR2004 - rank and id
        raise PlaceWrong("Not a place among ranks.")
    return sum(1 for key in keys if key > place.key)


def _place_among(ids: list[int]) -> Func:
    known = Value(ids, output_field=ArrayField(BigIntegerField()))
    return Func(known, F("pk"), function="array_position", output_field=IntegerField())


def _unanswered(found: Sequence[Complaint]) -> frozenset[int]:
    return frozenset(row.pk for row in found if getattr(row, "unanswered", False))


def sorts_for(wanted: Filter) -> tuple[str, ...]:
    return (MATCH, *SORTS) if wanted.text else tuple(SORTS)


def list_versions(*, wanted: Filter, most: int) -> list[tuple[str, int]]:
    """References and versions of all in the list, newest first, at most so many."""
    rows = narrowed(wanted)
    if wanted.text:
        matches = search.find(text=wanted.text)
        common = not matches.complete
        rows = search.holding(rows, query=matches.query) if common else rows.filter(pk__in=list(matches.ranks))
    return list(rows.order_by("-opened_at", "-id").values_list("reference", "version")[:most])
