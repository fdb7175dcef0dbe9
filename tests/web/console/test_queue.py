"""The list of complaints as staff use it: bad values, tabs, pages, views, columns, suggestions, parts for a script."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.web.console.conftest import City
from tests.web.portal.resident import words_of

from baraza.core.identity.models import Team
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now
from baraza.services.complaints.models import Complaint, Entry
from baraza.services.complaints.queries.sorting import SORTS

LIST = "/console/complaints/"


@pytest.fixture
def clerk(city: City) -> Client:
    return city.signed_in("agent")


def listed(page: Any) -> list[str]:
    return [row.complaint.reference for row in page.context["rows"]]


def test_a_value_that_cannot_be_is_named_and_the_rest_is_kept(city: City, clerk: Client) -> None:
    noise = city.complaint(category="noise").reference

    page = clerk.get(LIST, {"category": ["noise", "dragons"], "team": "99999", "from": "soon", "area": "Xanadu Q"})

    assert page.status_code == 200
    assert listed(page) == [noise]
    assert page.context["asked"].problems == [
        ("id_category", "“dragons” cannot be chosen here and was left out"),
        ("id_team", "“99999” cannot be chosen here and was left out"),
        ("id_area", "No area is called “Xanadu Q”"),
        ("id_from", "Write the day like 2026-11-30"),
    ]


def test_filters_of_one_kind_widen_and_of_several_narrow(city: City, clerk: Client) -> None:
    noise = city.complaint(category="noise", language="zu", channel="ussd").reference
    leak = city.complaint(category="water_leak", language="af").reference

    assert listed(clerk.get(LIST, {"category": ["noise", "water_leak"]})) == [leak, noise]
    assert listed(clerk.get(LIST, {"category": ["noise", "water_leak"], "language": "af"})) == [leak]
    assert listed(clerk.get(LIST, {"channel": "ussd"})) == [noise]


def test_words_that_nobody_wrote_lead_to_the_category_of_that_name(city: City, clerk: Client) -> None:
    shown = clerk.get(LIST, {"q": "noi", "group": "all"}).content.decode()

    assert '<a class="govuk-link" href="/console/complaints/?category=noise&amp;group=all">Category: Noise</a>' in shown


def test_what_no_team_has_and_what_lies_in_no_known_ward_are_lists_too(city: City, clerk: Client) -> None:
    placed = city.complaint(ward_code="7")
    with organisation_scope(organisation_id=city.profile.id):
        team = Team.objects.create(organisation_id=city.profile.id, name="Water")
        Complaint.objects.filter(pk=placed.id).update(team=team)

    assert listed(clerk.get(LIST, {"team": "nobody"})) == [city.reference]
    assert listed(clerk.get(LIST, {"team": ["nobody", str(team.pk)]})) == [placed.reference, city.reference]
    assert listed(clerk.get(LIST, {"ward": "none"})) == [city.reference]
    by_place = clerk.get(LIST, {"ward": "none", "area": "johannesburg"}).context["chips"]
    assert [chip.label for chip in by_place] == ["No ward known", "Area City of Johannesburg"]


def test_days_are_the_organisations_own_and_the_last_one_belongs_to_the_range(city: City, clerk: Client) -> None:
    with organisation_scope(organisation_id=city.profile.id):
        # Half past eleven in the evening in Johannesburg.
        Complaint.objects.update(opened_at="2026-03-09T21:30:00+00:00")

    assert listed(clerk.get(LIST, {"from": "2026-03-09", "to": "2026-03-09"})) == [city.reference]
    assert listed(clerk.get(LIST, {"from": "2026-03-10"})) == []
    assert clerk.get(LIST, {"from": "2026-03-10", "to": "2026-03-01"}).context["asked"].problems == [
        ("id_to", "The last day is before the first")
    ]


def test_what_is_overdue_or_due_soon_is_listed(city: City, clerk: Client) -> None:
    soon = city.complaint().reference
    with organisation_scope(organisation_id=city.profile.id):
        Complaint.objects.filter(reference=city.reference).update(due_at=now() - timedelta(hours=1))
        Complaint.objects.filter(reference=soon).update(due_at=now() + timedelta(hours=2))

    assert listed(clerk.get(LIST, {"due": "overdue"})) == [city.reference]
    assert listed(clerk.get(LIST, {"due": "soon"})) == [soon]


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_pages_both_ways_without_gaps(city: City, clerk: Client, sort: str) -> None:
    for number in range(59):
        city.complaint(priority=("low", "high", "medium")[number % 3])

    first = clerk.get(LIST, {"sort": sort})
    second = clerk.get(LIST + first.context["next_url"])
    third = clerk.get(LIST + second.context["next_url"])
    back = clerk.get(LIST + third.context["previous_url"])

    assert len({*listed(first), *listed(second), *listed(third)}) == 60
    assert listed(back) == listed(second)
    assert (first.context["previous_url"], third.context["next_url"]) == ("", "")


def test_the_most_urgent_and_the_first_due_lead_their_lists(city: City, clerk: Client) -> None:
    danger = city.complaint(priority="critical").reference
    low = city.complaint(priority="low").reference

    assert listed(clerk.get(LIST, {"sort": "priority"})) == [danger, city.reference, low]
    assert listed(clerk.get(LIST, {"sort": "due"})) == [danger, city.reference, low]


@pytest.mark.parametrize("word", ["abc", "WyJuZXdlc3QiXQ:1abc:xyz", "²"])
def test_a_place_that_was_tampered_with_leads_to_a_clear_page(city: City, clerk: Client, word: str) -> None:
    page = clerk.get(LIST, {"place": word})

    assert page.status_code == 400
    assert "This page of the list does not exist" in words_of(page)


def test_a_place_of_another_order_is_refused(city: City, clerk: Client) -> None:
    for _ in range(30):
        city.complaint()
    following = clerk.get(LIST).context["next_url"]

    assert clerk.get(LIST + following + "&sort=due").status_code == 400


def test_words_are_found_in_every_state_and_the_best_first(city: City, clerk: Client) -> None:
    found = clerk.get("/console/search/", {"q": "burst school"}, follow=True)

    assert (listed(found), found.context["page"].sort) == ([city.reference], "match")
    assert "Nothing matches" in words_of(clerk.get(LIST, {"q": "zebra crossing"}))


def test_a_mistyped_word_says_as_what_it_was_read(city: City, clerk: Client) -> None:
    page = clerk.get(LIST, {"q": "schoool"})

    assert listed(page) == [city.reference]
    assert "Nothing has the words “schoool”. These are complaints with school" in words_of(page)


def test_who_wrote_last_is_marked(city: City, clerk: Client) -> None:
    def say(kind: str, actor_kind: str) -> None:
        with organisation_scope(organisation_id=city.profile.id):
            complaint = Complaint.objects.get(reference=city.reference)
            Entry.objects.create(
                organisation_id=city.profile.id, complaint=complaint, kind=kind, actor_kind=actor_kind, text="Hello?"
            )

    def marked() -> bool:
        return bool(clerk.get(LIST).context["rows"][0].unanswered)

    seen = [marked()]
    say("comment", "contact")
    seen.append(marked())
    say("reply", "member")
    seen.append(marked())

    assert seen == [False, True, False]


def test_a_script_gets_the_part_and_the_address_that_leads_to_it(city: City, clerk: Client) -> None:
    part = clerk.get(LIST, {"category": ["burst_pipe", "dragons"], "sort": "due"}, headers={"HX-Request": "true"})

    assert part["HX-Push-Url"] == "/console/complaints/?category=burst_pipe&sort=due"
    assert part.content.decode().startswith('<div id="found"')


def test_columns_rows_and_keys_are_remembered(city: City, clerk: Client) -> None:
    clerk.post(LIST + "look/", {"columns": ["opened", "team"], "compact": "on", "query": "group=all"})

    page = clerk.get(LIST)

    assert [name for name, _ in page.context["columns"]] == ["team", "opened"]
    assert 'class="ba-compact"' in page.content.decode()
    assert page.cookies["baraza_keys"].value == "off"


def test_a_few_letters_suggest_references_people_places_and_categories(city: City, clerk: Client) -> None:
    def offers(text: str) -> list[tuple[str, str]]:
        answer = clerk.get("/console/search/suggest/", {"q": text})
        return [(one["kind"], one["text"]) for one in json.loads(answer.content)["offers"]]

    assert ("Resident", "Thandi") in offers("thand")
    assert ("Category", "Noise") in offers("nois")
    assert ("Reference", city.reference) in offers(city.reference[:9].lower())
    assert ("Place", "City of Johannesburg") in offers("johannes")
    other = city.complaint(ward_code="JHB-05", description="Lamp 7kx is dark")
    with organisation_scope(organisation_id=city.profile.id):
        Complaint.objects.filter(pk=other.id).update(reference="MI-2026-7KXQAC")
    # Its end alone, as people read it out; not what only has the letters somewhere.
    assert offers("7kx") == [("Reference", "MI-2026-7KXQAC")]
    assert ("Reference", "MI-2026-7KXQAC") not in offers("kxq4")
    assert offers("ward jhb") == [("Ward", "JHB-05")]
    assert ("Given to", "Member") not in offers("x")
    assert offers("t") == []
