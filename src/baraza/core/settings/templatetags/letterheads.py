"""`{% letterhead as head %}`: how letters to members look, in the scope of their organisation or of none."""

from dataclasses import dataclass

from django import template
from django.urls import reverse

from baraza.core.organisations.queries import get_organisation
from baraza.core.settings.branding import get_look
from baraza.core.settings.hosts import public_address
from baraza.core.settings.looks import OUR_BRAND
from baraza.core.tenancy.scope import current_organisation_id, is_in_scope

register = template.Library()


@dataclass(frozen=True, kw_only=True)
class Head:
    """`logo` is an address, empty without any."""

    name: str
    colour: str
    logo: str


@register.simple_tag
def letterhead() -> Head:
    """Ours where a person belongs to several organisations, so that none of them writes."""
    if not is_in_scope():
        return Head(name="Baraza", colour=OUR_BRAND, logo="")
    organisation, look = get_organisation(organisation_id=current_organisation_id()), get_look()
    logo = ""
    if look.logo_digest:
        path = reverse("portal:logo", args=[organisation.slug])
        logo = f"{public_address(organisation=organisation, path=path)}?v={look.logo_digest}"
    return Head(name=organisation.name, colour=look.colours.brand or OUR_BRAND, logo=logo)
