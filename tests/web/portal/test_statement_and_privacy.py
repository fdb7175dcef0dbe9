"""Pages that every resident may need once: how usable it all is, and what is kept about them."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings
from tests.factories.core import make_member, make_organisation
from tests.web.portal.resident import Resident, errors_of, words_of

from baraza.core.settings.openness import Openness, set_openness
from baraza.core.settings.privacy import set_privacy_texts
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.complaints.queries.public import is_kept_back

FORM = {"words": "My screen reader does not read the map", "csrfmiddlewaretoken": "the one of this page"}
MEASURED: dict[str, Any] = {"on": "2026-03-02", "pages": 21, "views": 168, "languages": ["en", "zu"], "faults": []}


@pytest.fixture
def measured(settings: Settings, tmp_path: Path) -> Path:
    settings.ACCESSIBILITY_RESULTS = tmp_path / "results.json"
    return tmp_path / "results.json"


def test_what_was_measured_is_said_with_its_day_and_languages(resident: Resident, measured: Path) -> None:
    measured.write_text(json.dumps(MEASURED))

    words = words_of(resident.get("accessibility/"))

    assert "On 2 March 2026 a program looked at 21 pages." in words
    assert "It looked in these languages: English, isiZulu." in words
    assert "It found no faults." in words


def test_faults_are_told_and_not_counted_away(resident: Resident, measured: Path) -> None:
    measured.write_text(json.dumps({**MEASURED, "faults": ["explore/ (zu): color-contrast"]}))

    words = words_of(resident.get("accessibility/"))

    assert "It found 1 fault: explore/ (zu): color-contrast" in words
    assert "no faults" not in words


@pytest.mark.parametrize(
    "content",
    [None, "", "{}", "[1]", json.dumps({**MEASURED, "on": "yesterday"}), json.dumps({**MEASURED, "pages": 0})],
)
def test_without_results_that_can_be_read_nothing_is_claimed(
    resident: Resident, measured: Path, content: str | None
) -> None:
    if content is not None:
        measured.write_text(content)

    answer = resident.get("accessibility/")

    assert answer.status_code == 200
    assert "Nothing has been measured here yet." in words_of(answer)


def test_a_barrier_becomes_a_report_for_staff_alone_with_a_reference_and_without_a_call(resident: Resident) -> None:
    first = resident.post("accessibility/", **FORM)
    again = resident.post("accessibility/", **FORM)

    (report,) = resident.complaints()
    assert first.url == again.url == resident.address(f"report/{report.reference}/sent/")
    assert (report.description, report.category) == (f"These pages are hard to use: {FORM['words']}", "other")
    with organisation_scope(organisation_id=resident.city.id):
        assert is_kept_back(reference=report.reference) == "all"
    assert resident.get(f"track/{report.reference}/").status_code == 200


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"words": " "}, {"words": ["Write what you could not do"]}),
        ({"phone": "12"}, {"phone": ["Write a mobile number such as 082 123 4567"]}),
    ],
)
def test_what_cannot_be_taken_is_said_and_kept(
    resident: Resident, fields: dict[str, str], wrong: dict[str, list[str]]
) -> None:
    answer = resident.post("accessibility/", **{**FORM, **fields})

    assert (answer.status_code, errors_of(answer)) == (422, wrong)
    assert resident.complaints() == []


def test_one_visitor_cannot_fill_the_desk_with_barriers(resident: Resident) -> None:
    answers = [
        resident.post("accessibility/", words=f"Barrier {number}", csrfmiddlewaretoken=f"page {number}")
        for number in range(11)
    ]

    assert [one.status_code for one in answers] == [302] * 10 + [429]


def test_an_organisations_own_words_stand_in_the_readers_language_with_what_is_always_true(resident: Resident) -> None:
    words = "## Who answers\nThe municipal manager.\n\n- We keep little\n- <script>alert(1)</script>"
    with organisation_scope(organisation_id=resident.city.id):
        admin = make_member(organisation_id=resident.city.id, role="org_admin")
        set_privacy_texts(actor=admin, texts={"en": words, "zu": ""}, version=1)

    english, zulu = resident.get("privacy/"), resident.get("privacy/?lang=zu")

    page = english.content.decode()
    assert '<h2 class="govuk-heading-m">Who answers</h2>' in page
    assert "<li>We keep little</li><li>&lt;script&gt;alert(1)&lt;/script&gt;</li>" in page
    assert "csrftoken" in page
    assert "Who answers" not in zulu.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("services", "words_are_public", "said", "not_said"),
    [
        (("complaints",), False, "Your name, number and words are never published.", "Recordings of calls"),
        (("complaints",), True, "The words of your report can be read by everybody", "and words are never published"),
        (("call_analytics",), False, "Recordings of calls: 90 days", "on a finished report"),
        (("call_analytics",), False, "what is kept of your calls, ask Umngeni Bay.", "My data"),
    ],
)
def test_the_notice_is_about_what_this_organisation_does(
    client: Client, services: tuple[str, ...], *, words_are_public: bool, said: str, not_said: str
) -> None:
    resident = Resident(client, make_organisation(name="Umngeni Bay", services=services))
    with organisation_scope(organisation_id=resident.city.id):
        admin = make_member(organisation_id=resident.city.id, role="org_admin")
        set_openness(actor=admin, openness=Openness(words=words_are_public), version=1)

    words = words_of(resident.get("privacy/"))

    assert (said in words, not_said in words) == (True, False)
    assert "services handed to us, as it came: 90 days" in words


@pytest.mark.django_db
@pytest.mark.parametrize("words_are_public", [False, True])
def test_the_form_says_who_reads_the_words_where_they_are_published(client: Client, *, words_are_public: bool) -> None:
    resident = Resident(client, make_organisation(services=("complaints",)))
    with organisation_scope(organisation_id=resident.city.id):
        admin = make_member(organisation_id=resident.city.id, role="org_admin")
        set_openness(actor=admin, openness=Openness(words=words_are_public), version=1)

    words = words_of(resident.get("report/"))

    assert ("Everybody can read your words on our public pages" in words) is words_are_public


def test_the_cookies_that_are_told_are_the_cookies_that_are_set(resident: Resident) -> None:
    resident.report()
    resident.client.get("/i18n/language/?language=zu")
    resident.post("my-data/leave/")

    page = resident.get("privacy/").content.decode()

    assert set(resident.client.cookies) == {"sessionid", "csrftoken", "django_language", "messages"}
    assert re.findall(r"<code>(\w+)</code>", page) == ["sessionid", "csrftoken", "django_language", "messages"]
