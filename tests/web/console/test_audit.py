"""The page of the audit trail: what an admin finds there, and how far it is proven."""

import pytest
from django.db import connection
from django.test import Client
from tests.factories.access import make_super_admin_with_factor, make_support_access
from tests.factories.core import make_member
from tests.web.console.conftest import City

from baraza.core.audit.actions import record
from baraza.core.audit.models import AuditEntry, Check
from baraza.core.audit.verifying import verify_and_keep
from baraza.core.identity.actions.members import remove
from baraza.core.identity.actor import SYSTEM, Actor, Impersonator
from baraza.core.tenancy.scope import organisation_scope

CLERK = Actor(kind="member", id=None, role="agent", name="Bongani")


@pytest.fixture
def admin(city: City) -> Client:
    with organisation_scope(organisation_id=city.profile.id):
        record(
            actor=CLERK,
            action="complaint.moved",
            subject_kind="complaint",
            subject_id=city.reference,
            changes={"state": ["SUBMITTED", "<b>CLOSED</b>"], "secret": "hunter2", "left": None},
        )
    return city.signed_in("org_admin")


def entries(page: object) -> list[str]:
    return [row.entry.action for row in page.context["rows"]]  # type: ignore[attr-defined]


def test_entries_are_listed_newest_first_with_who_what_and_to_what(city: City, admin: Client) -> None:
    page = admin.get("/console/audit/")

    assert entries(page)[0] == "complaint.moved"
    assert f'href="/console/complaints/{city.reference}/"' in page.content.decode()
    assert "Complaint moved" in page.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("action=complaint.moved", ["complaint.moved"]),
        ("text=bongani+closed", ["complaint.moved"]),
        ("text=nobody-wrote-this", []),
        ("since=2999-01-01", []),
        ("which=X", []),
        ("before=0", []),
    ],
)
def test_filters_narrow_the_trail(admin: Client, query: str, found: list[str]) -> None:
    page = admin.get(f"/console/audit/?{query}")

    assert (page.status_code, entries(page)) == (200, found)


@pytest.mark.parametrize(
    "query", ["person=dragon", "action=%00", "since=yesterday", "since=2026-02-02&until=2026-02-01", "text=" + "x" * 99]
)
def test_what_cannot_be_asked_is_said_and_nothing_breaks(admin: Client, query: str) -> None:
    page = admin.get(f"/console/audit/?{query}")

    assert page.status_code == 422
    assert "There is a problem" in page.content.decode()


@pytest.mark.parametrize("query", ["before=x", "before=²", "after=" + "9" * 40, "text=%00", "which=%25"])
def test_nonsense_in_the_address_is_no_error_of_ours(admin: Client, query: str) -> None:
    assert admin.get(f"/console/audit/?{query}").status_code in {200, 422}


def test_what_former_members_and_helpers_did_is_found_by_their_name(city: City, admin: Client) -> None:
    leaver = make_member(organisation_id=city.profile.id, name="Johanna")
    helper = make_super_admin_with_factor()
    make_support_access(organisation_id=city.profile.id, super_admin=helper)
    place = Actor(kind="member", name="Thandi", impersonator=Impersonator(id=helper, name="Pat of the platform"))
    with organisation_scope(organisation_id=city.profile.id):
        record(actor=leaver, action="complaint.noted", subject_kind="complaint", subject_id=city.reference)
        record(actor=place, action="complaint.hidden", subject_kind="complaint", subject_id=city.reference)
        remove(actor=SYSTEM, user_id=leaver.id or 0)

    of_leaver = admin.get(f"/console/audit/?person={leaver.id}")
    of_helper = admin.get(f"/console/audit/?person={helper}")
    entry = admin.get(of_helper.context["rows"][0].url)

    removal = admin.get("/console/audit/?action=member.removed")

    assert [one.subject_name for one in removal.context["rows"]] == ["Johanna"]
    assert entries(of_leaver) == ["complaint.noted"]
    assert "Johanna (not a member now)" in of_leaver.content.decode()
    assert entries(of_helper) == ["complaint.hidden", "support.started"]
    facts = {str(one.key): one.value for one in entry.context["facts"]}
    assert (facts["Person"], facts["Acted for by"]) == ("Thandi", "Pat of the platform")


def test_an_entry_shows_before_and_after_without_secrets(city: City, admin: Client) -> None:
    with organisation_scope(organisation_id=city.profile.id):
        entry_id = AuditEntry.objects.get(action="complaint.moved").pk

    page = admin.get(f"/console/audit/{entry_id}/")

    text = page.content.decode()
    assert [(one.field, one.before, one.after) for one in page.context["changes"]] == [
        ("Left", None, "nothing"),
        ("State", "SUBMITTED", "<b>CLOSED</b>"),
        ("Secret", None, "[removed]"),
    ]
    assert "&lt;b&gt;CLOSED&lt;/b&gt;" in text
    assert "hunter2" not in text


def test_looking_at_the_trail_is_in_the_trail_once(city: City, admin: Client) -> None:
    for _ in range(3):
        admin.get("/console/audit/")

    with organisation_scope(organisation_id=city.profile.id):
        looks = AuditEntry.objects.filter(action="audit.read").values_list("actor_id", "address")
        assert [(str(who), address) for who, address in looks] == [(admin.session["_auth_user_id"], "127.0.0.1")]


def test_the_page_says_how_far_the_chain_is_proven(city: City, admin: Client) -> None:
    first = admin.get("/console/audit/").content.decode()
    with connection.cursor() as cursor:
        # Seals are written at the commit, which a test that is rolled back never reaches.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with organisation_scope(organisation_id=city.profile.id):
        length = verify_and_keep().sequence
    second = admin.get("/console/audit/").content.decode()

    assert "the first check is still to come" in first
    assert f"Verified up to entry {length} on" in second


def test_a_broken_chain_is_said_first_of_all(city: City, admin: Client) -> None:
    with organisation_scope(organisation_id=city.profile.id):
        Check.objects.create(
            organisation_id=city.profile.id, sequence=4, hash="a" * 64, problem="changed", entry_id=city.entry_id
        )

    text = admin.get("/console/audit/").content.decode()

    assert "An entry was changed after it was written." in text
    assert "The chain is whole up to entry 4;" in text
    assert f'href="/console/audit/{city.entry_id}/"' in text
