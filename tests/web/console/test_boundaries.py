"""The areas on the maps: named with their edition, asked for again only when they changed, missing with a way to import them."""

from datetime import UTC, datetime

import pytest
import shapely
from tests.web.console.conftest import City

from baraza.capabilities.geography.models import Area, Edition
from baraza.capabilities.geography.registry import LAYERS
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.complaints.models import Complaint

pytestmark = pytest.mark.django_db


@pytest.fixture
def wards(city: City) -> None:
    edition = Edition.objects.create(
        country=city.profile.country,
        kind="ward",
        label="2021",
        imported_at=datetime(2026, 1, 1, tzinfo=UTC),
        digest="d",
    )
    shape = shapely.box(28, -27, 29, -26)
    Area.objects.create(
        edition=edition, code="1", name="Ward 1", geometry=shapely.to_wkb(shape),
        west=28, south=-27, east=29, north=-26, latitude=-26.5, longitude=28.5,
    )  # fmt: skip
    LAYERS.look_again()


def with_a_place(city: City) -> str:
    with organisation_scope(organisation_id=city.profile.id):
        Complaint.objects.filter(reference=city.reference).update(latitude=-26.2, longitude=28.04)
    return f"/console/complaints/{city.reference}/"


def test_a_case_draws_what_lies_around_it_and_names_the_edition(city: City, wards: None) -> None:
    page = city.signed_in("agent").get(with_a_place(city)).content.decode()

    assert "Wards, edition 2021" in page
    assert 'data-boundaries="/console/map/areas/?near=-26.2000%2C28.0400"' in page


def test_without_a_layer_nothing_is_drawn_and_who_may_import_one_is_led_there(city: City) -> None:
    address = with_a_place(city)

    clerk = city.signed_in("agent").get(address).content.decode()
    admin = city.signed_in("org_admin").get(address).content.decode()

    assert "data-boundaries" not in clerk + admin
    assert "No boundaries are imported, so none are drawn." in clerk
    assert "/console/settings/areas/" not in clerk
    assert 'href="/console/settings/areas/">Import them' in admin


def test_the_outlines_are_sent_once_until_they_change(city: City, wards: None) -> None:
    browser, address = city.signed_in("org_viewer"), "/console/map/areas/?near=-26.2,28.04"

    first = browser.get(address)
    again = browser.get(address, headers={"If-None-Match": first["ETag"]})

    assert [one["properties"]["name"] for one in first.json()["features"]] == ["Ward 1"]
    assert first["Cache-Control"] == "private, max-age=300"
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("near", ["x", "1", "91,0", "nan,nan", "1,2,3", "inf,0"])
def test_what_is_no_place_draws_the_whole_layer(city: City, wards: None, near: str) -> None:
    answer = city.signed_in("agent").get("/console/map/areas/", {"near": near})

    assert [one["properties"]["code"] for one in answer.json()["features"]] == ["1"]
