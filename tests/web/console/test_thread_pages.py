"""A long conversation in pages: earlier messages on request, also without JavaScript, and nothing twice."""

import re
from datetime import timedelta
from typing import Any

import pytest
from tests.web.console.conftest import City

from baraza.conversation.models import Thread
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now
from baraza.messaging.contract import Limits
from baraza.messaging.models import Message
from baraza.messaging.standing import Standing, Way
from baraza.web.console.inbox.page import window_over
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


def test_after_the_window_an_approved_message_is_offered_on_each_report(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("baraza.web.console.inbox.page.window_over", lambda _: True)
    with organisation_scope(organisation_id=city.profile.id):
        contact_id = Thread.objects.get(pk=city.thread_id).contact_id
    reference = city.complaint(contact_id=contact_id).reference

    page = city.signed_in("agent").get(f"/console/inbox/{city.thread_id}/").content.decode()

    assert f'href="/console/complaints/{reference}/#reply"' in page
    assert f'action="/console/inbox/{city.thread_id}/reply/"' not in page


@pytest.mark.parametrize(
    ("way", "over"),
    [
        ({"hours": 24, "wrote_ago": 25}, True),
        ({"hours": 24, "wrote_ago": 23}, False),
        ({"hours": None, "wrote_ago": 500}, False),
        ({"hours": 24, "wrote_ago": 25, "session": True}, False),
    ],
)
def test_the_window_is_over_when_no_way_takes_words_of_ones_own(way: dict[str, Any], over: object) -> None:
    limits = Limits(text=1000, window_hours=way["hours"])
    one = Way(
        connection_id=1,
        channel="whatsapp",
        address="",
        session=way.get("session", False),
        last_inbound_at=now() - timedelta(hours=way["wrote_ago"]),
        unreachable=False,
        limits=limits,
    )
    person = Standing(
        contact_id=1,
        name="",
        phone="",
        language="en",
        text_only=False,
        profile="",
        told_by="",
        blocked=False,
        may_tell=True,
        ways=(one,),
    )

    assert window_over(person) is over
