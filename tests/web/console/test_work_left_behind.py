"""Somebody is suspended or removed: what they had is found in one list and given to others in one go."""

import uuid

import pytest
from django.test import Client
from tests.factories.core import make_member
from tests.web.console.conftest import City

from baraza.core.tenancy.scope import organisation_scope
from baraza.services.complaints.models import Complaint

LIST = "/console/complaints/"


@pytest.fixture
def left(city: City) -> tuple[int, list[str]]:
    """Whose work it was, and two open complaints of theirs; a third is a colleague's."""
    leaver, colleague = (make_member(organisation_id=city.profile.id).id or 0 for _ in range(2))
    references = [city.complaint().reference for _ in range(3)]
    with organisation_scope(organisation_id=city.profile.id):
        Complaint.objects.filter(reference__in=references[:2]).update(assignee_id=leaver)
        Complaint.objects.filter(reference=references[2]).update(assignee_id=colleague)
    return leaver, references[:2]


def _away(browser: Client) -> list[str]:
    page = browser.get(LIST, {"person": "away"})
    return sorted(row.complaint.reference for row in page.context["rows"])


@pytest.mark.parametrize("how", ["suspend", "remove"])
def test_the_work_of_who_is_gone_is_found_and_given_to_somebody_else_at_once(
    city: City, left: tuple[int, list[str]], how: str
) -> None:
    leaver, references = left
    admin, lead = city.signed_in("org_admin"), city.signed_in("supervisor")
    member = f"/console/members/{leaver}/"
    before = admin.get(member).content.decode()
    assert _away(lead) == []

    admin.post(f"{member}{how}/")

    assert "2 open complaints" in before
    assert _away(lead) == sorted(references)
    with organisation_scope(organisation_id=city.profile.id):
        rows = [f"{one}:{Complaint.objects.get(reference=one).version}" for one in references]
    given = {"row": rows, "act": "person", "person": "nobody", "key": str(uuid.uuid4())}
    assert lead.post(f"{LIST}bulk/", given).status_code == 302
    assert _away(lead) == []
    with organisation_scope(organisation_id=city.profile.id):
        assert {one.assignee_id for one in Complaint.objects.filter(reference__in=references)} == {None}


def test_work_is_not_given_to_people_who_are_away(city: City, left: tuple[int, list[str]]) -> None:
    lead = city.signed_in("supervisor")
    given = {"row": [f"{left[1][0]}:1"], "act": "person", "person": "away", "key": str(uuid.uuid4())}
    before = city.everything()

    assert lead.post(f"{LIST}bulk/", given).status_code == 422
    assert city.everything() == before
