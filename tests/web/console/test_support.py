"""Somebody of the platform helps inside an organisation: seen on every page, short, and handing out nothing."""

import uuid
from contextlib import AbstractContextManager
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from tests.factories.access import make_super_admin_with_factor
from tests.factories.core import make_organisation
from tests.web.console.conftest import City, browser_of

from baraza.core.audit.models import AuditEntry
from baraza.core.identity.queries import support
from baraza.core.identity.queries.access import SupportRecord, list_support
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now
from baraza.services.complaints.actions import bulk
from baraza.services.complaints.models import BulkAct

WHY = "They asked why a report is missing"


@pytest.fixture
def pat(city: City) -> Client:
    client = browser_of(make_super_admin_with_factor())
    _enter(client, city, "role:org_admin")
    return client


def _enter(client: Client, city: City, place: str, reason: str = WHY) -> int:
    path = f"/console/platform/organisations/{city.profile.id}/support/"
    return client.post(path, {"place": place, "reason": reason}).status_code


@pytest.mark.parametrize(
    "page", ["complaints/", "members/", "members/access/", "audit/", "notifications/", "account/", "platform/"]
)
def test_the_banner_is_on_every_page_with_the_time_left_and_the_way_out(city: City, pat: Client, page: str) -> None:
    shown = pat.get(f"/console/{page}").content.decode()

    assert f"Pat of the platform, you work in {city.profile.name} as support." in shown
    assert "It ends by itself at " in shown
    assert 1795 < int(shown.split('data-ba-support="')[1].split('"')[0]) <= 1800
    assert 'action="/console/support/end/"' in shown


def test_members_roles_keys_and_security_cannot_be_changed(city: City, pat: Client) -> None:
    access = city.access
    before = city.everything()
    acts = (
        ("invite/", {"email": "x@example.org", "role": "agent"}),
        (f"{access.member}/role/", {"role": "org_admin"}),
        (f"{access.member}/suspend/", {}),
        (f"{access.member}/remove/", {}),
        ("roles/new/", {"name": "More", "permissions": "complaints.read"}),
        (f"roles/{access.role}/", {"name": "More", "permissions": "complaints.read", "version": "1"}),
        ("keys/", {"name": "Map", "scopes": "complaints.read", "days": "90"}),
        (f"keys/{access.key}/revoke/", {}),
        ("security/", {"idle_minutes": "20", "absolute_hours": "10"}),
    )

    assert [pat.post(f"/console/members/{path}", fields).status_code for path, fields in acts] == [403] * len(acts)
    assert city.everything() == before


def test_support_changes_no_more_than_at_once_because_a_job_would_name_the_member_alone(
    city: City, pat: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 1)
    rows = [f"{one}:1" for one in (city.reference, city.complaint().reference)]
    before = city.everything()

    refused = pat.post("/console/complaints/bulk/", {"row": rows, "act": "take", "key": str(uuid.uuid4())})

    assert (refused.status_code, "At most 1 complaints" in refused.content.decode()) == (422, True)
    assert city.everything() == before


def test_support_does_not_take_back_what_the_member_did_with_a_job(
    city: City, pat: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 0)
    with organisation_scope(organisation_id=city.profile.id):
        member_id = BulkAct.objects.get(pk=city.work.bulk).actor_id
    pat.post("/console/support/end/")
    _enter(pat, city, f"member:{member_id}")
    before = city.everything()

    assert pat.post(f"/console/complaints/bulk/{city.work.bulk}/undo/").status_code == 403
    assert city.everything() == before


def _half_an_hour_later() -> AbstractContextManager[object]:
    return patch.object(support, "now", return_value=now() + timedelta(minutes=31))


def test_after_half_an_hour_the_next_act_is_refused_with_what_was_written(city: City, pat: Client) -> None:
    before = city.everything()
    with _half_an_hour_later():
        late = pat.post(f"/console/complaints/{city.reference}/note/", {"text": "A note that took long", "key": "k"})

    page = late.content.decode()
    assert late.status_code == 403
    assert "Your support access has ended" in page
    assert "A note that took long" in page
    assert 'href="/console/platform/"' in page
    assert city.everything() == before
    assert pat.get("/console/platform/").status_code == 200


def test_after_half_an_hour_a_part_of_a_page_loads_the_page_that_says_so(pat: Client) -> None:
    with _half_an_hour_later():
        part = pat.get("/console/complaints/", headers={"HX-Request": "true", "HX-Current-URL": "/console/complaints/"})
        whole = pat.get(part["HX-Redirect"])

    assert (part.status_code, part["HX-Redirect"]) == (403, "/console/complaints/")
    assert "Your support access has ended" in whole.content.decode()


def test_ended_it_is_over_and_the_organisations_admin_reads_who_was_there_and_why(city: City, pat: Client) -> None:
    admin = city.signed_in("org_admin")
    during = admin.get("/console/members/").content.decode()

    pat.post("/console/support/end/")

    assert WHY in during
    assert WHY not in admin.get("/console/members/").content.decode()
    shown = admin.get("/console/members/access/").content.decode()
    assert "Pat of the platform" in shown
    assert WHY in shown
    assert pat.get("/console/complaints/").status_code == 403


def test_in_a_members_place_they_see_what_that_member_sees(city: City) -> None:
    client = browser_of(make_super_admin_with_factor())
    _enter(client, city, f"member:{city.access.member}")

    assert client.get("/console/complaints/").status_code == 200
    assert client.get("/console/members/").status_code == 403


@pytest.mark.parametrize(
    ("place", "reason"), [("role:agent", ""), ("role:agent", "why"), ("role:super_admin", WHY), ("", WHY)]
)
def test_without_a_reason_or_a_place_nobody_goes_in(city: City, place: str, reason: str) -> None:
    client = browser_of(make_super_admin_with_factor())
    before = city.everything()

    assert _enter(client, city, place, reason) == 422
    assert city.everything() == before


def test_whoever_goes_into_a_second_place_has_left_the_first_one(city: City, pat: Client) -> None:
    other = make_organisation(name="Harbour")
    assert pat.get("/console/complaints/").context["organisation"].id == city.profile.id

    path = f"/console/platform/organisations/{other.id}/support/"
    assert pat.post(path, {"place": "role:agent", "reason": WHY}).status_code == 302

    assert pat.get("/console/complaints/").context["organisation"].id == other.id
    assert _going_on(city) == []


def test_an_admin_of_the_organisation_ends_it_and_the_next_act_is_refused(city: City, pat: Client) -> None:
    admin = city.signed_in("org_admin")
    number = _going_on(city)[0].id
    assert pat.post(f"/console/members/access/support/{number}/end/").status_code == 403

    answer = admin.post(f"/console/members/access/support/{number}/end/", follow=True)
    again = admin.post(f"/console/members/access/support/{number}/end/", follow=True)

    assert "what they do now is refused" in answer.content.decode()
    assert "is over already" in again.content.decode()
    assert "Your support access has ended" in pat.get("/console/complaints/").content.decode()


def test_signing_out_ends_it_at_once_and_the_organisation_reads_so(city: City, pat: Client) -> None:
    assert [one.reason for one in _going_on(city)] == [WHY]

    pat.post("/console/sign-out/")

    assert _going_on(city) == []
    with organisation_scope(organisation_id=city.profile.id):
        ended = AuditEntry.objects.filter(action="support.ended").values_list("actor_name", flat=True)
        assert list(ended) == ["Pat of the platform"]


def _going_on(city: City) -> list[SupportRecord]:
    with organisation_scope(organisation_id=city.profile.id):
        return [one for one in list_support() if one.going_on]
