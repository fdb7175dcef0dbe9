"""The board of calls: every figure leads to exactly the calls that it counts."""

import html
import re
from datetime import timedelta

import pytest
from django.test import Client
from tests.factories.bills import Agency, a_finished_call, an_agency
from tests.factories.core import make_member
from tests.web.console.conftest import browser_of

from baraza.core.tenancy.scope import organisation_scope
from baraza.lib import clock

pytestmark = pytest.mark.django_db
BOARD = "/console/calls/boards/"
_LINK = re.compile(r'<a [^>]*href="(/console/calls/\?[^"]*)"[^>]*>\s*([^<]*?)\s*</a>')


@pytest.fixture
def agency() -> Agency:
    """Calls at different hours of several days: short ones, failed ones, one unpriced, some whose answers were timed."""
    found = an_agency(time_zone="Asia/Kolkata")
    noon = clock.now().replace(hour=12, minute=0, second=0, microsecond=0)
    with organisation_scope(organisation_id=found.organisation_id):
        for days, hours, values in (
            (1, 0, {"sentiment": "positive", "latency_p50_ms": 800}),
            (1, 7, {"outcome": "failed", "agent_id": found.second}),
            (2, 0, {"outcome": "answered", "sentiment": "negative", "latency_p50_ms": 1200}),
            (3, 9, {"outcome": "voicemail", "cost_micros": None}),
            (9, 0, {"agent_id": found.second, "sentiment": "positive"}),
        ):
            a_finished_call(found, at=noon - timedelta(days=days) + timedelta(hours=hours), **values)
    return found


@pytest.fixture
def browser(agency: Agency) -> Client:
    return browser_of(make_member(organisation_id=agency.organisation_id, role="supervisor").id)


def listed(browser: Client, address: str) -> int:
    answer = browser.get(html.unescape(address))
    assert (answer.status_code, answer.context["form"].errors) == (200, {})
    return len(answer.context["rows"])


def test_every_number_of_the_board_leads_to_as_many_calls(browser: Client) -> None:
    page = browser.get(BOARD).content.decode()
    counted = {(address, text) for address, text in _LINK.findall(page) if text.isdigit() and text != "0"}

    assert len(counted) > 10
    assert {(address, int(text)) for address, text in counted} == {
        (address, listed(browser, address)) for address, _ in counted
    }


def test_every_tile_and_every_figure_of_an_agent_leads_to_its_calls(browser: Client) -> None:
    tiles = browser.get(BOARD).context["tiles"]
    leading = {tile.label: listed(browser, tile.url) for tile in tiles}

    assert leading == {
        "Calls": 5, "Minutes": 5, "Answered": 3, "Successful": 2, "Positive mood": 2, "Failed": 1,
        "Time to answer, median": 2, "Cost": 4, "Unpriced calls": 1,
    }  # fmt: skip


def test_the_board_follows_what_happens_under_the_filters_that_it_was_asked_with(browser: Client) -> None:
    asked, wrong = (browser.get(f"{BOARD}?{query}").content.decode() for query in ("client=Karoo+Dental", "first=x"))
    part = re.search(r'<div id="board"[^>]*>', asked)

    assert part is not None
    assert 'data-ba-live="calls" hx-get="/console/calls/boards/?client=Karoo+Dental"' in part[0]
    assert '<div id="board">' in wrong


def test_an_agency_without_residents_has_no_conversations_in_its_menu(browser: Client) -> None:
    page = browser.get(BOARD).content.decode()
    assert ('href="/console/inbox/"' in page, 'href="/console/calls/"' in page) == (False, True)
