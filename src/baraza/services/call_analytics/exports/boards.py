"""Boards as files that are taken away or come by themselves: a row for each day and agent. Costs are a list of their own."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any

from baraza.capabilities.exports.kinds import Cell, Column, ExportKind, Narrowing, RowType
from baraza.core.organisations.queries import get_organisation
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.translation import gettext_noop
from baraza.services.call_analytics.queries.agents import agent_choices
from baraza.services.call_analytics.queries.boards import AgentDay, by_agent_and_day, today_here
from baraza.services.call_analytics.rules.boards import Counts, Days, days_between, days_until
from baraza.services.call_analytics.rules.money import minor_of

USUAL_DAYS = 30
# More agents than any organisation has: a row's id is made of its day and its agent.
_AGENTS = 10**11


def freeze(*, days: Days | None, agent_id: int | None, client: str) -> dict[str, object]:
    """Without days those are meant that are the newest when the file is made."""
    ends = {"first": days.first.isoformat(), "last": days.last.isoformat()} if days is not None else {}
    return {**ends, "agent_id": agent_id, "client": client}


def _days(narrowing: Narrowing) -> Days:
    first, last = narrowing.get("first"), narrowing.get("last")
    if not first or not last:
        return days_until(today_here(), number=USUAL_DAYS)
    return Days(first=date.fromisoformat(str(first)), last=date.fromisoformat(str(last)))


def _found(narrowing: Narrowing, *, with_cost: bool) -> list[tuple[int, AgentDay]]:
    agent_id: Any = narrowing.get("agent_id")
    only_clients: Any = narrowing.get("only_clients") or ()
    rows = by_agent_and_day(
        days=_days(narrowing),
        agent_id=agent_id,
        client=str(narrowing.get("client") or ""),
        with_cost=with_cost,
        only_clients=only_clients,
    )
    return sorted((one.day.toordinal() * _AGENTS + one.agent_id, one) for one in rows)


def _figures(narrowing: Narrowing, after: int, size: int) -> list[RowType]:
    names = dict(agent_choices())
    rows = ((pk, one) for pk, one in _found(narrowing, with_cost=False) if pk > after)
    return [(pk, _cells(one, names)) for (pk, one), _ in zip(rows, range(size), strict=False)]


def _costs(narrowing: Narrowing, after: int, size: int) -> list[RowType]:
    names = dict(agent_choices())
    rows = ((pk, one) for pk, one in _found(narrowing, with_cost=True) if pk > after)
    return [(pk, (*_cells(one, names), *_money(one.counts))) for (pk, one), _ in zip(rows, range(size), strict=False)]


def _count(narrowing: Narrowing) -> int:
    return len(_found(narrowing, with_cost=False))


def _within(narrowing: Narrowing, since: datetime, until: datetime) -> Narrowing:
    zone = get_organisation(organisation_id=current_organisation_id()).time_zone
    days = days_between(since, until, zone=zone)
    return {**narrowing, "first": days.first.isoformat(), "last": days.last.isoformat()}


def _cells(one: AgentDay, names: dict[int, str]) -> tuple[Cell, ...]:
    counts = one.counts
    return (
        one.day.isoformat(), names.get(one.agent_id, ""), counts.calls, round(counts.minutes, 2), counts.answered,
        counts.successful, counts.positive, counts.failed,
    )  # fmt: skip


def _money(counts: Counts) -> Iterator[Cell]:
    """Exactly, with the fractions of a cent; each currency by itself."""
    yield " + ".join(f"{one.currency} {minor_of(one.micros) / 100:f}" for one in counts.costs or ())
    yield counts.unpriced


_COLUMNS = (
    Column(key="day", label=gettext_noop("Day"), paper=10),
    Column(key="agent", label=gettext_noop("Agent"), paper=20),
    Column(key="calls", label=gettext_noop("Calls"), type="number", paper=8),
    Column(key="minutes", label=gettext_noop("Minutes"), type="number", paper=8),
    Column(key="answered", label=gettext_noop("Answered"), type="number", paper=8),
    Column(key="successful", label=gettext_noop("Successful"), type="number", paper=8),
    Column(key="positive", label=gettext_noop("Positive mood"), type="number", paper=8),
    Column(key="failed", label=gettext_noop("Failed"), type="number", paper=8),
)


def _for_clients(narrowing: Narrowing, clients: Collection[str]) -> Narrowing:
    return {**narrowing, "only_clients": list(clients)}


CALL_FIGURES = ExportKind(
    name="call_figures",
    label=gettext_noop("Figures of calls"),
    permission="calls.export",
    columns=_COLUMNS,
    rows=_figures,
    count=_count,
    within=_within,
    for_clients=_for_clients,
)
CALL_COSTS = ExportKind(
    name="call_costs",
    label=gettext_noop("Figures of calls with their cost"),
    permission="calls.cost",
    columns=(
        *_COLUMNS,
        Column(key="cost", label=gettext_noop("Cost"), paper=12),
        Column(key="unpriced", label=gettext_noop("Unpriced calls"), type="number", paper=8),
    ),
    rows=_costs,
    count=_count,
    within=_within,
)
