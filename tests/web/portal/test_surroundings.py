"""What is around every page: the city's languages and clock, the content policy, the error pages."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from tests.factories.complaints import make_complaint
from tests.factories.core import make_organisation
from tests.web.portal.resident import Resident, words_of

from baraza.core.tenancy.scope import organisation_scope
from baraza.services.complaints.models import Complaint
from baraza.web.ui.security import CONTENT_POLICY, PERMISSIONS_POLICY


def language_of(page: Any) -> tuple[str, str]:
    found = re.search(r'<html lang="([^"]+)"', page.content.decode())
    assert found
    return found[1], page["Content-Language"]


def offered_by(page: Any) -> list[str]:
    return re.findall(r'class="ba-menu__item" name="language" value="(\w+)"', page.content.decode())


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("zu", "zu"),
        ("zu-ZA,en;q=0.5", "zu"),
        ("af, xh;q=0.8, en;q=0.5", "xh"),
        ("fr, de;q=0.5", "xh"),
        ("", "xh"),
        ("*", "xh"),
        ("x" * 5000, "xh"),
    ],
)
def test_a_page_is_in_the_first_language_of_the_browser_that_the_city_speaks(
    client: Client, db: None, accepted: str, language: str
) -> None:
    resident = Resident(client, make_organisation(languages=("xh", "zu")))

    page = resident.get("", headers={"accept-language": accepted})

    assert language_of(page) == (language, language)
    assert offered_by(page) == ["xh", "zu"]


def test_the_language_that_was_chosen_wins_where_it_is_spoken(client: Client, db: None) -> None:
    two, four = (Resident(client, make_organisation(languages=codes)) for codes in (("en", "zu"), ("en", "af", "zu")))
    client.get("/i18n/language/", {"language": "af", "next": "/"})

    assert language_of(two.get(""))[0] == "en"
    assert language_of(four.get(""))[0] == "af"


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ("/city/?a=1", "/city/?a=1"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("%2F%2Fevil.example/", "/"),
        ("/\\evil.example", "/"),
        ("city", "/"),
        ("", "/"),
    ],
)
def test_after_the_choice_of_a_language_one_is_on_a_page_of_ours(client: Client, asked: str, led_to: str) -> None:
    answer = client.get("/i18n/language/", {"language": "zu", "next": asked})

    assert (answer.status_code, answer["Location"]) == (302, led_to)
    assert answer.cookies["django_language"].value == "zu"


@pytest.mark.parametrize(
    ("language", "site"), [("zu", "cross-site"), ("tlh", "same-origin"), ("", "same-origin"), ("../zu", "none")]
)
def test_a_language_that_nobody_chose_here_is_not_remembered(client: Client, language: str, site: str) -> None:
    answer = client.get("/i18n/language/", {"language": language}, headers={"sec-fetch-site": site})

    assert answer.status_code == 302
    assert not answer.cookies


def test_a_choice_of_language_on_a_refused_form_leads_back_to_a_page_that_can_be_read(resident: Resident) -> None:
    with organisation_scope(organisation_id=resident.city.id):
        reference = make_complaint().reference

    page = resident.post(f"track/{reference}/comment/", text="").content.decode()

    assert set(re.findall(r'name="next" value="([^"]+)"', page)) == {resident.address(f"track/{reference}/")}


def test_times_are_those_of_the_citys_clock(client: Client, db: None) -> None:
    resident = Resident(client, make_organisation(time_zone="Asia/Manila"))
    with organisation_scope(organisation_id=resident.city.id):
        reference = make_complaint().reference
        Complaint.objects.update(opened_at=datetime(2026, 3, 1, 20, 30, tzinfo=UTC))

    assert "2 Mar 2026, 04:30" in words_of(resident.get(f"track/{reference}/"))


@pytest.mark.parametrize("path", ["/", "/{slug}/", "/{slug}/report/", "/console/sign-in/", "/nowhere/at/all/", "/ui/"])
def test_every_page_carries_the_content_policy(resident: Resident, path: str) -> None:
    answer = resident.client.get(path.format(slug=resident.city.slug))

    assert answer["Content-Security-Policy"] == CONTENT_POLICY
    assert answer["Permissions-Policy"] == PERMISSIONS_POLICY


def test_a_city_that_is_unknown_or_closed_is_not_found_in_words(client: Client, db: None) -> None:
    answer = client.get("/atlantis/")

    assert answer.status_code == 404
    assert "We did not find this page" in words_of(answer)


def test_a_form_without_its_token_is_refused_on_a_page_of_ours(resident: Resident) -> None:
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post(resident.address("track/"), {"reference": "x"})

    assert answer.status_code == 403
    assert "This page was open too long" in words_of(answer)
    assert not re.search(r"<style| style=|<script(?![^>]*src=)", answer.content.decode())


def test_the_first_page_lists_the_cities(resident: Resident) -> None:
    page = resident.client.get("/")

    assert f'href="{resident.address("")}"' in page.content.decode()
    assert "Umngeni Bay" in words_of(page)
