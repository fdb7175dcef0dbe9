"""A team or a reply that a colleague changed meanwhile is not overwritten by whoever saves second."""

import re

import pytest
from django.test import Client
from tests.web.console.conftest import City

pytestmark = pytest.mark.django_db


def opened(browser: Client, address: str) -> str:
    """The mark in the form of a page that is opened now."""
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', browser.get(address).content.decode())
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("page", "field", "words"),
    [
        ("teams", "name", {}),
        ("replies", "title", {"text_en": "We are on our way", "category": ""}),
    ],
)
def test_the_second_save_is_told_and_keeps_its_words(city: City, page: str, field: str, words: dict[str, str]) -> None:
    own = city.own.team_id if page == "teams" else city.own.reply_id
    browser, address = city.signed_in("org_admin"), f"/console/settings/{page}/{own}/"
    seen = opened(browser, address)

    first = browser.post(address, {field: "First", "seen": seen, **words})
    second = browser.post(address, {field: "Second", "seen": seen, **words})

    assert (first.status_code, second.status_code) == (302, 422)
    assert "A colleague changed these settings" in second.content.decode()
    assert 'value="Second"' in second.content.decode()
    assert 'value="First"' in browser.get(address).content.decode()
    assert browser.post(address, {field: "Second", "seen": opened(browser, address), **words}).status_code == 302


@pytest.mark.parametrize("mark", [{}, {"seen": ""}, {"seen": "0" * 64}], ids=["no mark", "empty mark", "forged mark"])
@pytest.mark.parametrize(
    ("page", "field", "words"),
    [("teams", "name", {}), ("replies", "title", {"text_en": "We are on our way", "category": ""})],
)
def test_a_save_that_does_not_say_what_was_looked_at_changes_nothing_and_keeps_its_words(
    city: City, page: str, field: str, words: dict[str, str], mark: dict[str, str]
) -> None:
    own = city.own.team_id if page == "teams" else city.own.reply_id
    browser, before = city.signed_in("org_admin"), city.everything()

    answer = browser.post(f"/console/settings/{page}/{own}/", {field: "Written blindly", **words, **mark})

    assert answer.status_code == 422
    assert "A colleague changed these settings" in answer.content.decode()
    assert 'value="Written blindly"' in answer.content.decode()
    assert city.everything() == before
