"""The figures of a period, as the page shows them and the download writes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from baraza.services.complaints.queries.figures_period import (
    by_value,
    by_ward_and_category,
    by_week,
    by_weekday_and_hour,
    totals,
)
from baraza.services.complaints.queries.figures_times import Stars, Times, stars, times_by_week, times_to
from baraza.services.complaints.rules.figures import Period, share, week_of
from baraza.web.console.analytics.forms import Wanted

MEASURES = ("opened", "acknowledged", "resolved", "in_time", "reopened")
VOLUME_BY = ("category", "ward", "channel", "language")


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Of one period."""

    period: Period
    counts: Mapping[str, int]
    acknowledged: Times
    resolved: Times
    stars: Stars

    @property
    def in_time(self) -> float | None:
        return share(self.counts["in_time"], self.counts["resolved"])

    @property
    def reopened(self) -> float | None:
        return share(self.counts["reopened"], self.counts["resolved"] + self.counts["reopened"])


@dataclass(frozen=True, kw_only=True)
class Report:
    wanted: Wanted
    now: Figures
    before: Figures | None
    weeks: tuple[date, ...]
    weekly: Mapping[tuple[str, date], int]
    weekly_times: Mapping[date, Times]
    volume: Mapping[str, Mapping[str, int]]
    hours: Mapping[tuple[int, int], int]
    places: Mapping[tuple[str, str], int]


def make_report(wanted: Wanted) -> Report:
    period, filters = wanted.period, wanted.filters
    return Report(
        wanted=wanted,
        now=_figures(period, filters=filters),
        before=_figures(wanted.compared, filters=filters) if wanted.compared else None,
        weeks=_weeks(period),
        weekly=by_week(measures=("opened", "resolved"), period=period, filters=filters),
        weekly_times=times_by_week(measure="resolved", period=period, filters=filters),
        volume={name: by_value(measure="opened", dimension=name, period=period, filters=filters) for name in VOLUME_BY},
        hours=by_weekday_and_hour(period=period, filters=filters),
        places=by_ward_and_category(period=period, filters=filters),
    )


def _figures(period: Period, *, filters: Mapping[str, str]) -> Figures:
    return Figures(
        period=period,
        counts=totals(measures=MEASURES, period=period, filters=filters),
        acknowledged=times_to(measure="acknowledged", period=period, filters=filters),
        resolved=times_to(measure="resolved", period=period, filters=filters),
        stars=stars(period=period, filters=filters),
    )


def _weeks(period: Period) -> tuple[date, ...]:
    first = week_of(period.first)
    return tuple(first + timedelta(weeks=number) for number in range((period.last - first).days // 7 + 1))
