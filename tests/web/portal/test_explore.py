"""What everybody may look at: the list, the map, figures, notices, files; and what bad visitors get."""

import csv
import io
import json
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from tests.factories.complaints import make_complaint, make_contact
from tests.factories.core import make_member, make_organisation
from tests.factories.settings import make_notice

from baraza.core.identity.actor import SYSTEM
from baraza.core.identity.sign_in import limits
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.complaints.actions.information import set_offices
from baraza.services.complaints.actions.notices import write_notice
from baraza.services.complaints.actions.publicity import keep_from_public
from baraza.services.complaints.queries.information import OfficeInformation
from baraza.web.portal import explore_cache, explore_data
from baraza.web.ui.tries import Tries

PAGES = ("", "figures/", "notices/", "offices/", "data/")
ATOM = {"atom": "http://www.w3.org/2005/Atom"}
FILES = ("data/reports.csv", "data/reports.geojson", "data/reports.atom")


@pytest.fixture
def reference(city: OrganisationProfile) -> str:
    with organisation_scope(organisation_id=city.id):
        return make_complaint(
            contact_id=make_contact(name="Thandi Dlamini"),
            description="=Ask Thandi",
            place_text="12 Oak",
            latitude=-29.85001,
            longitude=31.02001,
            area_name="eThekwini",
        ).reference


def at(city: OrganisationProfile, path: str, **headers: str) -> Any:
    return Client(headers=headers).get(f"/{city.slug}/explore/{path}")


def body_of(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(content.decode())


def test_no_page_or_file_holds_anything_of_the_person_their_words_or_the_place(
    city: OrganisationProfile, reference: str
) -> None:
    said = {path: body_of(at(city, path)) for path in (*PAGES, *FILES, f"reports/{reference}/")}

    secrets = ("Thandi", "Dlamini", "Oak", "29.85001", "31.02001")
    assert [(path, one) for path, text in said.items() for one in secrets if one in text] == []
    assert reference in said[""]


def test_a_file_holds_the_public_fields(city: OrganisationProfile, reference: str) -> None:
    (row,) = csv.DictReader(io.StringIO(body_of(at(city, FILES[0]))))
    collection = json.loads(body_of(at(city, FILES[1])))

    assert (row["reference"], row["category"], row["state"], row["words"]) == (reference, "burst_pipe", "SUBMITTED", "")
    assert list(row) == list(explore_data.COLUMNS)
    assert [one["id"] for one in collection["features"]] == [reference]
    assert collection["license"] == explore_data.LICENCE


def test_a_page_behind_the_last_leads_back_to_the_reports_instead_of_saying_that_there_are_none(
    city: OrganisationProfile, reference: str
) -> None:
    page = at(city, "?page=7").content.decode()

    assert ("No reports yet" in page, "Show all reports" in page) == (False, True)


def test_an_office_says_its_days_in_the_readers_language_and_where_it_lies(city: OrganisationProfile) -> None:
    office = OfficeInformation(
        name="Hall", address="1 Road", hours="Mon-Fri 08:00-16:00", phone="", latitude=-29.857, longitude=31.025
    )
    with organisation_scope(organisation_id=city.id):
        set_offices(actor=SYSTEM, offices=[office])

    page = at(city, "offices/", accept_language="zu").content.decode()

    assert "uMsombuluko-uLwesihlanu 08:00-16:00" in page
    assert 'href="https://www.openstreetmap.org/?mlat=-29.85700&amp;mlon=31.02500#map=17/-29.85700/31.02500"' in page


def test_a_feed_names_its_author_and_is_told_apart_by_what_it_is_about(
    city: OrganisationProfile, reference: str
) -> None:
    feeds = [
        ET.fromstring(body_of(at(city, f"{FILES[2]}{query}")))
        for query in ("", "?category=burst_pipe", "?category=noise")
    ]

    assert {feed.findtext("atom:author/atom:name", namespaces=ATOM) for feed in feeds} == {city.name}
    assert [len(feed.findall("atom:entry", ATOM)) for feed in feeds] == [1, 1, 0]
    assert len({feed.findtext("atom:id", namespaces=ATOM) for feed in feeds}) == 3


@pytest.mark.parametrize("path", FILES)
def test_who_has_the_newest_file_already_is_told_so(city: OrganisationProfile, reference: str, path: str) -> None:
    first = at(city, path)
    body_of(first)

    again = at(city, path, if_none_match=first["ETag"])
    with organisation_scope(organisation_id=city.id):
        keep_from_public(actor=make_member(organisation_id=city.id), reference=reference, what="all")
    after = at(city, path, if_none_match=first["ETag"])

    assert (again.status_code, after.status_code) == (304, 200)
    assert reference not in body_of(after)


def test_hidden_reports_others_reports_and_nonsense_look_the_same(city: OrganisationProfile, reference: str) -> None:
    with organisation_scope(organisation_id=city.id):
        keep_from_public(actor=make_member(organisation_id=city.id), reference=reference, what="all")
    with organisation_scope(organisation_id=make_organisation().id):
        other = make_complaint().reference

    answers = [at(city, f"reports/{one}/") for one in (reference, other, "MI-2026-NOTHIN", "%00")]

    assert [one.status_code for one in answers] == [404] * 4
    assert all("it is not public" in body_of(one) for one in answers)


@pytest.mark.parametrize(
    "query",
    ["category=%27--", "ward=%00", "state=<script>", "days=-1", "days=99999999999", "page=0", "page=%FF", "page=99999"],
)
def test_filters_that_nobody_could_choose_count_as_not_chosen(
    city: OrganisationProfile, reference: str, query: str
) -> None:
    page = at(city, f"?{query}")

    assert page.status_code == 200
    assert reference in page.content.decode()


@pytest.mark.parametrize("query", ["", "bbox=a,b,c,d&zoom=3", "bbox=0,0,nan,1&zoom=3", "bbox=0,0,1,1&zoom=99"])
def test_what_is_no_part_of_the_map_is_said_in_words(city: OrganisationProfile, query: str) -> None:
    assert at(city, f"map.json?{query}").status_code == 400


def test_script_in_a_notice_is_text(city: OrganisationProfile) -> None:
    evil = "<script>alert(1)</script>"
    with organisation_scope(organisation_id=city.id):
        admin = make_member(organisation_id=city.id, role="org_admin")
        write_notice(actor=admin, new=make_notice(titles={"en": evil}, texts={"en": evil}), publish=True)

    pages = [at(city, "notices/"), Client().get(f"/{city.slug}/"), Client().get(f"/{city.slug}/report/")]

    assert all(evil not in page.content.decode() for page in pages)
    assert all("&lt;script&gt;alert(1)" in page.content.decode() for page in pages)


def test_whoever_asks_for_ever_new_pages_or_files_is_asked_to_wait(
    city: OrganisationProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explore_cache, "MADE_ANEW", Tries(per_minute=1, at_once=5))
    monkeypatch.setattr(limits, "FILES_PER_MINUTE", 5)

    pages = [at(city, f"offices/?n={number}").status_code for number in range(8)]
    files = [at(city, FILES[2]).status_code for _ in range(8)]

    assert pages == files == [200] * 5 + [429] * 3
