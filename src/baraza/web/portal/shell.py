"""What every residents' page has around its content: names, navigation, the way on."""

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from baraza.core.organisations.queries import OrganisationProfile
from baraza.web.ui.components import NavItem
from baraza.web.ui.looks import look_of


def shell(*, organisation: OrganisationProfile, current: str) -> dict[str, object]:
    """Context for `ui/page.html`; `current` is the name of the page's address."""
    entries = (
        ("home", gettext("Home"), "home"),
        ("report", gettext("Report"), "plus"),
        ("track", gettext("Track"), "search"),
    )
    return {
        **look_of(organisation=organisation),
        "organisation": organisation,
        "home_url": reverse("portal:home", args=[organisation.slug]),
        "portal_nav": [
            NavItem(
                label=label,
                url=reverse(f"portal:{name}", args=[organisation.slug]),
                icon=icon,
                current=name == current,
            )
            for name, label, icon in entries
        ],
        "footer_nav": [
            NavItem(label=gettext("Other municipalities"), url=reverse("portal:organisations")),
            NavItem(label=gettext("Sign in for staff"), url=reverse("console:sign-in")),
        ],
    }


def step_shell(*, organisation: OrganisationProfile) -> dict[str, object]:
    """The shell of a step of a report."""
    steps = [gettext("Problem"), gettext("Contact"), gettext("Check and send")]
    return {**shell(organisation=organisation, current="report"), "step_labels": steps}


def go_to(*, name: str, organisation: OrganisationProfile) -> HttpResponseBase:
    return redirect(reverse(f"portal:{name}", args=[organisation.slug]))
