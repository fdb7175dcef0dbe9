"""The page's figures as CSV: one line per number, so that a spreadsheet can filter and pivot them."""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext

from baraza.lib.spreadsheets import guarded
from baraza.web.console.analytics.report import Figures, Report
from baraza.web.console.figures import Names

Row = tuple[object, ...]


def written(report: Report, *, names: Names) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([gettext("Figure"), gettext("By"), gettext("From"), gettext("Until"), gettext("Number")])
    for row in _rows(report, names=names):
        writer.writerow([_harmless(cell) for cell in row])
    # Spreadsheets take a file without this mark for another encoding.
    return "\ufeff" + out.getvalue()


def _rows(report: Report, *, names: Names) -> Iterator[Row]:
    yield from _summary(report.now)
    if report.before:
        yield from _summary(report.before)
    period = report.wanted.period
    span = (period.first, period.last)
    for (measure, week), count in sorted(report.weekly.items()):
        last = min(week + timedelta(days=6), period.last)
        yield (f"{measure} by week", "", max(week, period.first), last, count)
    for week, times in sorted(report.weekly_times.items()):
        yield ("median hours until done by week", "", week, week + timedelta(days=6), _hours(times.median))
    for dimension, counts in report.volume.items():
        for value, count in counts.items():
            yield (f"opened by {dimension}", names.of(dimension, value), *span, count)
    for (weekday, hour), count in sorted(report.hours.items()):
        yield ("opened by weekday and hour", f"{WEEKDAYS[weekday]} {hour:02d}", *span, count)
    for (ward, category), count in sorted(report.places.items()):
        label = f"{names.of('ward', ward)} / {names.of('category', category)}"
        yield ("opened by ward and category", label, *span, count)


def _summary(figures: Figures) -> Iterator[Row]:
    span: tuple[date, date] = (figures.period.first, figures.period.last)
    for measure, count in figures.counts.items():
        yield (measure, "", *span, count)
    yield ("share done in time, per cent", "", *span, _rounded(figures.in_time))
    yield ("share opened again, per cent", "", *span, _rounded(figures.reopened))
    for name, times in (("until staff act", figures.acknowledged), ("until done", figures.resolved)):
        yield (f"median hours {name}", "", *span, _hours(times.median))
        yield (f"90th percentile hours {name}", "", *span, _hours(times.ninetieth))
    yield ("ratings", "", *span, figures.stars.number)
    yield ("average stars", "", *span, _rounded(figures.stars.average))


def _hours(took: timedelta | None) -> str:
    return "" if took is None else f"{took.total_seconds() / 3600:.2f}"


def _rounded(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


def _harmless(cell: object) -> object:
    return guarded(cell) if isinstance(cell, str) else cell
