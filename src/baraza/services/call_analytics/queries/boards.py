"""Boards: figures of a period, whole and by day, agent, hour and outcome, all from the kept figures in one pass."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Sum

from baraza.core.identity.actor import Actor
from baraza.core.organisations.queries import get_organisation
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock
from baraza.services.call_analytics.models import Agent, CallLatencyFigure
from baraza.services.call_analytics.policies import may, sees_margin
from baraza.services.call_analytics.queries.boards_sql import COLUMNS
from baraza.services.call_analytics.queries.margins import margin_of
from baraza.services.call_analytics.rules.boards import MOODS, Counts, Days, Money, percentile
from baraza.services.call_analytics.rules.margins import Margin
from baraza.services.call_analytics.rules.outcomes import Outcome

# Weekday (0 is Monday) and hour.
Slot = tuple[int, int]
_SETS = {"all": "", "agent_day": "day, agent_id", "day": "day", "agent": "agent_id", "slot": "weekday, hour"}
_BOARD = ("all", "day", "agent", "slot")


@dataclass(frozen=True, kw_only=True)
class Latency:
    """Milliseconds; None without any call that told of it."""

    middle: int | None
    ninetieth: int | None
    slowest: int | None
    calls: int


@dataclass(frozen=True, kw_only=True)
class Board:
    """`margin` is None for all but the platform's own."""

    days: Days
    total: Counts
    by_day: Mapping[date, Counts]
    by_agent: Mapping[int, Counts]
    by_slot: Mapping[Slot, int]
    latency: Latency
    latency_by_agent: Mapping[int, Latency]
    margin: Margin | None


@dataclass(frozen=True, kw_only=True, order=True)
class AgentDay:
    day: date
    agent_id: int
    counts: Counts = field(compare=False)


def today_here() -> date:
    """By the organisation's clock."""
    zone = get_organisation(organisation_id=current_organisation_id()).time_zone
    return clock.now().astimezone(ZoneInfo(zone)).date()


def board(*, actor: Actor, days: Days, agent_id: int | None = None, client: str = "") -> Board:
    """Of all agents, or of one, or of a client's."""
    agents = _agents(agent_id=agent_id, client=client, only_clients=actor.clients)
    rows = _read(days, agents, sets=_BOARD)
    with_cost = sees_cost(actor)
    latency = _latency(days, agents)
    everyone: dict[int, int] = defaultdict(int)
    for histogram in latency.values():
        for bucket, number in histogram.items():
            everyone[bucket] += number
    total = _gathered(rows["all"], with_cost=with_cost)
    return Board(
        days=days,
        total=total.get((), Counts(costs=() if with_cost else None)),
        by_day={key[0]: value for key, value in _gathered(rows["day"], with_cost=with_cost).items()},
        by_agent={key[0]: value for key, value in _gathered(rows["agent"], with_cost=with_cost).items()},
        by_slot={(key[0], key[1]): value.calls for key, value in _gathered(rows["slot"], with_cost=False).items()},
        latency=_percentiles(everyone),
        latency_by_agent={agent: _percentiles(histogram) for agent, histogram in latency.items()},
        margin=margin_of(days=days, agents=agents) if with_cost and sees_margin(actor) else None,
    )


def totals(*, actor: Actor, days: Days, agent_id: int | None = None, client: str = "") -> Counts:
    """Of the whole period alone, for a comparison."""
    with_cost = sees_cost(actor)
    agents = _agents(agent_id=agent_id, client=client, only_clients=actor.clients)
    rows = _read(days, agents, sets=("all",))
    return _gathered(rows["all"], with_cost=with_cost).get((), Counts(costs=() if with_cost else None))


def by_agent_and_day(
    *, days: Days, agent_id: int | None, client: str, with_cost: bool, only_clients: Collection[str] = ()
) -> list[AgentDay]:
    """For files, whose lists have permissions of their own: the caller has asked for them."""
    agents = _agents(agent_id=agent_id, client=client, only_clients=only_clients)
    rows = _read(days, agents, sets=("agent_day",))["agent_day"]
    gathered = _gathered(rows, with_cost=with_cost)
    return sorted(AgentDay(day=key[0], agent_id=key[1], counts=value) for key, value in gathered.items())


def sees_cost(actor: Actor) -> bool:
    """Whoever looks after the margin sees what it is made of."""
    return may(actor=actor, act="cost") or may(actor=actor, act="margin")


