"""A notification on its way to a push service, and what becomes of every answer of it."""

from dataclasses import replace

import pytest
from pytest_django import Settings
from tests.factories.core import make_connection, make_organisation
from tests.factories.messaging import a_contact
from tests.fakes.push_service import TAKEN, FakeBrowser
from tests.fakes.scripted_server import Reply, Seen

from baraza.channels.webpush.browsers import Browsers
from baraza.channels.webpush.sealing import topic
from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.push_keys import new_private_key, public_key
from baraza.messaging.contract import (
    BrowserDevice,
    Content,
    Failure,
    Outgoing,
    Recipient,
    SendError,
    Template,
    Text,
)
from baraza.messaging.devices import Subscription, devices_of, keep_device

REFERENCE = "MI-2026-4KX7QA"
NEWS = Template(name="complaint_update", language="en", parameters=(REFERENCE, "The clerk's own words."))

pytestmark = pytest.mark.django_db


class Person:
    """A person with browsers, and the connection over which they are written to."""

    def __init__(self) -> None:
        self.organisation_id = make_organisation().id
        self.connection: ConnectionFacts = make_connection(
            organisation_id=self.organisation_id, source="webpush.browsers"
        )
        self.contact_id = a_contact(organisation_id=self.organisation_id)

    def keep(self, browser: FakeBrowser, *, our_key: str, language: str = "en") -> None:
        taken = Subscription(endpoint=browser.endpoint, key=browser.key, auth=browser.auth, our_key=our_key)
        with organisation_scope(organisation_id=self.organisation_id):
            keep_device(contact_id=self.contact_id, subscription=taken, language=language)

    def devices(self) -> tuple[BrowserDevice, ...]:
        with organisation_scope(organisation_id=self.organisation_id):
            return devices_of(contact_id=self.contact_id)

    def send(self, content: Content = NEWS) -> str:
        outgoing = Outgoing(key="complaints.resolved:1:2", recipient=Recipient(devices=self.devices()), content=content)
        return Browsers().send(outgoing=outgoing, connection=self.connection)

    def fails(self, content: Content = NEWS) -> SendError:
        with pytest.raises(SendError) as caught:
            self.send(content)
        return caught.value


@pytest.fixture
def person(settings: Settings, browser: FakeBrowser) -> Person:
    settings.VAPID_KEYS = [new_private_key()]
    settings.VAPID_CONTACT = "mailto:desk@example.org"
    found = Person()
    found.keep(browser, our_key=public_key(settings.VAPID_KEYS[0]))
    return found


def test_the_browser_reads_that_there_is_news_and_nothing_of_what_was_said(
    person: Person, browser: FakeBrowser
) -> None:
    person.send()
    assert browser.shown() == [
        {"words": f"There is news about report {REFERENCE}.", "reference": REFERENCE, "lang": "en"}
    ]


@pytest.mark.parametrize("language", ["af", "zu", "xh"])
def test_the_words_are_in_the_language_of_the_page_on_which_it_was_switched_on(
    person: Person, browser: FakeBrowser, settings: Settings, language: str
) -> None:
    person.keep(browser, our_key=public_key(settings.VAPID_KEYS[0]), language=language)
    person.send()
    [shown] = browser.shown()
    assert shown["lang"] == language
    assert REFERENCE in shown["words"]
    assert shown["words"] != f"There is news about report {REFERENCE}."


def test_the_service_is_told_how_long_how_urgent_and_what_replaces_what(person: Person, browser: FakeBrowser) -> None:
    person.send()
    [seen] = browser.seen()
    wanted = ("content-encoding", "ttl", "urgency", "topic")
    assert [seen.headers[name] for name in wanted] == ["aes128gcm", "604800", "normal", topic(REFERENCE)]
    assert seen.headers["authorization"].startswith("vapid t=")
    assert REFERENCE.encode() not in seen.body


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten_and_the_next_way_is_tried(
    person: Person, browser: FakeBrowser, status: int
) -> None:
    browser.server.answer = lambda _: Reply(status=status)
    error = person.fails()
    assert (error.failure, error.retryable, error.code) == (Failure.UNREACHABLE, False, "gone")
    assert person.devices() == ()


ANSWERS = {
    "400": (Reply(status=400), Failure.UNREACHABLE, False, None),
    "403": (Reply(status=403), Failure.UNREACHABLE, False, None),
    "413": (Reply(status=413), Failure.REFUSED, False, None),
    "429": (Reply(status=429, headers={"Retry-After": "120"}), Failure.THROTTLED, True, 120.0),
    "429 without a time": (Reply(status=429, headers={"Retry-After": "soon"}), Failure.THROTTLED, True, None),
    "500": (Reply(status=500), Failure.TEMPORARY, True, None),
    "redirect": (Reply(status=307, headers={"Location": "/elsewhere"}), Failure.UNREACHABLE, False, None),
    "reset": (Reply(reset=True), Failure.TEMPORARY, True, None),
}


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_whatever_the_service_answers_the_sender_knows_what_to_do(
    person: Person, browser: FakeBrowser, name: str
) -> None:
    reply, failure, retryable, pause = ANSWERS[name]
    browser.server.answer = lambda _: reply
    error = person.fails()
    assert (error.failure, error.retryable, error.retry_after) == (failure, retryable, pause)
    assert len(person.devices()) == 1
    assert len(browser.server.seen) == 1


def test_one_of_two_browsers_is_enough_and_the_one_that_is_gone_is_forgotten(
    person: Person, browser: FakeBrowser, settings: Settings
) -> None:
    other = FakeBrowser(browser.server, path="/push/two")
    person.keep(other, our_key=public_key(settings.VAPID_KEYS[0]))

    def answer(seen: Seen) -> Reply:
        return TAKEN if seen.path == other.path else Reply(status=410)

    browser.server.answer = answer
    assert person.send() == "/message/1"
    assert [one.endpoint for one in person.devices()] == [other.endpoint]


def test_a_browser_of_a_key_that_was_taken_out_is_forgotten(person: Person, settings: Settings) -> None:
    settings.VAPID_KEYS = [new_private_key()]
    assert person.fails().code == "gone"
    assert person.devices() == ()


def test_words_of_staff_never_leave_by_this_way(person: Person, browser: FakeBrowser) -> None:
    error = person.fails(Text(body="Call me on +27821234567"))
    assert (error.failure, error.retryable) == (Failure.REFUSED, False)
    assert browser.server.seen == []


def test_a_service_whose_name_leads_into_our_network_is_never_called(
    person: Person, browser: FakeBrowser, settings: Settings
) -> None:
    settings.WEBPUSH_INSIDE_HOSTS = []
    error = person.fails()
    assert (error.failure, error.code) == (Failure.UNREACHABLE, "gone")
    assert browser.server.seen == []


def test_neither_the_endpoint_nor_the_keys_are_told_in_words(person: Person) -> None:
    [device] = person.devices()
    outgoing = Outgoing(key="k", recipient=Recipient(devices=(replace(device, id=7),)), content=NEWS)
    for private in (device.endpoint, device.key, device.auth):
        assert private not in repr(outgoing)
