"""What every residents' page has around its content: names, navigation, the way on."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.settings.hosts import public_address
from baraza.messaging.reaching import approved_connection, letters_connection
from baraza.services.complaints.queries.information import list_emergency_numbers
from baraza.services.complaints.queries.notices import notices_now
from baraza.web.portal.draft import Draft
from baraza.web.portal.hosts import own_slug
from baraza.web.portal.scope import takes_complaints
from baraza.web.portal.sign_videos import sign_videos_of
from baraza.web.ui.components import NavItem
from baraza.web.ui.looks import look_of


def shell(*, organisation: OrganisationProfile, current: str) -> dict[str, object]:
    """Context for `ui/page.html`; `current` is the name of the page's address."""
    complaints = takes_complaints(organisation)
    films = sign_videos_of(organisation=organisation, page=current)
    accessibility, my_data, feedback = (
        reverse(f"portal:{name}", args=[organisation.slug]) for name in ("accessibility", "my-data", "feedback")
    )
    entries = (
        ("home", gettext("Home"), "home"),
        ("report", gettext("Report"), "plus"),
        ("track", gettext("Track"), "search"),
        ("explore", gettext("Explore"), "map"),
    )
    return {
        **look_of(organisation=organisation),
        "organisation": organisation,
        "public_root": public_address(organisation=organisation, path=f"/{organisation.slug}/"),
        "sign_videos": films,
        "home_url": reverse("portal:home", args=[organisation.slug]),
        "manifest_url": reverse("portal:manifest", args=[organisation.slug]) if complaints else "",
        "worker_url": reverse("portal:worker", args=[organisation.slug]) if complaints else "",
        "icon_url": reverse("portal:icon", args=[organisation.slug, "32"]),
        "touch_icon_url": reverse("portal:icon", args=[organisation.slug, "180"]),
        "portal_nav": [
            NavItem(
                label=label,
                url=reverse(f"portal:{name}", args=[organisation.slug]),
                icon=icon,
                current=name == current,
            )
            for name, label, icon in (entries if complaints else ())
        ],
        "footer_nav": [
            NavItem(label=gettext("Privacy and cookies"), url=reverse("portal:privacy", args=[organisation.slug])),
            *([NavItem(gettext("My data"), my_data)] if shows_data(organisation) else []),
            *([NavItem(gettext("Accessibility"), url=accessibility)] if complaints else []),
            *([NavItem(gettext("Tell us what you think"), url=feedback)] if complaints else []),
            *([] if own_slug() else [NavItem(gettext("Other municipalities"), reverse("portal:organisations"))]),
            NavItem(label=gettext("Sign in for staff"), url=reverse("console:sign-in")),
        ],
    }


def shows_data(organisation: OrganisationProfile) -> bool:
    """Whether a person can be sent the code that "My data" asks for, where nothing else leads people to write to us."""
    if takes_complaints(organisation):
        return True
    return approved_connection() is not None or letters_connection() is not None


def step_shell(*, organisation: OrganisationProfile, step: int = 1, draft: Draft | None = None) -> dict[str, object]:
    """The shell of a step of a report; who wrote of danger sees the emergency numbers on every one."""
    steps = [
        gettext("Problem"),
        gettext("Kind"),
        gettext("Place"),
        gettext("Contact"),
        gettext("Check and send"),
    ]
    return {
        **shell(organisation=organisation, current="report"),
        "step_labels": steps,
        "step": step,
        "notices": notices_now(wards=[draft.ward_code] if draft is not None else []),
        "draft": draft,
        "emergency_numbers": list_emergency_numbers() if draft is not None and draft.emergency else [],
    }


def go_on(*, request: HttpRequest, name: str, organisation: OrganisationProfile) -> HttpResponseBase:
    """Who came from the check page to change something goes back to it."""
    return go_to(name="check" if request.GET.get("back") == "check" else name, organisation=organisation)


def go_to(*, name: str, organisation: OrganisationProfile) -> HttpResponseBase:
    return redirect(reverse(f"portal:{name}", args=[organisation.slug]))
