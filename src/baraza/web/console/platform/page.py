"""What every page of the platform has around its content; no organisation's data is in it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from baraza.web.console.access import PlatformDesk, desk_of
from baraza.web.console.navigation import user_navigation
from baraza.web.console.shell import support_banner
from baraza.web.ui.components import NavItem


def page(
    request: HttpRequest, desk: PlatformDesk, *, template: str, current: str, status: int = 200, **context: Any
) -> HttpResponse:
    entries = (
        ("platform", gettext("Organisations"), "building"),
        ("platform-calls", gettext("Calls"), "call"),
        ("super-admins", gettext("Platform's people"), "users"),
    )
    around = {
        "user_name": desk.actor.name,
        # They are still inside an organisation, in whichever window.
        "support": support_banner(desk_of(request)),
        "user_nav": user_navigation(None),
        "home_url": reverse("console:platform"),
        "sign_out_url": reverse("console:sign-out"),
        "console_nav": [
            NavItem(label=label, url=reverse(f"console:{name}"), icon=icon, current=name == current)
            for name, label, icon in entries
        ],
    }
    return render(request, f"console/platform/{template}.html", {**around, **context}, status=status)
