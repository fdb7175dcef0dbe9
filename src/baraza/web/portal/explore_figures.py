"""What the organisation did in the last twelve months, in numbers that anybody may read."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from baraza.core.organisations.queries import OrganisationProfile
from baraza.services.complaints.queries.categories import category_name
from baraza.services.complaints.queries.figures_period import by_value, by_ward_and_category
from baraza.services.complaints.queries.figures_read import figures_zone, flow_by_day
from baraza.services.complaints.queries.figures_times import Times, times_by, times_to
from baraza.services.complaints.rules.figures import Period, last_days, share
from baraza.services.complaints.rules.publicity import SMALLEST_COUNT, with_small_counts_left_out
from baraza.web.portal.explore_cache import kept_for_a_moment
from baraza.web.portal.places import ward_name
from baraza.web.portal.scope import in_organisation
from baraza.web.portal.shell import shell
from baraza.web.ui.charts import Bar, Cell, LineChart, Series
from baraza.web.ui.numbers import written

_MEASURES = ("opened", "resolved", "in_time")
_MOST_BARS = 12
Months = Mapping[tuple[str, str], int]


@require_safe
@kept_for_a_moment
@in_organisation
def figures(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    period = _year()
    months, names = _by_month(period), _months(period)
    totals = {measure: sum(months.get((measure, month), 0) for month in names) for measure in _MEASURES}
    times, in_time = times_to(measure="resolved", period=period), share(totals["in_time"], totals["resolved"])
    context = {
        **shell(organisation=organisation, current="explore"),
        "opened": written(totals["opened"]),
        "resolved": written(totals["resolved"]),
        "median": _days(times),
        "in_time": f"{in_time:.0f} %" if in_time is not None else "–",
        "volume": _volume(months, names),
        "on_time": _on_time(months, names),
        "categories": _parts(period, dimension="category", name=lambda code: category_name(code=code)),
        "wards": _parts(period, dimension="ward", name=lambda code: ward_name(organisation, code)),
        "pairs": _pairs(period, organisation),
        "smallest": SMALLEST_COUNT,
        "counted": _counted(),
    }
    return render(request, "portal/explore/figures.html", context)


def _counted() -> list[str]:
    """As `rules.figures` counts, in the residents' words."""
    return [
        gettext("Reported: by the day on which it was reported."),
        gettext("Done: by the day on which it was last marked as done. What is opened again no longer counts."),
        gettext("In time: of what was done, the part that was done before its due time."),
        gettext("Median days: half of what was done took less time from the report, half took more."),
    ]


def _year() -> Period:
    """Twelve months, whole ones but for this one."""
    today = figures_zone().today
    last = last_days(1, today=today)
    year, month = (today.year - 1, today.month + 1) if today.month < 12 else (today.year, 1)  # noqa: PLR2004
    return Period(first=today.replace(year=year, month=month, day=1), last=last.last)


def _months(period: Period) -> list[str]:
    first = period.first.year * 12 + period.first.month - 1
    return [f"{(first + step) // 12}-{(first + step) % 12 + 1:02d}" for step in range(12)]


def _by_month(period: Period) -> dict[tuple[str, str], int]:
    months: dict[tuple[str, str], int] = {}
    for (measure, day), number in flow_by_day(measures=_MEASURES, period=period).items():
        key = (measure, day.strftime("%Y-%m"))
        months[key] = months.get(key, 0) + number
    return months


def _labels(names: list[str], period_of_first: Period) -> tuple[str, ...]:
    first = period_of_first.first
    labels = []
    for name in names:
        year, month = name.split("-")
        labels.append(date_format(first.replace(year=int(year), month=int(month)), "M y"))
    return tuple(labels)


def _volume(months: Months, names: list[str]) -> LineChart:
    said = (("opened", gettext("Reported")), ("resolved", gettext("Done")))
    return LineChart(
        id="volume",
        title=gettext("Reported and done by month"),
        description=gettext("The solid line is what was reported, the dashed one what was done."),
        labels=_labels(names, _year()),
        series=tuple(
            Series(
                label,
                tuple(float(months.get((measure, month), 0)) for month in names),
                tuple(Cell(written(months.get((measure, month), 0))) for month in names),
            )
            for measure, label in said
        ),
        first_column=gettext("Month"),
    )


def _on_time(months: Months, names: list[str]) -> LineChart:
    shares = [share(months.get(("in_time", month), 0), months.get(("resolved", month), 0)) for month in names]
    return LineChart(
        id="on-time",
        title=gettext("Done in time, of every 100"),
        description=gettext("A month without anything done has no point."),
        labels=_labels(names, _year()),
        series=(
            Series(
                gettext("In time"),
                tuple(shares),
                tuple(Cell(f"{one:.0f}" if one is not None else "") for one in shares),
            ),
        ),
        first_column=gettext("Month"),
    )


def _days(times: Times | None) -> str:
    """Of fewer than a handful nothing is said."""
    if times is None or times.median is None or times.number < SMALLEST_COUNT:
        return "–"
    return written(times.median.total_seconds() / 86400, places=1)


def _parts(period: Period, *, dimension: str, name: Callable[[str], str]) -> dict[str, object]:
    opened = by_value(measure="opened", dimension=dimension, period=period, filters={})
    resolved = by_value(measure="resolved", dimension=dimension, period=period, filters={})
    in_time = by_value(measure="in_time", dimension=dimension, period=period, filters={})
    times = times_by(measure="resolved", dimension=dimension, period=period)
    shown = [code for code in sorted(opened, key=lambda code: (-opened[code], code)) if opened[code] >= SMALLEST_COUNT]
    rows = []
    for code in shown:
        part = share(in_time.get(code, 0), resolved.get(code, 0)) if resolved.get(code, 0) >= SMALLEST_COUNT else None
        rows.append(
            {
                "name": name(code) if code else gettext("Not known"),
                "opened": written(opened[code]),
                "days": _days(times.get(code)),
                "in_time": f"{part:.0f} %" if part is not None else "–",
            }
        )
    bars = [
        Bar(str(row["name"]), float(opened[code]), written(opened[code])) for row, code in zip(rows, shown, strict=True)
    ]
    return {"rows": rows, "bars": bars[:_MOST_BARS]}


def _pairs(period: Period, organisation: OrganisationProfile) -> dict[str, object]:
    counts = {pair: number for pair, number in by_ward_and_category(period=period, filters={}).items() if pair[0]}
    shown = with_small_counts_left_out(counts)
    codes = sorted({category for _, category in shown})
    rows = [
        (ward_name(organisation, ward), [written(shown[ward, code]) if (ward, code) in shown else "" for code in codes])
        for ward in sorted({ward for ward, _ in shown}, key=lambda ward: (len(ward), ward))
    ]
    return {"columns": [category_name(code=code) for code in codes], "rows": rows}
