"""The dashboard, whole and in the parts that follow what happens."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from baraza.services.complaints.queries.happened import list_happenings
from baraza.web.console.access import Desk, platform_has_its_own, staff
from baraza.web.console.dashboard.content import dashboard, tiles_of
from baraza.web.console.dashboard.panels import lines
from baraza.web.console.figures import names_for
from baraza.web.console.shell import shell

FEED_LINES = 12


@require_safe
@platform_has_its_own
@staff(permission="complaints.read")
def home(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Organisations without complaints begin with what they do use."""
    if "complaints" not in desk.organisation.services and "call_analytics" in desk.organisation.services:
        return redirect("console:calls")
    names = names_for(desk)
    context = {
        **shell(desk=desk, current="home"),
        **dashboard(desk=desk, names=names),
        "lines": lines(list_happenings(limit=FEED_LINES)),
    }
    return render(request, "console/dashboard/home.html", context)


@require_safe
@staff(permission="complaints.read")
def figures(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """The tiles alone, for pages that follow what happens."""
    return render(request, "console/dashboard/tiles.html", tiles_of(desk=desk))


@require_safe
@staff(permission="complaints.read")
def feed(request: HttpRequest, _desk: Desk) -> HttpResponseBase:
    context = {"lines": lines(list_happenings(limit=FEED_LINES))}
    return render(request, "console/dashboard/feed.html", context)
