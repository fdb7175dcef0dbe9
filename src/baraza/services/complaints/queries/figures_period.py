"""Figures of a period, for all complaints from the kept figures, and for some of them counted from their rows."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import connection

from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.complaints.queries.figures_read import (
    figures_zone,
    flow_by_day,
    flow_by_day_and_value,
    flow_by_value,
)
from baraza.services.complaints.queries.figures_sql import FORM
from baraza.services.complaints.queries.figures_times import Filters, narrowing
from baraza.services.complaints.rules.figures import DIMENSIONS, MEASURES, Period, week_of


def totals(*, measures: Collection[str], period: Period, filters: Filters) -> dict[str, int]:
    """Every measure, with 0 where there is none."""
    found = by_week(measures=measures, period=period, filters=filters)
    return {measure: sum(number for (name, _), number in found.items() if name == measure) for measure in measures}


def by_week(*, measures: Collection[str], period: Period, filters: Filters) -> dict[tuple[str, date], int]:
    """(measure, Monday of the week); only the days of the period count."""
    if filters:
        days = {
            (measure, day): number
            for measure in measures
            for day, number in _ask(measure, period, filters=filters, keys=(FORM[MEASURES[measure].day],))
        }
    else:
        days = flow_by_day(measures=measures, period=period)
    weeks: dict[tuple[str, date], int] = {}
    for (measure, day), number in days.items():
        key = (measure, week_of(day))
        weeks[key] = weeks.get(key, 0) + number
    return weeks


def by_value(*, measure: str, dimension: str, period: Period, filters: Filters) -> dict[str, int]:
    if not filters:
        found = flow_by_value(measures=(measure,), dimension=dimension, period=period)
        return {value: number for (_, value), number in found.items()}
    (column,) = DIMENSIONS[dimension]
    keys = (f"coalesce({FORM[column]}::text, '')",)
    return dict(_ask(measure, period, filters=filters, keys=keys))


def by_weekday_and_hour(*, period: Period, filters: Filters) -> dict[tuple[int, int], int]:
    """Of reports: (0 for Monday to 6, 0 to 23), by the organisation's clock."""
    counts: dict[tuple[int, int], int] = {}
    pairs: Mapping[tuple[date, str], int]
    if filters:
        keys = (FORM["opened_on"], FORM["opened_hour"])
        pairs = {(day, str(hour)): number for day, hour, number in _ask("opened", period, filters=filters, keys=keys)}
    else:
        pairs = flow_by_day_and_value(measure="opened", dimension="hour", period=period)
    for (day, hour), number in pairs.items():
        key = (day.weekday(), int(hour))
        counts[key] = counts.get(key, 0) + number
    return counts


def by_ward_and_category(*, period: Period, filters: Filters) -> dict[tuple[str, str], int]:
    """Of reports. Always counted from the rows: kept by day, the pairs would be as many as the complaints."""
    keys = (FORM["ward_code"], FORM["category"])
    rows = _ask("opened", period, filters=filters, keys=keys)
    return {(ward, category): number for ward, category, number in rows}


def _ask(measure: str, period: Period, *, filters: Filters, keys: tuple[str, ...]) -> list[tuple[Any, ...]]:
    one, zone = MEASURES[measure], figures_zone().name
    narrowed, values = narrowing(filters)
    condition = f" AND {FORM[one.condition]}" if one.condition else ""
    statement = (
        f"SELECT {', '.join(keys)}, count(*) FROM complaints_complaint AS c"  # noqa: S608 - our names
        f" WHERE c.organisation_id = %(organisation)s AND c.{one.moment} >= %(begins)s AND c.{one.moment} < %(ends)s"
        f"{condition}{narrowed} GROUP BY {', '.join(str(place + 1) for place in range(len(keys)))}"
    )
    given: dict[str, Any] = {"organisation": current_organisation_id(), "zone": zone, **values}
    with connection.cursor() as cursor:
        cursor.execute(statement, {**given, "begins": period.begins(zone), "ends": period.ends(zone)})
        return list(cursor.fetchall())
