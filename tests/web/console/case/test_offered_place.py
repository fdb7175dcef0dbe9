"""A better place that the resident sent stands in the timeline, and one press makes it the report's."""

import re

import pytest
from tests.web.console.case.desk import act
from tests.web.console.conftest import City
from tests.web.portal.resident import words_of

from baraza.core.identity.actor import resident
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.complaints.actions.offer import offer_place
from baraza.services.complaints.models import Complaint


@pytest.fixture
def offered(city: City) -> City:
    with organisation_scope(organisation_id=city.profile.id):
        offer_place(
            actor=resident(contact_id=city.contact_id),
            reference=city.reference,
            latitude=-29.86,
            longitude=31.02,
            name="Checkers, Umlazi",
            source_key="turn:1",
        )
    return city


def test_the_clerk_sees_the_place_and_its_area_and_takes_it(offered: City) -> None:
    clerk = offered.signed_in("agent")
    page = clerk.get(f"/console/complaints/{offered.reference}/")
    form = (
        page.content.decode()
        .split('id="timeline"')[1]
        .split(f'action="/console/complaints/{offered.reference}/place/"')[1]
    )
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form.split("</form>")[0]))

    done = act(clerk, offered, "place", **fields)

    shown = words_of(page)
    assert (
        "Resident · a better place for this report Checkers, Umlazi -29.86000, 31.02000 eThekwini (approximate)"
        in shown
    )
    assert "This is the place of the report now." in words_of(done)
    with organisation_scope(organisation_id=offered.profile.id):
        kept = Complaint.objects.get(reference=offered.reference)
    assert (kept.latitude, kept.longitude, kept.place_text) == (-29.86, 31.02, "Checkers, Umlazi")


def test_the_clerk_reads_how_far_it_is_from_where_the_report_is(offered: City) -> None:
    with organisation_scope(organisation_id=offered.profile.id):
        Complaint.objects.filter(reference=offered.reference).update(latitude=-29.8618, longitude=31.02)
    page = offered.signed_in("agent").get(f"/console/complaints/{offered.reference}/")

    assert "200 m from where the report is now" in words_of(page)


def test_who_only_reads_may_not_take_the_place(offered: City) -> None:
    page = offered.signed_in("org_viewer").get(f"/console/complaints/{offered.reference}/")

    assert "a better place for this report" in words_of(page)
    assert "Use this place" not in words_of(page)
