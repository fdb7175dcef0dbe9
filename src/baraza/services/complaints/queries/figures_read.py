"""Reads the kept figures: the totals and what has not been folded into them yet, in one statement and so of one moment."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
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


def standing(*, dimension: str = "all", states: Collection[str] = STATES) -> dict[str, dict[State, int]]:
    """How many complaints are in which state now, by value of the dimension."""
    rows = _read(measures=("state",), dimension=dimension, period=None, states=states, group="measure, value")
    found: dict[str, dict[State, int]] = {}
    for (measure, value), number in rows.items():
        found.setdefault(str(value), {})[State(str(measure))] = number
    return found


def flow_by_day(*, measures: Collection[str], period: Period) -> dict[tuple[str, date], int]:
    """(measure, day) of the organisation; days without any are left out."""
    rows = _read(measures=measures, dimension="all", period=period, group="measure, day")
    return {(str(measure), day): number for (measure, day), number in rows.items() if isinstance(day, date)}


def flow_by_value(*, measures: Collection[str], dimension: str, period: Period) -> dict[tuple[str, str], int]:
    """(measure, value of the dimension) in the whole period."""
    rows = _read(measures=measures, dimension=dimension, period=period, group="measure, value")
    return {(str(measure), str(value)): number for (measure, value), number in rows.items()}


def flow_by_day_and_value(*, measure: str, dimension: str, period: Period) -> dict[tuple[date, str], int]:
    rows = _read(measures=(measure,), dimension=dimension, period=period, group="day, value")
    return {(day, str(value)): number for (day, value), number in rows.items() if isinstance(day, date)}


def _read(
    *,
    measures: Collection[str],
    dimension: str,
    period: Period | None,
    group: str,
    states: Collection[str] = (),
) -> dict[tuple[object, object], int]:
    zone = figures_zone()
    values: Mapping[str, object] = {
        "organisation": current_organisation_id(),
        "zone": zone.name,
        "kept": [*states] if period is None else [*measures],
        "states": [*states],
        "dimension": dimension,
        "first": period.first if period else NO_DAY,
        "last": period.last if period else NO_DAY,
    }
    if zone.counted:
        changes = one_count("complaints_figure_change", measures=measures, dimension=dimension)
        source = f"{TOTALS} UNION ALL {changes}"
    else:
        source = one_count(f"({COMPLAINTS})", measures=measures, dimension=dimension)
    statement = (
        f"SELECT {group}, sum(number)::bigint FROM ({source}) AS counts GROUP BY {group} HAVING sum(number) <> 0"  # noqa: S608 - our names
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return {(first, second): number for first, second, number in cursor.fetchall()}
