"""On "How we tell you" a person takes their browser along: all their news goes there too, or only there, until they stop it."""

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings
from tests.factories.complaints import make_complaint
from tests.factories.core import make_connection
from tests.factories.messaging import a_connection, a_received, chat_provider, comes_in
from tests.fakes.push_service import FakeBrowser
from tests.fakes.scripted_server import Reply, ScriptedServer
from tests.web.portal.resident import Resident, errors_of, words_of
from tests.web.portal.test_my_data import sign_in

from baraza.core.audit.models import AuditEntry
from baraza.core.identity.actor import SYSTEM
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.push_keys import new_private_key, public_key
from baraza.messaging.consent import NOTIFICATIONS, consent_given
from baraza.messaging.devices import owner_of
from baraza.messaging.fallback import fall_back
from baraza.messaging.models import Device, OutboxEntry
from baraza.messaging.preferences import preferences_of
from baraza.messaging.queries import contact_with_phone
from baraza.services.complaints.actions.move import move
from baraza.services.complaints.models import Complaint, Follower
from baraza.services.complaints.states import State

KEY = new_private_key()


@pytest.fixture
def browser() -> FakeBrowser:
    return FakeBrowser(ScriptedServer(url="https://fcm.googleapis.com", seen=[], answer=lambda _: Reply()))


@pytest.fixture
def person(city: OrganisationProfile, settings: Settings) -> int:
    """Who wrote once on the chat; the city offers notifications."""
    settings.VAPID_KEYS, settings.WEBPUSH_INSIDE_HOSTS = [KEY], []
    make_connection(organisation_id=city.id, source="webpush.browsers")
    chat_provider()
    comes_in(a_connection(organisation_id=city.id), a_received("Water is leaking"))
    with organisation_scope(organisation_id=city.id):
        found = contact_with_phone(phone="+27821234567")
    assert found is not None
    return found


@pytest.fixture
def inside(resident: Resident, person: int) -> Resident:
    sign_in(resident, person)
    return resident


def facts(browser: FakeBrowser) -> dict[str, str]:
    return {"endpoint": browser.endpoint, "key": browser.key, "auth": browser.auth, "our_key": public_key(KEY)}


def switch_on(who: Resident, browser: FakeBrowser) -> Any:
    return who.post("my-data/device/", **facts(browser))


def choose(who: Resident, told_by: str) -> Any:
    return who.post("my-data/telling/", name="", told_by=told_by, profile="text_only")


def news_for(city: OrganisationProfile, contact_id: int) -> list[str]:
    """Over which connections a report's person is told that it is rejected."""
    with organisation_scope(organisation_id=city.id):
        reference = make_complaint(contact_id=contact_id).reference
        move(actor=SYSTEM, reference=reference, wanted=State.REJECTED, reason="Not ours.")
        rows = OutboxEntry.objects.filter(key__startswith="complaints.").order_by("id")
        return list(rows.values_list("connection__source", flat=True))


@pytest.mark.parametrize(("told_by", "stands_in"), [("last", []), ("webpush", ["chat.scripted"])])
def test_a_device_that_is_gone_is_stood_in_for_only_where_it_was_told_alone(
    inside: Resident, person: int, browser: FakeBrowser, told_by: str, stands_in: list[str]
) -> None:
    switch_on(inside, browser)
    choose(inside, told_by)
    news_for(inside.city, person)
    with organisation_scope(organisation_id=inside.city.id):
        for entry in OutboxEntry.objects.filter(key__startswith="complaints.").order_by("id"):
            fall_back(entry, code="gone", detail="")
        rows = OutboxEntry.objects.filter(fallback_of__isnull=False)
        assert list(rows.values_list("connection__source", flat=True)) == stands_in


