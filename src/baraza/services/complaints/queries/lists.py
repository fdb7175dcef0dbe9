"""Lists of complaints for staff: filtered, searched, in one of several orders, in keyset pages."""

from dataclasses import dataclass, replace

from baraza.services.complaints.models import Complaint
from baraza.services.complaints.queries import search
from baraza.services.complaints.queries.filters import Filter, narrowed
from baraza.services.complaints.queries.records import ComplaintSummary, to_summary
from baraza.services.complaints.queries.sorting import MATCH, SORTS, Key, Place, PlaceWrong, following, key_of

PAGE_SIZE = 25


@dataclass(frozen=True, kw_only=True)
class Page:
    """`after` and `before` are the places of the neighbouring pages, None where there is none.

    `sort` is the order that was used; `read_as` are the words that were searched for instead of mistyped ones.
    """

    complaints: list[ComplaintSummary]
    before: Place | None
    after: Place | None
    sort: str
    read_as: str = ""
    common_words: bool = False


def list_complaints(*, wanted: Filter, sort: str = "newest", place: Place | None = None, size: int = PAGE_SIZE) -> Page:
    """The page from this place on, or the first. Raises PlaceWrong for a place of another order."""
    rows = narrowed(wanted)
    if not wanted.text:
        return _page(
            following(rows, sort=sort, place=place, settled=wanted.settled, count=size + 1),
            sort=sort, place=place, size=size,
        )  # fmt: skip
    matches = search.find(text=wanted.text)
    if sort == MATCH and matches.complete:
        return _best_first(wanted, matches=matches, place=place, size=size)
    used = "newest" if sort == MATCH else sort
    rows = rows.filter(pk__in=list(matches.ranks)) if matches.complete else search.holding(rows, query=matches.query)
    found = following(rows, sort=used, place=place, settled=wanted.settled, count=size + 1)
    page = _page(found, sort=used, place=place, size=size)
    return replace(page, read_as=matches.read_as, common_words=not matches.complete)


def _page(found: list[Complaint], *, sort: str, place: Place | None, size: int) -> Page:
    more, found = len(found) > size, found[:size]
    backwards = place is not None and place.backwards
    if backwards:
        found.reverse()
    has_before, has_after = (more, True) if backwards else (place is not None, more)
    return Page(
        complaints=[to_summary(row) for row in found],
        before=Place(key=key_of(found[0], sort=sort), backwards=True) if found and has_before else None,
        after=Place(key=key_of(found[-1], sort=sort)) if found and has_after else None,
        sort=sort,
    )


def _best_first(wanted: Filter, *, matches: search.Matches, place: Place | None, size: int) -> Page:
    """The ids are few enough to be put in order here; only a page of them is read."""
    fitting = set(narrowed(wanted).filter(pk__in=list(matches.ranks)).values_list("pk", flat=True))
    keys: list[tuple[Key, ...]] = [(rank, pk) for pk, rank in matches.ranks.items() if pk in fitting]
    first = 0
    if place is not None:
        if len(place.key) != 2:  # noqa: PLR2004 - rank and id
            raise PlaceWrong("Not a place among ranks.")
        beyond = sum(1 for key in keys if key > place.key)
        first = max(0, beyond - size) if place.backwards else beyond + (place.key in keys)
    shown = keys[first : first + size]
    rows = {row.pk: row for row in Complaint.objects.filter(pk__in=[int(pk) for _, pk in shown])}
    return Page(
        complaints=[to_summary(rows[int(pk)]) for _, pk in shown if int(pk) in rows],
        before=Place(key=shown[0], backwards=True) if shown and first else None,
        after=Place(key=shown[-1]) if first + size < len(keys) else None,
        sort=MATCH,
        read_as=matches.read_as,
    )


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
