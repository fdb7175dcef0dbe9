"""The demonstration has wards, so that its maps, lists and figures by ward have something to show."""

import pytest

from baraza.capabilities.geography.outlines import layer_for
from baraza.capabilities.geography.queries import list_editions, list_wards
from baraza.capabilities.geography.registry import LAYERS
from baraza.operations.demo.organisations import HARBOUR, MZANSI, SAMPLES
from baraza.operations.demo.places import area_facts, seed_wards


@pytest.fixture
def wards(db: None) -> None:
    """Seeded twice, as by a second start; nothing is committed here, so the process is told to look."""
    seed_wards()
    LAYERS.look_again()
    seed_wards()


@pytest.mark.usefixtures("wards")
def test_both_municipalities_get_a_map_and_the_one_with_an_area_of_its_own_a_list_of_wards() -> None:

    assert len(list_wards(country="ZA", municipality_code=HARBOUR.home_area_code)) == 8
    assert all(layer_for(country=new.country, home=new.home_area_code) for new in (MZANSI, HARBOUR))
    assert [(one.kind, one.label, one.source) for one in list_editions()] == [
        ("ward", "demonstration", "Invented for the demonstration")
    ]


@pytest.mark.usefixtures("wards")
def test_reports_of_the_demonstration_lie_in_wards_and_their_municipality_stays_approximate() -> None:
    found = [
        area_facts(latitude=sample.latitude, longitude=sample.longitude, country=MZANSI.country) for sample in SAMPLES
    ]

    assert [facts["ward_code"].split("-")[0] for facts in found if facts["ward_code"]] == [
        *("JHB", "ETH", "CPT", "CPT", "TSH", "JHB", "ETH", "JHB", "TSH"),
    ]
    assert {facts["area_edition"] for facts in found} == {"built-in"}
    assert all(facts["area_approximate"] for facts in found)
