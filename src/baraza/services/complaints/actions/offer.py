"""A location that is sent for a report that is there already: an offer, which staff take or leave."""

from baraza.capabilities.geography.engine import BadCoordinate
from baraza.capabilities.geography.placing import Served, placed_at
from baraza.core.identity.actor import Actor
from baraza.core.organisations.queries import get_organisation
from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.complaints.actions.locks import lock_complaint
from baraza.services.complaints.actions.words import say
from baraza.services.complaints.policies import require
from baraza.services.complaints.rules.offered import OfferedPlace

_LONGEST_NAME = 500


class NoSuchPlace(ValueError):
    """In the sea or in another country."""


def offer_place(
    *, actor: Actor, reference: str, latitude: float, longitude: float, name: str, source_key: str
) -> OfferedPlace:
    """Kept in the timeline with its area; the report is not moved. Raises NotAllowed, NoSuchPlace, ComplaintUnknown."""
    require(actor=actor, act="comment")
    complaint = lock_complaint(reference=reference)
    place = _placed(latitude=latitude, longitude=longitude, name=name.strip()[:_LONGEST_NAME])
    say(complaint=complaint, actor=actor, text=place.words, facts=place.noted(), source_key=source_key)
    return place


def _placed(*, latitude: float, longitude: float, name: str) -> OfferedPlace:
    profile = get_organisation(organisation_id=current_organisation_id())
    served = Served(country=profile.country, home_area_code=profile.home_area_code, name=profile.name)
    try:
        found = placed_at(served=served, latitude=latitude, longitude=longitude)
    except BadCoordinate as error:
        raise NoSuchPlace from error
    if found is None:
        raise NoSuchPlace
    return OfferedPlace(
        latitude=latitude,
        longitude=longitude,
        name=name,
        area=found.area_name,
        edition=found.area_edition,
        approximate=found.area_approximate,
        ward=found.ward_code,
    )
