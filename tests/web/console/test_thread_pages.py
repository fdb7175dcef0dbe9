"""A long conversation in pages: earlier messages on request, also without JavaScript, and nothing twice."""

import re
import uuid

import pytest
from tests.web.console.conftest import City

from baraza.conversation.models import Thread
from baraza.core.identity.actor import SYSTEM
from baraza.core.tenancy.scope import organisation_scope
from baraza.messaging.contacts import add_phone
from baraza.messaging.models import Contact, Message
from baraza.services.complaints.actions.categories import show_category
from baraza.services.complaints.models import Complaint
from baraza.web.console.inbox.said import LINES

pytestmark = pytest.mark.django_db
MANY = LINES * 2 + 5


@pytest.fixture
def ids(city: City) -> list[int]:
    """Of the conversation's lines, oldest first."""
    with organisation_scope(organisation_id=city.profile.id):
        thread = Thread.objects.get(pk=city.thread_id)
        Message.objects.filter(contact_id=thread.contact_id).delete()
        return [say(city, thread, place) for place in range(MANY)]


def say(city: City, thread: Thread, place: int) -> int:
    return Message.objects.create(
        organisation_id=city.profile.id,
        contact_id=thread.contact_id,
        connection_id=thread.connection_id,
        direction="in",
        channel="web",
        kind="text",
        text=f"line-{place:03}",
    ).pk


def lines(page: str) -> list[int]:
    return [int(found) for found in re.findall(r"<p>line-(\d{3})", page)]


def test_every_line_is_shown_once_from_page_to_page(city: City, ids: list[int]) -> None:
    browser, address = city.signed_in("agent"), f"/console/inbox/{city.thread_id}/"

    page = browser.get(address).content.decode()
    seen, links = lines(page), 0
    while found := re.search(r'href="([^"]+\?before=\d+)"', page):
        page, links = browser.get(found[1]).content.decode(), links + 1
        seen = lines(page) + seen

    assert seen == list(range(MANY))
    assert links == 2
    assert "Newest messages" in page


def test_a_report_begins_with_the_residents_last_words_also_after_our_answer(city: City, ids: list[int]) -> None:
    with organisation_scope(organisation_id=city.profile.id):
        Message.objects.filter(pk=ids[-1]).update(direction="out")
        Thread.objects.filter(pk=city.thread_id).update(question="")

    page = city.signed_in("agent").get(f"/console/inbox/{city.thread_id}/")

    assert page.context["report_form"]["description"].initial == f"line-{MANY - 2:03}"


def test_a_report_of_a_conversation_gets_no_kind_that_the_organisation_has_hidden(city: City) -> None:
    words = {"description": "The neighbours play loud music every night", "place": "", "key": str(uuid.uuid4())}
    with organisation_scope(organisation_id=city.profile.id):
        before = set(Complaint.objects.values_list("pk", flat=True))
        show_category(actor=SYSTEM, code="noise", active=False, version=1)

    city.signed_in("agent").post(f"/console/inbox/{city.thread_id}/report/", words)

    with organisation_scope(organisation_id=city.profile.id):
        made = Complaint.objects.exclude(pk__in=before).get()
    assert "noise" not in {made.category, made.guessed_category}


def test_the_part_brings_the_lines_before_and_the_link_to_those_before_them(city: City, ids: list[int]) -> None:
    part = city.signed_in("agent").get(f"/console/inbox/{city.thread_id}/part/?before={ids[-LINES]}").content.decode()

    assert lines(part) == list(range(5, 5 + LINES))
    assert f"?before={ids[5]}" in part
    assert 'id="lines"' not in part


def test_an_open_page_keeps_its_first_line_when_somebody_writes(city: City, ids: list[int]) -> None:
    browser, first = city.signed_in("agent"), ids[-LINES]
    with organisation_scope(organisation_id=city.profile.id):
        say(city, Thread.objects.get(pk=city.thread_id), MANY)

    part = browser.get(f"/console/inbox/{city.thread_id}/part/?first={first}").content.decode()

    assert lines(part) == list(range(MANY - LINES, MANY + 1))
    assert f"?first={first}" in part


@pytest.mark.parametrize("written", ["x", "-1", "²", "9" * 40])
def test_what_is_no_line_shows_the_newest(city: City, ids: list[int], written: str) -> None:
    page = city.signed_in("agent").get(f"/console/inbox/{city.thread_id}/", {"before": written}).content.decode()

    assert lines(page) == list(range(MANY - LINES, MANY))


@pytest.mark.parametrize(
    ("profile", "said", "callable_"),
    [("", "", True), ("text_only", "Wants text only, no calls", False), ("relay", "through a relay service", True)],
)
def test_nobody_calls_by_a_press_who_wants_text_only(city: City, *, profile: str, said: str, callable_: bool) -> None:
    number = "+27829990000"
    with organisation_scope(organisation_id=city.profile.id):
        contact_id = Thread.objects.get(pk=city.thread_id).contact_id
        Contact.objects.filter(pk=contact_id).update(profile=profile, text_only=profile == "text_only")
        add_phone(contact_id=contact_id, phone=number)

    page = city.signed_in("agent").get(f"/console/inbox/{city.thread_id}/").content.decode()

    assert number in page
    assert said in page
    assert (f'href="tel:{number}"' in page) is callable_
