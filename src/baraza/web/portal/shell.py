"""What every residents' page has around its content: names, navigation, languages."""

from django.urls import reverse
from django.utils.translation import gettext

from baraza.core.organisations.queries import OrganisationProfile
from baraza.web.ui.components import NavItem


def shell(*, organisation: OrganisationProfile, current: str) -> dict[str, object]:
    """Context for `ui/page.html`; `current` is the name of the page's address."""
    entries = (
        ("home", gettext("Home"), "home"),
        ("report", gettext("Report"), "plus"),
        ("track", gettext("Track"), "search"),
    )
    return {
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
    }
