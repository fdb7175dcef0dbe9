"""The page of figures, and the same as a file."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from baraza.services.complaints.rules.figures import COUNTED
from baraza.web.console.access import Desk, staff
from baraza.web.console.analytics import drawings
from baraza.web.console.analytics.csv_file import written
from baraza.web.console.analytics.forms import asked
from baraza.web.console.analytics.report import Report, make_report
from baraza.web.console.analytics.tiles import tiles_of
from baraza.web.console.figures import Names, names_for
from baraza.web.console.shell import shell
from baraza.web.ui.components import Chip

_EXPLAINED = (
    "opened", "resolved", "in_time_share", "reopened_share", "time_to_acknowledge", "time_to_resolve", "satisfaction",
)  # fmt: skip
REFUSED = 422


@require_safe
@staff(permission="complaints.read")
def analytics(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    names = names_for(desk)
    form = asked(request, names=names)
    report = make_report(form.wanted())
    context = {
        **shell(desk=desk, current="analytics"),
        "form": form,
        "period": report.wanted.period,
        "compared": report.wanted.compared,
        "chips": _chips(request, report=report, names=names),
        "clear_url": reverse("console:analytics"),
        "csv_url": f"{reverse('console:analytics-csv')}?{request.GET.urlencode()}",
        "is_empty": not any(report.now.counts.values()),
        "tiles": tiles_of(report),
        "volume": drawings.volume_chart(report),
        "times": drawings.times_chart(report),
        "panels": drawings.volume_panels(report, names=names),
        "hours": drawings.hours_map(report),
        "places": drawings.places_map(report, names=names),
        "explained": [gettext(COUNTED[name]) for name in _EXPLAINED],
    }
    return render(request, "console/analytics/page.html", context, status=REFUSED if form.errors else 200)


@require_safe
@staff(permission="complaints.read")
def download(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Exactly what the page of this address shows."""
    names = names_for(desk)
    form = asked(request, names=names)
    if not form.is_valid():
        return HttpResponse(gettext("These figures cannot be made. Go back and correct the filters."), status=REFUSED)
    report = make_report(form.wanted())
    period = report.wanted.period
    answer = HttpResponse(written(report, names=names), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="figures-{period.first}-{period.last}.csv"'
    return answer


def _chips(request: HttpRequest, *, report: Report, names: Names) -> list[Chip]:
    chips = []
    for name, value in report.wanted.filters.items():
        left = request.GET.copy()
        left.pop(name, None)
        chips.append(Chip(names.of(name, value), f"?{left.urlencode()}"))
    return chips
