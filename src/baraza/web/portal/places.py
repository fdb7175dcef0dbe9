"""From what a person gave (a position, a municipality, words) to the area of their report."""

from contextlib import suppress
from typing import Any

from django.utils.translation import gettext

from baraza.capabilities.geography.queries import find_place, get_area, list_areas, list_wards, locate
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


def _facts(*, code: str, name: str, edition: str, approximate: bool, ward: str = "") -> dict[str, Any]:
    facts = {"area_code": code, "area_name": name, "area_edition": edition, "area_approximate": approximate}
    return {**facts, "ward_code": ward}


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


def _ward_at(*, latitude: float, longitude: float, country: str) -> str:
    ward = locate(latitude=latitude, longitude=longitude, country=country, kind="ward")
    return ward.code if ward is not None and not ward.approximate else ""


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
    country = organisation.country
    latitude, longitude = cleaned.get("latitude"), cleaned.get("longitude")
    if latitude is not None and longitude is not None:
        located = locate(latitude=latitude, longitude=longitude, country=country)
        if located is None and organisation.home_area_code and not list_areas(country=country):
            # Nothing tells where this country's areas lie: staff of the only one that can be meant see the position.
            return _facts(code=organisation.home_area_code, name=organisation.name, edition="", approximate=True)
        if located is None:
            raise PlaceUnknown(gettext("That place is in the sea or outside the country. Write the address instead."))
        ward = _ward_at(latitude=latitude, longitude=longitude, country=country)
        # A ward's own borders tell more exactly than rough ones of its municipality.
        inside = bool(ward) and ward in dict(ward_choices(organisation))
        approximate = located.approximate and not inside
        return _facts(code=located.code, name=located.name, edition=located.edition, approximate=approximate, ward=ward)
    chosen = organisation.home_area_code or cleaned.get("municipality", "")
    if chosen:
        area = get_area(country=country, code=chosen)
        return _facts(
            code=chosen,
            name=area.name if area else organisation.name,
            edition=area.edition if area else "",
            approximate=False,
            ward=cleaned.get("ward", ""),
        )
    candidates = find_place(country=country, text=cleaned["place_text"])
    if not candidates:
        raise PlaceUnknown(gettext("We do not know that place. Choose the municipality from the list."))
    best = get_area(country=country, code=candidates[0].municipality_code)
    return _facts(
        code=candidates[0].municipality_code,
        name=candidates[0].municipality,
        edition=best.edition if best else "",
        approximate=True,
    )
