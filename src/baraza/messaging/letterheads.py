"""The letterhead of the organisation in scope, made when a letter is about to go: as it looks on that day."""

from django.urls import reverse

from baraza.core.organisations.queries import get_organisation
from baraza.core.settings.branding import get_look
from baraza.core.settings.hosts import public_address
from baraza.core.tenancy.scope import current_organisation_id
from baraza.messaging.contract import Letterhead
from baraza.messaging.emails import stop_token
from baraza.messaging.queries import contact_language


def letterhead_for(*, contact_id: int, stoppable: bool) -> Letterhead:
    """A code that proves an address is no letter that can be stopped."""
    organisation, look = get_organisation(organisation_id=current_organisation_id()), get_look()

    def page(name: str, *more: str) -> str:
        path = reverse(f"portal:{name}", args=[organisation.slug, *more])
        return public_address(organisation=organisation, path=path)

    return Letterhead(
        name=organisation.name,
        language=contact_language(contact_id=contact_id),
        colour=look.colours.brand,
        logo=f"{page('logo')}?v={look.logo_digest}" if look.logo_digest else "",
        home=page("home"),
        stop_link=page("letters-stop", stop_token(contact_id=contact_id)) if stoppable else "",
    )
