"""News of a report on a device: who can switch it on, what reaches it, and how it ends."""

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings
from tests.factories.core import make_connection
from tests.fakes.push_service import FakeBrowser
from tests.fakes.scripted_server import Reply, ScriptedServer
from tests.web.portal.resident import Resident, words_of

from baraza.core.identity.actor import SYSTEM
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.push_keys import new_private_key, public_key
from baraza.messaging.consent import NOTIFICATIONS, consent_given
from baraza.messaging.devices import owner_of
from baraza.messaging.models import Device, OutboxEntry
from baraza.services.complaints.actions.answers import reply, take_reply_back
from baraza.services.complaints.actions.move import move
from baraza.services.complaints.queries.one import get_complaint
from baraza.services.complaints.states import State

KEY = new_private_key()
ELSEWHERE = "https://push.example.net/wpush/v2/abc"


@pytest.fixture(autouse=True)
def _on_offer(city: OrganisationProfile, settings: Settings) -> None:
    settings.VAPID_KEYS = [KEY]
    settings.WEBPUSH_INSIDE_HOSTS = []
    make_connection(organisation_id=city.id, source="webpush.browsers")


@pytest.fixture
def browser() -> FakeBrowser:
    """Nobody sends to it here: what would be sent is looked at in the outbox."""
    return FakeBrowser(ScriptedServer(url="https://push.example.net", seen=[], answer=lambda _: Reply()))


def facts(browser: FakeBrowser, **overrides: str) -> dict[str, str]:
    values = {"endpoint": browser.endpoint, "key": browser.key, "auth": browser.auth, "our_key": public_key(KEY)}
    return {**values, **overrides}


def switch_on(who: Resident, reference: str, browser: FakeBrowser, **overrides: str) -> Any:
    return who.post(f"track/{reference}/device/", **facts(browser, **overrides))


def is_on(who: Resident, reference: str, browser: FakeBrowser) -> bool:
    answer = who.post(f"track/{reference}/device/state/", endpoint=browser.endpoint)
    return bool(json.loads(answer.content)["on"])


def announced(city: OrganisationProfile) -> list[tuple[int, str]]:
    with organisation_scope(organisation_id=city.id):
        rows = OutboxEntry.objects.filter(connection__source="webpush.browsers").order_by("id")
        return list(rows.values_list("contact_id", "template__name"))


def work_begins(city: OrganisationProfile, reference: str) -> None:
    with organisation_scope(organisation_id=city.id):
        move(actor=SYSTEM, reference=reference, wanted=State.REJECTED, reason="Not ours.")


def stranger(city: OrganisationProfile) -> Resident:
    return Resident(Client(), city)


def test_the_page_of_a_report_offers_it_only_where_a_key_and_a_connection_are(
    resident: Resident, settings: Settings
) -> None:
    reference = resident.report()
    assert b"data-ba-device=" in resident.get(f"track/{reference}/").content
    settings.VAPID_KEYS = []
    assert b"data-ba-device=" not in resident.get(f"track/{reference}/").content
    assert (
        switch_on(
            resident, reference, FakeBrowser(ScriptedServer("https://p.example", [], lambda _: Reply()))
        ).status_code
        == 404
    )


def test_who_reported_without_a_name_is_told_on_their_device_from_then_on(
    resident: Resident, city: OrganisationProfile, browser: FakeBrowser
) -> None:
    reference = resident.report()
    assert switch_on(resident, reference, browser).status_code == 201
    assert is_on(resident, reference, browser)
    work_begins(city, reference)
    with organisation_scope(organisation_id=city.id):
        contact_id = owner_of(endpoint=browser.endpoint)
        complaint = get_complaint(reference=reference)
        assert consent_given(contact_id=contact_id or 0, purpose=NOTIFICATIONS) is True
    assert (complaint.contact_id, complaint.followers) == (contact_id, 0)
    assert announced(city) == [(contact_id, "complaint_update")]


def test_who_gave_a_number_is_told_on_the_device_too_and_is_still_one_person(
    resident: Resident, city: OrganisationProfile, browser: FakeBrowser
) -> None:
    resident.describe()
    resident.post("report/contact/", name="", phone="082 123 4567")
    key = resident.get("report/check/").context["draft"].key
    reference = str(resident.post("report/check/", key=key).url).split("/")[-3]
    switch_on(resident, reference, browser)
    with organisation_scope(organisation_id=city.id):
        complaint = get_complaint(reference=reference)
        device = owner_of(endpoint=browser.endpoint)
    assert complaint.contact_id not in {None, device}
    assert complaint.followers == 0
    work_begins(city, reference)
    assert announced(city) == [(device, "complaint_update")]


def test_a_stranger_who_switches_it_on_follows_the_report_and_sees_no_more_of_it(
    resident: Resident, city: OrganisationProfile, browser: FakeBrowser
) -> None:
    reference = resident.report()
    other = stranger(city)
    assert switch_on(other, reference, browser).status_code == 201
    with organisation_scope(organisation_id=city.id):
        assert get_complaint(reference=reference).followers == 1
    assert "Words and photos are shown only to who reported it." in words_of(other.get(f"track/{reference}/"))


