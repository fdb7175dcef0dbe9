"""The page of first steps."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from baraza.core.settings.onboarding import put_onboarding_away
from baraza.web.console.access import Desk, staff
from baraza.web.console.onboarding.steps import progress
from baraza.web.console.shell import shell


@require_safe
@staff(permission="settings.manage")
def first_steps(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    slug = desk.organisation.slug
    context = {
        **shell(desk=desk, current="settings"),
        "progress": progress(desk=desk),
        # Where nobody reports there is nothing to try.
        "portal_url": reverse("portal:report", args=[slug]) if "complaints" in desk.organisation.services else "",
        "simulator_url": reverse("demo:phones-of", args=[slug]) if settings.DEMO_MODE else "",
    }
    return render(request, "console/onboarding/steps.html", context)


@require_POST
@staff(permission="settings.manage")
def put_away(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    put_onboarding_away(actor=desk.actor, away=request.POST.get("away") == "yes")
    return redirect("console:settings")
