"""A report as another system sends it, made into one of ours: its place, its kind and its person worked out."""

from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from baraza.capabilities.geography.placing import Placed, Served, placed_at, placed_by_words, placed_in
from baraza.core.organisations.queries import OrganisationProfile
from baraza.lib.phone import normalise
from baraza.messaging.actions import contact_for_phone
from baraza.services.complaints.actions.open import NewComplaint
from baraza.services.complaints.queries.guessing import guess_category, guessed
from baraza.web.api.bodies import Unusable

CHANNEL = "api"


def new_complaint(*, organisation: OrganisationProfile, cleaned: dict[str, Any], source_key: str) -> NewComplaint:
    """Raises Unusable for a place, a language or a number that is none."""
    language = cleaned["language"] or organisation.default_language
    if language not in organisation.languages:
        raise _unusable(f"language: one of {', '.join(organisation.languages)}")
    placed = _placed(organisation, cleaned)
    phone = _phone(organisation, cleaned["reporter_phone"])
    guess = guess_category(text=cleaned["description"], language_hint=language)
    return NewComplaint(
        source_key=source_key,
        channel=CHANNEL,
        language=language,
        contact_id=contact_for_phone(phone=phone, name=cleaned["reporter_name"], language=language) if phone else None,
        description=cleaned["description"],
        category=cleaned["category"] or guess.category,
        **guessed(guess=guess),
        latitude=cleaned["latitude"],
        longitude=cleaned["longitude"],
        place_text=cleaned["place"],
        **asdict(placed),
    )


def _placed(organisation: OrganisationProfile, cleaned: dict[str, Any]) -> Placed:
    served = Served(country=organisation.country, home_area_code=organisation.home_area_code, name=organisation.name)
    if cleaned["latitude"] is not None:
        placed = placed_at(served=served, latitude=cleaned["latitude"], longitude=cleaned["longitude"])
        if placed is None:
            raise _unusable("latitude: that place is in the sea or outside the country")
        return placed
    if served.home_area_code:
        return placed_in(served=served, area_code=served.home_area_code)
    placed = placed_by_words(served=served, words=cleaned["place"])
    if placed is None:
        raise _unusable("place: no municipality is known by these words; send latitude and longitude")
    return placed


def _phone(organisation: OrganisationProfile, given: str) -> str:
    if not given:
        return ""
    phone = normalise(given, region=organisation.phone_region)
    if phone is None:
        raise _unusable("reporter_phone: no telephone number")
    return phone


def _unusable(detail: str) -> Unusable:
    return Unusable(HTTPStatus.UNPROCESSABLE_ENTITY, detail)