def _agents(*, agent_id: int | None, client: str, only_clients: Collection[str]) -> list[int] | None:
    """None for all."""
    if agent_id is None and not client and not only_clients:
        return None
    asked = Agent.objects.filter(organisation_id=current_organisation_id())
    if agent_id is not None:
        asked = asked.filter(pk=agent_id)
    if client:
        asked = asked.filter(client=client)
    if only_clients:
        asked = asked.filter(client__in=only_clients)
    return list(asked.values_list("pk", flat=True))


def _read(days: Days, agents: Collection[int] | None, *, sets: tuple[str, ...]) -> dict[str, list[tuple[Any, ...]]]:
    """By set: its keys, the currency, the sums. One pass over the figures, one group by currency in each set."""
    sums = ", ".join(f"sum({name})::bigint" for name in COLUMNS)
    groups = ", ".join(f"({', '.join(part for part in (_SETS[one], 'currency') if part)})" for one in sets)
    only = "AND agent_id = ANY(%(agents)s)" if agents is not None else ""
    grouped = {part.strip() for one in sets for part in _SETS[one].split(",")}
    levels = ", ".join(f"grouping({name})" if name in grouped else "1" for name in ("day", "agent_id", "hour"))
    keys = ", ".join(name if name in grouped else "NULL" for name in ("day", "agent_id", "weekday", "hour"))
    statement = f"""
        SELECT {levels}, {keys}, currency, {sums}
        FROM (SELECT *, extract(isodow FROM day)::int - 1 AS weekday FROM calls_figure
            WHERE organisation_id = %(organisation)s AND day BETWEEN %(first)s AND %(last)s {only}) AS figure
        GROUP BY GROUPING SETS ({groups})
    """  # noqa: S608 - our names
    values: dict[str, Any] = {
        "organisation": current_organisation_id(), "first": days.first, "last": days.last, "agents": agents,
    }  # fmt: skip
    found: dict[str, list[tuple[Any, ...]]] = {one: [] for one in sets}
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        for no_day, no_agent, no_hour, day, agent, weekday, hour, *rest in cursor.fetchall():
            if not no_day and not no_agent:
                found["agent_day"].append(((day, agent), *rest))
            elif not no_day:
                found["day"].append(((day,), *rest))
            elif not no_agent:
                found["agent"].append(((agent,), *rest))
            elif not no_hour:
                found["slot"].append(((weekday, hour), *rest))
            else:
                found["all"].append(((), *rest))
    return found


def _gathered(rows: Iterable[tuple[Any, ...]], *, with_cost: bool) -> dict[tuple[Any, ...], Counts]:
    """Rows of several currencies become one. Groups of no calls are left out."""
    sums: dict[tuple[Any, ...], dict[str, int]] = {}
    costs: dict[tuple[Any, ...], list[Money]] = defaultdict(list)
    for key, currency, *values in rows:
        row = dict(zip(COLUMNS, values, strict=True))
        whole = sums.setdefault(key, dict.fromkeys(COLUMNS, 0))
        for name, value in row.items():
            whole[name] += value
        if currency and (row["cost_micros"] or row["calls"]):
            costs[key].append(Money(currency=currency, micros=row["cost_micros"]))
    return {
        key: Counts(
            calls=row["calls"],
            millis=row["millis"],
            outcomes={one.value: row[f"out_{one.value}"] for one in Outcome},
            moods={code: row[f"mood_{code}"] for code in MOODS},
            unpriced=row["unpriced"] if with_cost else 0,
            costs=tuple(sorted(costs[key], key=lambda money: money.currency)) if with_cost else None,
        )
        for key, row in sums.items()
        if row["calls"]
    }


def _latency(days: Days, agents: Collection[int] | None) -> dict[int, dict[int, int]]:
    """By agent, how many calls up to each bucket."""
    rows = CallLatencyFigure.objects.filter(
        organisation_id=current_organisation_id(), day__range=(days.first, days.last)
    )
    if agents is not None:
        rows = rows.filter(agent_id__in=agents)
    found: dict[int, dict[int, int]] = defaultdict(dict)
    counted = rows.values_list("agent_id", "bucket").annotate(number=Sum("calls")).exclude(number=0)
    for agent, bucket, number in counted:
        found[agent][bucket] = int(number)
    return found


def _percentiles(histogram: Mapping[int, int]) -> Latency:
    return Latency(
        middle=percentile(histogram, 50),
        ninetieth=percentile(histogram, 90),
        slowest=percentile(histogram, 95),
        calls=sum(histogram.values()),
    )
