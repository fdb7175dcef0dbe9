"""The period's charts: weeks, breakdowns, heat maps. Every number leads to its cases where the list can show them."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext

from baraza.services.complaints.rules.figures import Period
from baraza.web.console.analytics.report import VOLUME_BY, Report
from baraza.web.console.dashboard.panels import Panel
from baraza.web.console.figures import (
    PARAMETERS,
    WITHOUT,
    Names,
    duration,
    list_url,
    number,
    period_of,
    rest_words,
    value_url,
)
from baraza.web.ui.charts import Bar, Cell, LineChart, Series, shade_of

MOST_BARS = 12
MOST_ROWS = 12
MOST_COLUMNS = 8
HeatRows = list[tuple[str, list[Cell]]]


def volume_chart(report: Report) -> LineChart:
    series = [
        Series(
            label,
            tuple(float(report.weekly.get((measure, week), 0)) for week in report.weeks),
            tuple(
                Cell(
                    number(report.weekly.get((measure, week), 0)),
                    list_url(**period_of(_within(report, week), by=measure), **report.wanted.filters),
                )
                for week in report.weeks
            ),
        )
        for measure, label in (("opened", gettext("Reported")), ("resolved", gettext("Done")))
    ]
    return LineChart(
        id="weekly",
        title=gettext("Reported and done by week"),
        description=gettext(
            "%(opened)s reported and %(resolved)s done. The solid line is reported, the dashed one done."
        )
        % {name: number(report.now.counts[name]) for name in ("opened", "resolved")},
        labels=_labels(report),
        series=tuple(series),
        first_column=gettext("Week from"),
    )


def times_chart(report: Report) -> LineChart:
    taken = [report.weekly_times.get(week) for week in report.weeks]
    hours = tuple(one.median.total_seconds() / 3600 if one and one.median is not None else None for one in taken)
    ninetieth = tuple(
        one.ninetieth.total_seconds() / 3600 if one and one.ninetieth is not None else None for one in taken
    )
    cells = tuple(Cell(duration(one.median) if one else "") for one in taken)
    most = tuple(Cell(duration(one.ninetieth) if one else "") for one in taken)
    return LineChart(
        id="times",
        title=gettext("Hours until done, by week"),
        description=gettext("Half of the cases were done within %(median)s, nine of ten within %(ninetieth)s.")
        % {"median": duration(report.now.resolved.median), "ninetieth": duration(report.now.resolved.ninetieth)},
        labels=_labels(report),
        series=(
            Series(gettext("Half of the cases"), hours, cells),
            Series(gettext("Nine of ten"), ninetieth, most),
        ),
        first_column=gettext("Week from"),
    )


def volume_panels(report: Report, *, names: Names) -> list[Panel]:
    titles = {
        "category": gettext("Reports by category"),
        "ward": gettext("Reports by ward"),
        "channel": gettext("Reports by channel"),
        "language": gettext("Reports by language"),
    }
    return [_panel(report, dimension=name, title=titles[name], names=names) for name in VOLUME_BY]


def _panel(report: Report, *, dimension: str, title: str, names: Names) -> Panel:
    ordered = sorted(report.volume[dimension].items(), key=lambda item: (-item[1], item[0]))
    others = {name: value for name, value in report.wanted.filters.items() if PARAMETERS[name] != PARAMETERS[dimension]}
    bars = [
        Bar(
            names.of(dimension, value),
            count,
            number(count),
            value_url(
                names, dimension=dimension, value=value, **period_of(report.wanted.period, by="opened"), **others
            ),
        )
        for value, count in ordered[:MOST_BARS]
    ]
    rest = [count for _, count in ordered[MOST_BARS:]]
    return Panel(title=title, label=title, bars=bars, rest=rest_words(rest))


def hours_map(report: Report) -> tuple[list[str], HeatRows]:
    """Columns and rows: hours of the day across, days of the week down."""
    most = max(report.hours.values(), default=0)
    rows = [
        (
            str(WEEKDAYS[weekday]),
            [_cell(report.hours.get((weekday, hour), 0), most) for hour in range(24)],
        )
        for weekday in range(7)
    ]
    return [f"{hour:02d}" for hour in range(24)], rows


def places_map(report: Report, *, names: Names) -> tuple[list[str], HeatRows]:
    """The wards and the categories with most reports."""
    wards = _first(report.volume["ward"], MOST_ROWS)
    categories = _first(report.volume["category"], MOST_COLUMNS)
    most = max((report.places.get((ward, one), 0) for ward in wards for one in categories), default=0)
    rows = [
        (names.of("ward", ward), [_pair(report, ward, one, most=most, names=names) for one in categories])
        for ward in wards
    ]
    return [names.of("category", one) for one in categories], rows


def _pair(report: Report, ward: str, category: str, *, most: int, names: Names) -> Cell:
    count = report.places.get((ward, category), 0)
    others = {name: value for name, value in report.wanted.filters.items() if name not in {"ward", "category"}}
    period = period_of(report.wanted.period, by="opened")
    listed = count and names.leads_to_list("category", category)
    url = list_url(category=category, ward=ward or WITHOUT["ward"], **period, **others)
    return _cell(count, most, url if listed else "")


def _cell(count: int, most: int, url: str = "") -> Cell:
    return Cell(number(count), url, shade_of(count, most))


def _first(counts: Mapping[str, int], most: int) -> list[str]:
    return [value for value, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]]


def _labels(report: Report) -> tuple[str, ...]:
    return tuple(date_format(week, "j M") for week in report.weeks)


def _within(report: Report, week: date) -> Period:
    """The days of the week that belong to the period."""
    period = report.wanted.period
    return Period(first=max(week, period.first), last=min(week + timedelta(days=6), period.last))
