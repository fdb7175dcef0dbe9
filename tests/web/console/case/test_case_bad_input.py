"""What cannot be is refused in words, and what was written stays."""

import uuid
from typing import Any

import pytest
from django.test import Client
from tests.factories.complaints import make_complaint
from tests.factories.core import make_member, make_organisation
from tests.web.console.case.desk import act
from tests.web.console.conftest import City
from tests.web.portal.resident import errors_of, words_of

from baraza.core.tenancy.scope import organisation_scope
from baraza.services.complaints.models import Complaint, Entry

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


@pytest.fixture
def clerk(city: City) -> Client:
    return city.signed_in("agent")


@pytest.mark.parametrize(
    ("name", "fields", "errors"),
    [
        ("reply", {"text": ""}, {"text": ["Write the reply first"]}),
        ("note", {"text": " "}, {"text": ["Write the note first"]}),
        (
            "move",
            {"wanted": "RESOLVED", "reason": "", "version": "1"},
            {"reason": ["Write what was done, or why it is not accepted"]},
        ),
        (
            "move",
            {"wanted": "CLOSED", "version": "1"},
            {"wanted": ["This is not in the list any more. Choose again."]},
        ),
        (
            "correct",
            {"category": "dragons", "priority": "low", "version": "1"},
            {"category": ["This is not in the list any more. Choose again."]},
        ),
    ],
)
def test_a_wrong_form_comes_back_with_its_error_and_changes_nothing(
    city: City, clerk: Client, name: str, fields: dict[str, str], errors: dict[str, list[str]]
) -> None:
    before = city.everything()

    page = act(clerk, city, name, **fields, key=str(uuid.uuid4()))

    assert (page.status_code, errors_of(page)) == (422, errors)
    assert city.everything() == before


def test_hostile_text_is_text_wherever_staff_read_it(city: City, clerk: Client) -> None:
    reference = city.complaint(description=HOSTILE, place_text=HOSTILE, area_name=HOSTILE[:80]).reference
    with organisation_scope(organisation_id=city.profile.id):
        complaint = Complaint.objects.get(reference=reference)
        for kind in ("comment", "reply", "note"):
            Entry.objects.create(
                organisation_id=city.profile.id, complaint=complaint, kind=kind, text=HOSTILE, actor_name=HOSTILE[:60]
            )

    pages = [
        clerk.get(path).content.decode()
        for path in (
            f"/console/complaints/{reference}/",
            f"/console/complaints/{reference}/paper/",
            f"/console/complaints/{city.reference}/alike/",
        )
    ]

    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in pages[0]


@pytest.mark.parametrize(
    ("name", "fields", "errors"),
    [
        ("reply", {"text": "x" * 4001}, {"text": ["Ensure this value has at most 4000 characters (it has 4001)."]}),
        ("due", {"due_at": "yesterday"}, {"due_at", "reason"}),
        ("place", {"latitude": "91", "reason": "x"}, {"latitude"}),
        ("place", {"latitude": "-29", "reason": "x"}, {"longitude"}),
        ("place", {"latitude": "-29", "longitude": "31"}, {"reason"}),
        ("place", {"ward": "no-such", "reason": "x"}, {"ward"}),
        ("merge", {"into": "hello"}, {"into"}),
        ("merge", {"into": "MI-2026-4KX7QA"}, {"into"}),
        ("block", {"reason": " "}, {"reason"}),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_everything_written_stays(
    city: City, name: str, fields: dict[str, str], errors: Any
) -> None:
    lead, before = city.signed_in("supervisor"), city.everything()

    page = act(lead, city, name, **fields, key=str(uuid.uuid4()), version="1")

    assert page.status_code == 422
    assert set(errors_of(page)) == set(errors)
    assert {field: page.context[f"{name}_form"].data[field] for field in fields} == fields
    assert city.everything() == before


@pytest.mark.parametrize("version", ["", "0", "-1", "²", "9" * 40])
@pytest.mark.parametrize("name", ["take", "move", "split", "assign/save"])
def test_a_version_that_never_was_changes_nothing(city: City, clerk: Client, name: str, version: str) -> None:
    before = city.everything()

    page = act(clerk, city, name, version=version, wanted="ACKNOWLEDGED")

    assert page.status_code == 422
    assert city.everything() == before


def test_another_organisations_report_cannot_be_merged_into(city: City, clerk: Client) -> None:
    theirs = make_organisation()
    with organisation_scope(organisation_id=theirs.id):
        foreign = make_complaint().reference
    before = city.everything()

    page = act(clerk, city, "merge", into=foreign, version="1")

    assert (page.status_code, errors_of(page)) == (422, {"into": ["We do not know this reference"]})
    assert city.everything() == before


def test_a_member_of_another_organisation_is_not_offered_and_not_taken(city: City, clerk: Client) -> None:
    stranger = make_member(organisation_id=make_organisation().id, name="A stranger")
    before = city.everything()
    path = f"/console/complaints/{city.reference}/assign/"

    shown = clerk.get(path)
    page = clerk.post(f"{path}save/", {"person": str(stranger.id), "version": "1"})

    assert "A stranger" not in words_of(shown)
    assert (page.status_code, set(errors_of(page))) == (422, {"person"})
    assert city.everything() == before
