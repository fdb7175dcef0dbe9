"""Lists of calls, page by page from where the last one ended: as quick on the last page as on the first."""

from dataclasses import dataclass
from datetime import UTC, datetime

from baraza.core.identity.actor import Actor
from baraza.services.call_analytics.models import Call
from baraza.services.call_analytics.policies import may
from baraza.services.call_analytics.queries.filters import CallFilter, calls_wanted


@dataclass(frozen=True, kw_only=True)
class CallRow:
    """`cost_micros` is None for who may not see it, too: ask `may_see_cost` before saying "unpriced"."""

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


@dataclass(frozen=True, kw_only=True)
class CallsPage:
    """`next_cursor` leads to the older ones, empty on the last page."""

    rows: tuple[CallRow, ...]
    next_cursor: str
    may_see_cost: bool


class CursorUnreadable(ValueError):
    """Not a place in a list."""


def list_calls(*, actor: Actor, wanted: CallFilter, cursor: str = "", at_most: int = 50) -> CallsPage:
    """Newest first. Raises CursorUnreadable."""
    rows = calls_wanted(wanted).select_related("agent").order_by("-at", "-pk")
    if cursor:
        at, pk = _place(cursor)
        # As a row comparison would, in words that Django has: the index is read from the place on.
        rows = rows.filter(at__lte=at).exclude(at=at, pk__gte=pk)
    found = list(rows[: at_most + 1])
    with_cost = may(actor=actor, act="cost")
    shown = found[:at_most]
    return CallsPage(
        rows=tuple(row_of(one, with_cost=with_cost) for one in shown),
        next_cursor=_cursor(shown[-1]) if len(found) > at_most else "",
        may_see_cost=with_cost,
    )


def row_of(call: Call, *, with_cost: bool) -> CallRow:
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
        from_number=call.from_number,
        to_number=call.to_number,
        duration_ms=call.duration_ms,
        state=call.state,
        outcome=call.outcome,
        sentiment=call.sentiment,
        doubts=tuple(call.doubts),
        cost_micros=call.cost_micros if with_cost else None,
        currency=call.currency if with_cost else "",
    )


def _cursor(call: Call) -> str:
    return f"{int(call.at.timestamp() * 1_000_000)}-{call.pk}"


def _place(cursor: str) -> tuple[datetime, int]:
    at, _, pk = cursor.partition("-")
    if not (at.isascii() and at.isdigit() and pk.isascii() and pk.isdigit() and len(at) <= 16 and len(pk) <= 18):  # noqa: PLR2004
        raise CursorUnreadable(cursor)
    whole, micros = divmod(int(at), 1_000_000)
    return datetime.fromtimestamp(whole, tz=UTC).replace(microsecond=micros), int(pk)
