"""Reads the kept figures: the totals and what has not been folded into them yet, in one statement and so of one moment."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from baraza.core.organisations.queries import get_organisation
from baraza.core.tenancy.scope import current_organisation_id, kept_in_scope
from baraza.lib.clock import now
from baraza.services.complaints.models import FigureZone
from baraza.services.complaints.queries.figures_sql import COMPLAINTS, TOTALS, one_count
from baraza.services.complaints.rules.figures import NO_DAY, STATES, Period
from baraza.services.complaints.states import OPEN, State

OPEN_STATES = tuple(sorted(OPEN))
# By value of a dimension; "" is what has none: no ward, no team, nobody.
Standing = dict[str, dict[State, int]]


@dataclass(frozen=True, kw_only=True)
class Zone:
    """Whose days the figures count by; `counted` is False while they are counted anew."""

    name: str
    counted: bool

    @property
    def today(self) -> date:
        return now().astimezone(ZoneInfo(self.name)).date()


def figures_zone() -> Zone:
    """Asked for once per page."""
    return kept_in_scope(key="complaints:figures_zone", make=_zone)


def _zone() -> Zone:
    organisation_id = current_organisation_id()
    kept = FigureZone.objects.filter(pk=organisation_id).first()
    if kept is None:
        return Zone(name=get_organisation(organisation_id=organisation_id).time_zone, counted=True)
    return Zone(name=kept.time_zone, counted=kept.counted)


def standings(*, dimensions: Collection[str], states: Collection[str] = STATES) -> dict[str, Standing]:
    """How many complaints are in which state now, by value of each dimension; one question for all of them."""
    found: dict[str, Standing] = {dimension: {} for dimension in dimensions}
    rows = _read(
        measures=("state",), dimensions=dimensions, period=None, states=states, group=("dimension", "value", "measure")
    )
    for dimension, value, state, number in rows:
        found[dimension].setdefault(value, {})[State(state)] = number
    return found


def standing(*, dimension: str = "all", states: Collection[str] = STATES) -> Standing:
    return standings(dimensions=(dimension,), states=states)[dimension]


def flow_by_day(*, measures: Collection[str], period: Period) -> dict[tuple[str, date], int]:
    """(measure, day) of the organisation; days without any are left out."""
    rows = _read(measures=measures, dimensions=("all",), period=period, group=("measure", "day"))
    return {(measure, day): number for measure, day, number in rows}


def flow_by_value(*, measures: Collection[str], dimension: str, period: Period) -> dict[tuple[str, str], int]:
    """(measure, value of the dimension) in the whole period."""
    rows = _read(measures=measures, dimensions=(dimension,), period=period, group=("measure", "value"))
    return {(measure, value): number for measure, value, number in rows}


def flow_by_day_and_value(*, measure: str, dimension: str, period: Period) -> dict[tuple[date, str], int]:
    rows = _read(measures=(measure,), dimensions=(dimension,), period=period, group=("day", "value"))
    return {(day, value): number for day, value, number in rows}


def _read(
    *,
    measures: Collection[str],
    dimensions: Collection[str],
    period: Period | None,
    group: tuple[str, ...],
    states: Collection[str] = (),
) -> list[tuple[Any, ...]]:
    zone = figures_zone()
    values: dict[str, Any] = {
        "organisation": current_organisation_id(),
        "zone": zone.name,
        "kept": [*states] if period is None else [*measures],
        "states": [*states],
        "dimensions": [*dimensions],
        "first": period.first if period else NO_DAY,
        "last": period.last if period else NO_DAY,
    }
    source = "complaints_figure_change" if zone.counted else f"({COMPLAINTS})"
    parts = [TOTALS] if zone.counted else []
    parts += [one_count(source, measures=measures, dimension=dimension) for dimension in dimensions]
    keys, counts = ", ".join(group), "\nUNION ALL\n".join(parts)
    statement = f"SELECT {keys}, sum(number)::bigint FROM ({counts}) AS counts GROUP BY {keys} HAVING sum(number) <> 0"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
