"""An organisation's own colours and logo around a page; the addresses change with what they hold."""

from django.urls import reverse

from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.settings.branding import get_look


def look_of(*, organisation: OrganisationProfile) -> dict[str, str]:
    """Context for both page shells, inside the organisation's scope."""
    look = get_look()
    found: dict[str, str] = {}
    if look.theme_digest:
        found["theme_css_url"] = f"{reverse('portal:theme', args=[organisation.slug])}?v={look.theme_digest}"
    if look.logo_digest:
        found["logo_url"] = f"{reverse('portal:logo', args=[organisation.slug])}?v={look.logo_digest}"
    if look.colours.header:
        found["theme_color"] = look.colours.header
    return found
