"""How long things took in a period: exact medians and 90th percentiles, read from indexes that hold nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import Avg, Count, Q

from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.complaints.models import Rating
from baraza.services.complaints.queries.figures_read import figures_zone
from baraza.services.complaints.rules.figures import DIMENSIONS, GOOD_STARS, MEASURES, Period

Filters = Mapping[str, str]
# Of a complaint, from the report to the moment of the measure.
TIMED: Final = ("acknowledged", "resolved")


@dataclass(frozen=True, kw_only=True)
class Times:
    """None where nothing happened in the period; `number` is of how many the two were taken."""

    number: int
    median: timedelta | None
    ninetieth: timedelta | None


NO_TIMES: Final = Times(number=0, median=None, ninetieth=None)


@dataclass(frozen=True, kw_only=True)
class Stars:
    number: int
    average: float | None
    good: int


def times_to(*, measure: str, period: Period, filters: Filters | None = None) -> Times:
    """From the report until it was acknowledged or resolved, for what was so in the period."""
    return _times(measure, period, filters=filters or {}, group="''").get("", NO_TIMES)


def times_by(*, measure: str, dimension: str, period: Period, filters: Filters | None = None) -> dict[str, Times]:
    return _times(measure, period, filters=filters or {}, group=_column(dimension))


def times_by_week(*, measure: str, period: Period, filters: Filters | None = None) -> dict[date, Times]:
    """By the Monday of the week."""
    moment = MEASURES[measure].moment
    week = f"(date_trunc('week', c.{moment} AT TIME ZONE %(zone)s)::date)::text"
    found = _times(measure, period, filters=filters or {}, group=week)
    return {date.fromisoformat(monday): times for monday, times in found.items()}


def stars(*, period: Period, filters: Filters | None = None) -> Stars:
    """What residents gave in the period; `good` are four or five."""
    zone = figures_zone().name
    columns = {name: DIMENSIONS[name][0] for name in filters or {}}
    given = Rating.objects.filter(
        organisation_id=current_organisation_id(),
        rated_at__gte=period.begins(zone),
        rated_at__lt=period.ends(zone),
        **{f"complaint__{columns[name]}": value for name, value in (filters or {}).items()},
    )
    found = given.aggregate(number=Count("pk"), average=Avg("stars"), good=Count("pk", filter=Q(stars__gte=GOOD_STARS)))
    return Stars(**found)


def narrowing(filters: Filters) -> tuple[str, dict[str, str]]:
    """SQL on `c` and its values; names are checked against the dimensions."""
    conditions = [f" AND {_column(name)} = %(only_{name})s" for name in filters]
    return "".join(conditions), {f"only_{name}": value for name, value in filters.items()}


def _column(dimension: str) -> str:
    (column,) = DIMENSIONS[dimension]
    return f"coalesce(c.{column}::text, '')" if column.endswith("_id") else f"c.{column}"


def _times(measure: str, period: Period, *, filters: Filters, group: str) -> dict[str, Times]:
    moment, zone = MEASURES[measure].moment, figures_zone().name
    narrowed, values = narrowing(filters)
    took = f"greatest(c.{moment} - c.opened_at, interval '0')"
    statement = (
        f"SELECT {group}, count(*), percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY {took})"  # noqa: S608
        f" FROM complaints_complaint AS c WHERE c.organisation_id = %(organisation)s"
        f" AND c.{moment} >= %(begins)s AND c.{moment} < %(ends)s{narrowed} GROUP BY 1"
    )
    given: dict[str, Any] = {"organisation": current_organisation_id(), "zone": zone, **values}
    with connection.cursor() as cursor:
        cursor.execute(statement, {**given, "begins": period.begins(zone), "ends": period.ends(zone)})
        return {
            str(value): Times(number=number, median=both[0], ninetieth=both[1])
            for value, number, both in cursor.fetchall()
        }
