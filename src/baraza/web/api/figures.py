"""Figures of complaints for a period: the numbers that the console's analytics shows and writes as CSV."""

from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.http import HttpRequest, JsonResponse

from baraza.core.identity.queries.keys import KeyCaller
from baraza.services.complaints.queries.figures_period import by_value, by_week, totals
from baraza.services.complaints.queries.figures_read import figures_zone
from baraza.services.complaints.queries.figures_times import Filters, Times, stars, times_by_week, times_to
from baraza.services.complaints.rules.categories import PRIORITY_NAMES
from baraza.services.complaints.rules.figures import Period, last_days, share
from baraza.web.api.access import keyed
from baraza.web.api.parameters import wrong_parameters

MEASURES: Final = ("opened", "acknowledged", "resolved", "in_time", "reopened")
DIMENSIONS: Final = ("category", "priority", "ward", "channel", "language")
USUAL_DAYS, MOST_DAYS = 90, 800
_EARLIEST, _LATEST = date(1990, 1, 1), date(2200, 1, 1)


class FiguresQuery(forms.Form):
    """Whole days by the organisation's clock, both included; the last 90 unless said otherwise, 800 at most."""

    first = forms.DateField(required=False)
    last = forms.DateField(required=False)
    category = forms.CharField(required=False, max_length=60)
    priority = forms.ChoiceField(required=False, choices=[("", ""), *((one, one) for one in PRIORITY_NAMES)])
    ward = forms.CharField(required=False, max_length=40)
    channel = forms.CharField(required=False, max_length=20)
    language = forms.CharField(required=False, max_length=12)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("first", "last"):
            if cleaned.get(name) and not _EARLIEST <= cleaned[name] <= _LATEST:
                self.add_error(name, f"A day from {_EARLIEST} to {_LATEST}.")
        if self.errors:
            return cleaned
        last = cleaned.get("last") or max(figures_zone().today, cleaned.get("first") or _EARLIEST)
        first = cleaned.get("first") or last_days(USUAL_DAYS, today=last).first
        if first > last:
            self.add_error("last", "It is before the first day.")
        elif (last - first).days >= MOST_DAYS:
            self.add_error("first", f"At most {MOST_DAYS} days.")
        return {**cleaned, "first": first, "last": last}


@keyed(scope="complaints.read")
def of_complaints(request: HttpRequest, caller: KeyCaller) -> JsonResponse:  # noqa: ARG001 - all are the key's organisation's
    query = FiguresQuery(request.GET)
    if (refusal := wrong_parameters(request=request, query=query, beside=())) is not None:
        return refusal
    cleaned = query.cleaned_data
    period = Period(first=cleaned["first"], last=cleaned["last"])
    filters = {name: cleaned[name] for name in DIMENSIONS if cleaned[name]}
    return JsonResponse(_figures(period, filters))


def _figures(period: Period, filters: Filters) -> dict[str, object]:
    counts = totals(measures=MEASURES, period=period, filters=filters)
    rated = stars(period=period, filters=filters)
    return {
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "counts": counts,
        "in_time_percent": _rounded(share(counts["in_time"], counts["resolved"])),
        "reopened_percent": _rounded(share(counts["reopened"], counts["resolved"] + counts["reopened"])),
        "until_staff_act": _times(times_to(measure="acknowledged", period=period, filters=filters)),
        "until_done": _times(times_to(measure="resolved", period=period, filters=filters)),
        "ratings": rated.number,
        "average_stars": _rounded(rated.average),
        "weeks": _weeks(period, filters),
        "opened_by": {
            name: [
                {"value": value, "count": count}
                for value, count in sorted(
                    by_value(measure="opened", dimension=name, period=period, filters=filters).items()
                )
            ]
            for name in DIMENSIONS
        },
    }


def _weeks(period: Period, filters: Filters) -> list[dict[str, object]]:
    """Those in which anything happened; only the days of the period count."""
    counts = by_week(measures=("opened", "resolved"), period=period, filters=filters)
    times = times_by_week(measure="resolved", period=period, filters=filters)
    return [
        {
            "begins": week.isoformat(),
            "opened": counts.get(("opened", week), 0),
            "resolved": counts.get(("resolved", week), 0),
            "median_hours_until_done": _hours(times[week].median) if week in times else None,
        }
        for week in sorted({week for _, week in counts} | set(times))
    ]


def _times(times: Times) -> dict[str, float | None]:
    return {"median_hours": _hours(times.median), "ninetieth_hours": _hours(times.ninetieth)}


def _hours(took: timedelta | None) -> float | None:
    return None if took is None else round(took.total_seconds() / 3600, 2)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