@pytest.mark.parametrize(
    ("told_by", "over"),
    [
        ("last", ["chat.scripted", "webpush.browsers"]),
        ("webpush", ["webpush.browsers"]),
        ("none", []),
    ],
)
def test_a_person_with_number_and_device_decides_what_is_used(
    inside: Resident, person: int, browser: FakeBrowser, told_by: str, over: list[str]
) -> None:
    assert switch_on(inside, browser).status_code == 201
    assert choose(inside, told_by).status_code == 302
    assert news_for(inside.city, person) == over
    with organisation_scope(organisation_id=inside.city.id):
        assert preferences_of(contact_id=person).profile == "text_only"


def test_the_page_says_how_it_is_now_and_stops_each_device(inside: Resident, person: int, browser: FakeBrowser) -> None:
    before = words_of(inside.get("my-data/telling/"))
    assert "No device is switched on yet." in before
    switch_on(inside, browser)
    page = inside.get("my-data/telling/")
    assert "Devices that show notifications: 1." in words_of(page)
    assert "Chrome, or a browser like it" in words_of(page)
    (device,) = page.context["devices"]
    state = inside.post("my-data/device/state/", endpoint=browser.endpoint)
    assert json.loads(state.content) == {"on": True, "id": device.id}
    choose(inside, "webpush")

    inside.post(f"my-data/device/{device.id}/stop/")

    assert "No device is switched on yet." in words_of(inside.get("my-data/telling/"))
    with organisation_scope(organisation_id=inside.city.id):
        assert preferences_of(contact_id=person).told_by == ""
        assert AuditEntry.objects.filter(action__in=("contact.device_on", "contact.device_off")).count() == 2


def test_devices_alone_cannot_be_chosen_without_one(inside: Resident) -> None:
    answer = choose(inside, "webpush")
    assert errors_of(answer) == {"told_by": ["Switch a device on first, further down on this page"]}


def test_who_wanted_no_news_gets_it_only_on_the_device_they_switch_on(
    inside: Resident, person: int, browser: FakeBrowser
) -> None:
    choose(inside, "none")
    switch_on(inside, browser)
    with organisation_scope(organisation_id=inside.city.id):
        assert preferences_of(contact_id=person).told_by == "webpush"
        assert consent_given(contact_id=person, purpose=NOTIFICATIONS) is True


def test_what_was_reported_on_the_browser_without_a_name_stays_without_one(
    inside: Resident, person: int, browser: FakeBrowser
) -> None:
    reference = inside.report()
    inside.post(f"track/{reference}/device/", **facts(browser))
    switch_on(inside, browser)
    with organisation_scope(organisation_id=inside.city.id):
        complaint = Complaint.objects.get(reference=reference)
        assert owner_of(endpoint=browser.endpoint) == person != complaint.contact_id
        follower = Follower.objects.get(complaint=complaint)
        assert (follower.contact_id, follower.told_only) == (person, True)


def test_on_a_reports_page_a_device_taken_along_is_left_to_the_person(
    inside: Resident, person: int, browser: FakeBrowser
) -> None:
    switch_on(inside, browser)
    nameless = Resident(Client(), inside.city)
    reference = nameless.report()

    on = nameless.post(f"track/{reference}/device/", **facts(browser))
    off = nameless.post(f"track/{reference}/device/off/", endpoint=browser.endpoint)

    assert json.loads(on.content) == {"on": True, "all": True}
    assert json.loads(off.content) == {"on": True, "others": True}
    with organisation_scope(organisation_id=inside.city.id):
        assert Complaint.objects.get(reference=reference).contact_id is None
        assert Device.objects.get().contact_id == person


def test_nobody_switches_on_or_stops_for_somebody_else(inside: Resident, person: int, browser: FakeBrowser) -> None:
    switch_on(inside, browser)
    stranger = Resident(Client(), inside.city)
    assert switch_on(stranger, browser).status_code == 404
    assert json.loads(stranger.post("my-data/device/state/", endpoint=browser.endpoint).content)["on"] is False
    with organisation_scope(organisation_id=inside.city.id):
        device_id = Device.objects.get().pk
    assert stranger.post(f"my-data/device/{device_id}/stop/").url == stranger.address("my-data/phone/")
    with organisation_scope(organisation_id=inside.city.id):
        assert Device.objects.filter(pk=device_id, contact_id=person).exists()