def test_an_answer_of_staff_is_announced_without_its_words_and_taken_back_with_it(
    resident: Resident, city: OrganisationProfile, browser: FakeBrowser
) -> None:
    resident.describe()
    resident.post("report/contact/", name="", phone="082 123 4567")
    key = resident.get("report/check/").context["draft"].key
    reference = str(resident.post("report/check/", key=key).url).split("/")[-3]
    switch_on(resident, reference, browser)
    make_connection(organisation_id=city.id, source="sms.twilio")
    with organisation_scope(organisation_id=city.id):
        line = reply(actor=SYSTEM, reference=reference, text="Ask for Thandi", source_key="k", undoable=True)
        rows = OutboxEntry.objects.filter(connection__source="webpush.browsers")
        assert "Thandi" not in json.dumps(list(rows.values("content", "template")))
        assert [row.template["name"] for row in rows if row.template] == ["complaint_answer_waiting"]
        take_reply_back(actor=SYSTEM, reference=reference, line_id=line or 0)
        assert [row.status for row in rows.all()] == ["cancelled"]


def test_switched_off_nothing_is_sent_and_the_device_is_forgotten(
    resident: Resident, city: OrganisationProfile, browser: FakeBrowser
) -> None:
    reference = resident.report()
    switch_on(resident, reference, browser)
    answer = resident.post(f"track/{reference}/device/off/", endpoint=browser.endpoint)
    assert json.loads(answer.content) == {"on": False, "others": False}
    assert not is_on(resident, reference, browser)
    work_begins(city, reference)
    assert announced(city) == []


def test_a_device_that_follows_two_reports_is_told_of_the_other_still(
    resident: Resident, city: OrganisationProfile, browser: FakeBrowser
) -> None:
    first, second = resident.report(), resident.report(description="The street light is off")
    other = stranger(city)
    for reference in (first, second):
        switch_on(other, reference, browser)
    answer = other.post(f"track/{first}/device/off/", endpoint=browser.endpoint)
    assert json.loads(answer.content) == {"on": False, "others": True}
    assert (is_on(other, first, browser), is_on(other, second, browser)) == (False, True)


def test_a_subscription_that_the_browser_changed_goes_on_where_the_old_one_was(
    resident: Resident, city: OrganisationProfile, browser: FakeBrowser
) -> None:
    reference = resident.report()
    switch_on(resident, reference, browser)
    newer = FakeBrowser(browser.server, path="/push/newer")
    answer = resident.post("device/renew/", before=browser.endpoint, **facts(newer))
    assert json.loads(answer.content) == {"on": True}
    assert (is_on(resident, reference, browser), is_on(resident, reference, newer)) == (False, True)
    again = resident.post("device/renew/", before=browser.endpoint, **facts(newer))
    assert again.status_code == 404


BAD = {
    "not https": {"endpoint": "http://push.example.net/a"},
    "this machine": {"endpoint": "https://localhost/a"},
    "our network": {"endpoint": "https://10.0.0.7/a"},
    "the address of a cloud's secrets": {"endpoint": "https://169.254.169.254/latest"},
    "an inner name": {"endpoint": "https://database/a"},
    "a password": {"endpoint": "https://me:secret@push.example.net/a"},
    "too long": {"endpoint": "https://push.example.net/" + "a" * 2000},
    "nothing": {"endpoint": ""},
    "no key": {"key": "AAAA"},
    "no secret": {"auth": "x"},
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_what_is_no_subscription_or_leads_into_our_network_is_refused_and_kept_nowhere(
    resident: Resident, city: OrganisationProfile, browser: FakeBrowser, name: str
) -> None:
    reference = resident.report()
    assert switch_on(resident, reference, browser, **BAD[name]).status_code == 422
    with organisation_scope(organisation_id=city.id):
        assert Device.objects.count() == 0
        assert get_complaint(reference=reference).contact_id is None


def test_a_reference_that_is_not_known_is_said_and_counted(resident: Resident, browser: FakeBrowser) -> None:
    assert switch_on(resident, "MI-2026-222222", browser).status_code == 404


def test_another_site_can_switch_nothing_on(city: OrganisationProfile, browser: FakeBrowser) -> None:
    strict = Client(enforce_csrf_checks=True)
    path = f"/{city.slug}/track/MI-2026-222222/device/"
    assert strict.post(path, facts(browser), headers={"Origin": "https://elsewhere.example"}).status_code == 403


def test_one_address_cannot_ask_without_end(resident: Resident, browser: FakeBrowser) -> None:
    statuses = [resident.post("device/forget/", endpoint=browser.endpoint).status_code for _ in range(62)]
    assert (statuses[0], statuses[-1]) == (200, 429)
