"""What a phone may keep of a person's own report, and who is offered that."""

import html
import re
from typing import Any

import pytest
from django.test import Client
from tests.web.portal.resident import PLACE, WORDS, Resident

from baraza.core.organisations.queries import OrganisationProfile

PHONE = "082 123 4567"


@pytest.fixture
def reported(resident: Resident) -> str:
    return resident.report()


def offered(answer: Any) -> dict[str, str]:
    """What would be kept; empty where nothing is offered."""
    found = re.search(r"<div hidden data-ba-here=[^>]*>", answer.content.decode())
    names = ("reference", "kind", "place", "state", "meaning", "news")
    facts = {name: re.search(rf' data-{name}="([^"]*)"', found[0] if found else "") for name in names}
    return {name: html.unescape(fact[1]) for name, fact in facts.items() if fact is not None}


@pytest.mark.parametrize("page", ["report/{}/sent/", "track/{}/"])
def test_who_reported_may_have_it_kept_without_name_number_words_and_link(
    resident: Resident, reported: str, page: str
) -> None:
    answer = resident.get(page.format(reported))

    facts = offered(answer)
    assert facts["news"].endswith(": Received")
    assert {**facts, "news": ""} == {
        "reference": reported,
        "kind": "Water leak",
        "place": f"{PLACE}, City of Johannesburg",
        "state": "Received",
        "meaning": "Your report has arrived. Staff have not looked at it yet.",
        "news": "",
    }
    assert "no-store" in answer.headers["cache-control"]


def test_who_follows_or_only_looks_is_offered_nothing_and_gets_no_link_of_the_reporter(
    city: OrganisationProfile, reported: str
) -> None:
    follower, stranger = Resident(Client(), city), Resident(Client(), city)
    follower.post(f"explore/reports/{reported}/follow/", phone="")

    for person in (follower, stranger):
        assert offered(person.get(f"track/{reported}/")) == {}
        assert person.get(f"report/{reported}/sent/").url == f"/{city.slug}/track/{reported}/"


def test_pages_with_a_persons_words_and_number_are_kept_by_no_browser(resident: Resident) -> None:
    resident.write_up_to_the_check()
    resident.post("report/contact/", name="Thandi", phone=PHONE)

    pages = {path: resident.get(path) for path in ("report/", "report/kind/", "report/contact/", "report/check/")}

    assert [path for path, one in pages.items() if "no-store" not in one.headers["cache-control"]] == []
    assert WORDS in pages["report/"].content.decode()
