"""From what a person gave (a position, a municipality, words) to the area of their report."""

from contextlib import suppress
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext

from baraza.capabilities.geography.placing import Served, placed_at, placed_by_words, placed_in
from baraza.capabilities.geography.queries import get_area, list_areas, list_wards, locate
from baraza.capabilities.media.errors import MediaUnknown
from baraza.capabilities.media.photos import Position
from baraza.capabilities.media.queries import media_state
from baraza.core.organisations.queries import OrganisationProfile


class PlaceUnknown(ValueError):
    """The place is in the sea or abroad, or its words do not tell the municipality; shown to the person."""


def municipality_choices(organisation: OrganisationProfile) -> list[tuple[str, str]]:
    if organisation.home_area_code:
        return []
    return [(area.code, area.name) for area in list_areas(country=organisation.country)]


def ward_choices(organisation: OrganisationProfile) -> list[tuple[str, str]]:
    """Where a city imported its wards."""
    if not organisation.home_area_code:
        return []
    wards = list_wards(country=organisation.country, municipality_code=organisation.home_area_code)
    return [(ward.code, ward.name) for ward in wards]


def ward_name(organisation: OrganisationProfile, code: str) -> str:
    """Empty for none; a ward whose name nobody imported goes by its code."""
    ward = get_area(country=organisation.country, code=code, kind="ward") if code else None
    return ward.name if ward else code


def position_of_photos(*, organisation: OrganisationProfile, photos: tuple[str, ...]) -> Position | None:
    """Where the first photo that knows it was taken, when that is in the country."""
    for media_id in photos:
        with suppress(MediaUnknown):
            at = media_state(media_id=media_id).position
            if at and locate(latitude=at.latitude, longitude=at.longitude, country=organisation.country):
                return at
    return None


def area_of(*, organisation: OrganisationProfile, cleaned: dict[str, Any]) -> dict[str, Any]:
    """Area columns for the draft. Raises PlaceUnknown with a text for the person."""
    served = Served(country=organisation.country, home_area_code=organisation.home_area_code, name=organisation.name)
    latitude, longitude = cleaned.get("latitude"), cleaned.get("longitude")
    if latitude is not None and longitude is not None:
        placed = placed_at(served=served, latitude=latitude, longitude=longitude)
        if placed is None:
            raise PlaceUnknown(gettext("That place is in the sea or outside the country. Write the address instead."))
        return asdict(placed)
    chosen = organisation.home_area_code or cleaned.get("municipality", "")
    if chosen:
        return asdict(placed_in(served=served, area_code=chosen, ward_code=cleaned.get("ward", "")))
    placed = placed_by_words(served=served, words=cleaned["place_text"])
    if placed is None:
        raise PlaceUnknown(gettext("We do not know that place. Choose the municipality from the list."))
    return asdict(placed)
