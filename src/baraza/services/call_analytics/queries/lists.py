"""Lists of calls, page by page from where the last one ended: as quick on the last page as on the first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

from baraza.core.identity.actor import Actor
from baraza.services.call_analytics.models import Call, CallTag
from baraza.services.call_analytics.policies import may, require
from baraza.services.call_analytics.queries.filters import CallFilter, within
from baraza.services.call_analytics.queries.newest import newest
from baraza.services.call_analytics.rules.doubts import Doubt
from baraza.services.call_analytics.rules.redaction import masked_number


@dataclass(frozen=True, kw_only=True)
class CallRow:
    """`cost_micros` is None for who may not see it, too: ask `may_see_cost` before saying "unpriced".

    Numbers are whole for who may see them, else without their middle.
    """

    id: int
    external_id: str
    agent_id: int
    agent_name: str
    client: str
    at: datetime
    direction: str
    medium: str
    from_number: str
    to_number: str
    duration_ms: int | None
    state: str
    outcome: str
    sentiment: str
    doubts: tuple[str, ...]
    cost_micros: int | None
    currency: str
    disposition: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CallsPage:
    """`next_cursor` leads to the older ones, empty on the last page; `previous_cursor` to the newer ones, with `newer`."""

    rows: tuple[CallRow, ...]
    next_cursor: str
    may_see_cost: bool
    previous_cursor: str = ""


class CursorUnreadable(ValueError):
    """Not a place in a list."""


def list_calls(
    *, actor: Actor, wanted: CallFilter, cursor: str = "", at_most: int = 50, newer: bool = False
) -> CallsPage:
    """Newest first: those older than the cursor's place, or with `newer` those just above it.

    Raises NotAllowed for a filter by cost, CursorUnreadable.
    """
    wanted = _allowed(actor, wanted)
    newer = newer and bool(cursor)
    place = _place(cursor) if cursor else None

    def placed(rows: QuerySet[Any]) -> QuerySet[Any]:
        return _beside(rows, *place, newer=newer) if place else rows.order_by("-at", "-pk")

    rows = newest(wanted=wanted, placed=placed, at_most=at_most + 1)
    found = list(rows.select_related("agent").annotate(tags=ArraySubquery(_tags_here()))[: at_most + 1])
    if newer and len(found) <= at_most:
        # Nothing is newer than these: the first page, and a full one.
        return list_calls(actor=actor, wanted=wanted, at_most=at_most)
    with_cost, with_numbers = may(actor=actor, act="cost"), may(actor=actor, act="numbers")
    shown = found[at_most - 1 :: -1] if newer else found[:at_most]
    return CallsPage(
        rows=tuple(row_of(one, with_cost=with_cost, with_numbers=with_numbers, tags=one.tags) for one in shown),
        next_cursor=_cursor(shown[-1]) if newer or len(found) > at_most else "",
        previous_cursor=_cursor(shown[0]) if cursor and shown else "",
        may_see_cost=with_cost,
    )


def _allowed(actor: Actor, wanted: CallFilter) -> CallFilter:
    if wanted.asks_for_cost:
        require(actor=actor, act="cost")
    return within(wanted, actor=actor)


def _tags_here() -> QuerySet[CallTag, Any]:
    return CallTag.objects.filter(call_id=OuterRef("pk")).order_by("name").values("name")


def calls_beside(*, actor: Actor, wanted: CallFilter, call_id: int, at: datetime) -> tuple[int | None, int | None]:
    """The next newer and the next older call of a list, seen from one. Raises NotAllowed for a filter by cost."""
    wanted = _allowed(actor, wanted)

    def next_one(*, newer: bool) -> int | None:
        rows = newest(wanted=wanted, placed=lambda some: _beside(some, at, call_id, newer=newer), at_most=1)
        return rows.values_list("pk", flat=True).first()

    return next_one(newer=True), next_one(newer=False)


def _beside(rows: QuerySet[Any], at: datetime, pk: int, *, newer: bool) -> QuerySet[Any]:
    """From the place away. As a row comparison would, in words that Django has: the index is read from there on."""
    if newer:
        return rows.filter(at__gte=at).exclude(at=at, pk__lte=pk).order_by("at", "pk")
    return rows.filter(at__lte=at).exclude(at=at, pk__gte=pk).order_by("-at", "-pk")


def tags_of(call_ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = CallTag.objects.filter(call_id__in=call_ids).order_by("call_id", "name").values_list("call_id", "name")
    for call_id, name in rows:
        found.setdefault(call_id, []).append(name)
    return found


def row_of(call: Call, *, with_cost: bool, with_numbers: bool, tags: Sequence[str] = ()) -> CallRow:
    agent = call.agent
    return CallRow(
        id=call.pk,
        external_id=call.external_id,
        agent_id=agent.pk if agent else 0,
        agent_name=agent.name if agent else "",
        client=agent.client if agent else "",
        at=call.at,
        direction=call.direction,
        medium=call.medium,
        from_number=call.from_number if with_numbers else masked_number(call.from_number),
        to_number=call.to_number if with_numbers else masked_number(call.to_number),
        duration_ms=call.duration_ms,
        state=call.state,
        outcome=call.outcome,
        sentiment=call.sentiment,
        # What the cost lines do not add up to is about money, too.
        doubts=tuple(one for one in call.doubts if with_cost or one != Doubt.COST_DIFFERS_FROM_LINES),
        cost_micros=call.cost_micros if with_cost else None,
        currency=call.currency if with_cost else "",
        disposition=call.disposition,
        tags=tuple(tags),
    )


def _cursor(call: Call) -> str:
    return f"{int(call.at.timestamp() * 1_000_000)}-{call.pk}"


def _place(cursor: str) -> tuple[datetime, int]:
    at, _, pk = cursor.partition("-")
    if not (at.isascii() and at.isdigit() and pk.isascii() and pk.isdigit() and len(at) <= 16 and len(pk) <= 18):  # noqa: PLR2004
        raise CursorUnreadable(cursor)
    whole, micros = divmod(int(at), 1_000_000)
    return datetime.fromtimestamp(whole, tz=UTC).replace(microsecond=micros), int(pk)
