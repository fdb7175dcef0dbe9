"""Wards that nobody has, drawn for the demonstration around places that everybody knows, and where a report lies in them."""

from pathlib import Path
from typing import Any, Final

from baraza.capabilities.geography.importing.presets import FieldPlan
from baraza.capabilities.geography.importing.store import ImportRequest, import_areas
from baraza.capabilities.geography.queries import list_wards, locate

_COUNTRY: Final = "ZA"
_SOME_MUNICIPALITY: Final = "ETH"
_WARDS: Final = ImportRequest(
    path=Path(__file__).with_name("wards.geojson"),
    country=_COUNTRY,
    kind="ward",
    edition="demonstration",
    plan=FieldPlan(code=("code",), name=("name",), parent=("parent",)),
    source="Invented for the demonstration",
)


def seed_wards() -> None:
    """Only where no wards are known: the real ones of an operator who tries theirs out stay in force."""
    if not list_wards(country=_COUNTRY, municipality_code=_SOME_MUNICIPALITY):
        import_areas(request=_WARDS, progress=lambda _words: None)


def area_facts(*, latitude: float, longitude: float, country: str) -> dict[str, Any]:
    """What a new complaint is told of the area of its place."""
    area = locate(latitude=latitude, longitude=longitude, country=country)
    ward = locate(latitude=latitude, longitude=longitude, country=country, kind="ward")
    return {
        "area_code": area.code if area else "",
        "area_name": area.name if area else "",
        "area_edition": area.edition if area else "",
        "area_approximate": area.approximate if area else False,
        "ward_code": ward.code if ward and not ward.approximate else "",
    }
