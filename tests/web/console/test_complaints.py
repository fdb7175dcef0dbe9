"""What staff see and do: the list, one complaint, what happened meanwhile."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.factories.core import PASSWORD, make_member, make_organisation
from tests.web.console.conftest import City, browser_of
from tests.web.portal.resident import errors_of, words_of

from baraza.core.identity.actions import enrol_member
from baraza.core.identity.models import User
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now
from baraza.services.complaints.models import Complaint
from baraza.services.complaints.queries.one import get_complaint
from baraza.services.complaints.states import State

MEANWHILE = "Someone changed this complaint while you were looking. Here is how it is now."
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


@pytest.fixture
def clerk(city: City) -> Client:
    return city.signed_in("agent")


def listed(page: Any) -> list[str]:
    return [row.complaint.reference for row in page.context["rows"]]


def act(client: Client, city: City, name: str, **fields: str) -> Any:
    return client.post(f"/console/complaints/{city.reference}/{name}/", fields, follow=True)


def state_of(city: City) -> State:
    with organisation_scope(organisation_id=city.profile.id):
        return get_complaint(reference=city.reference).state


def test_the_list_shows_twenty_five_newest_first_and_pages_both_ways(city: City, clerk: Client) -> None:
    references = [city.reference, *(city.complaint().reference for _ in range(29))][::-1]

    first = clerk.get("/console/complaints/")
    second = clerk.get("/console/complaints/" + first.context["next_url"])
    back = clerk.get("/console/complaints/" + second.context["previous_url"])

    assert listed(first) == references[:25]
    assert listed(second) == references[25:]
    assert listed(back) == references[:25]
    assert (first.context["previous_url"], second.context["next_url"]) == ("", "")


def test_filters_narrow_the_list_and_can_be_taken_away_one_by_one(city: City, clerk: Client) -> None:
    noise = city.complaint(category="noise").reference

    page = clerk.get("/console/complaints/?category=noise&state=SUBMITTED")

    assert listed(page) == [noise]
    assert [(chip.label, chip.remove_url) for chip in page.context["chips"]] == [
        ("Received", "?category=noise"),
        ("Noise", "?state=SUBMITTED"),
    ]


def test_a_reference_is_found_in_every_state_however_it_is_typed(city: City, clerk: Client) -> None:
    act(clerk, city, "move", wanted="RESOLVED", reason="Done", version="1")

    assert listed(clerk.get("/console/complaints/")) == []
    for typed in (city.reference.lower(), city.reference.replace("-", ""), f" {city.reference.replace('-', ' ')} "):
        assert clerk.get("/console/search/", {"q": typed}).url == f"/console/complaints/{city.reference}/"


@pytest.mark.parametrize(
    "query", ["group=DRAGON", "state=²", "person=" + "9" * 40, "category=%00", "from=2026-13-45", "area=%00", "q=%00"]
)
def test_nonsense_in_the_address_is_no_error_of_ours(city: City, clerk: Client, query: str) -> None:
    assert clerk.get(f"/console/complaints/?{query}").status_code == 200


def test_what_is_late_dangerous_and_taken_is_said_in_words(city: City, clerk: Client) -> None:
    with organisation_scope(organisation_id=city.profile.id):
        Complaint.objects.update(due_at=now() - timedelta(hours=5, minutes=20), emergency=True, priority="critical")
    act(clerk, city, "take", version="1")

    page = clerk.get("/console/complaints/")

    assert '<span class="ba-late">5\xa0hours overdue</span>' in page.content.decode()
    name = User.objects.get(pk=clerk.session["_auth_user_id"]).name
    assert re.search(rf"Given to a team Danger to life 5 hours overdue .* {name}", words_of(page))


def test_who_works_in_two_organisations_chooses_and_sees_only_the_chosen_one(city: City) -> None:
    second = make_organisation(name="Harbour City")
    member = make_member(organisation_id=city.profile.id)
    email = User.objects.get(pk=member.id).email
    enrol_member(email=email, name=member.name, password=PASSWORD, organisation_id=second.id, role="org_viewer")
    client = browser_of(member.id)
    first_list = client.get("/console/complaints/")

    client.post("/console/organisation/", {"organisation": str(second.id)})
    second_list = client.get("/console/complaints/")

    assert (listed(first_list), listed(second_list)) == ([city.reference], [])
    assert [(one.name, one.current) for one in second_list.context["workplaces"]] == [
        ("Harbour City", True),
        ("Umngeni Bay", False),
    ]
    assert client.get(f"/console/complaints/{city.reference}/").status_code == 404


@pytest.mark.parametrize("written", ["", "x", "²", "-1", "9" * 30])
def test_a_choice_that_is_no_organisation_is_refused(city: City, clerk: Client, written: str) -> None:
    assert clerk.post("/console/organisation/", {"organisation": written}).status_code == 403


@pytest.mark.parametrize(("email", "password"), [("nobody@example.org", PASSWORD), ("{own}", "wrong password here")])
def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(city: City, email: str, password: str) -> None:
    own = User.objects.get(pk=make_member(organisation_id=city.profile.id).id).email

    page = Client().post("/console/sign-in/", {"username": email.format(own=own), "password": password})

    assert errors_of(page) == {"__all__": ["That e-mail address and password do not go together. Try again."]}
    assert "_auth_user_id" not in page.client.session


def test_signing_in_leads_to_the_page_that_was_asked_for_and_nowhere_else(city: City) -> None:
    own = User.objects.get(pk=make_member(organisation_id=city.profile.id).id).email
    wanted = f"/console/complaints/{city.reference}/"

    answers = [
        Client().post("/console/sign-in/", {"username": own, "password": PASSWORD, "next": address}).url
        for address in (wanted, "https://evil.example/")
    ]

    assert answers == [wanted, "/console/start/"]
