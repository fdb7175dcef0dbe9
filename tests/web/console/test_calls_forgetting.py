"""The page on which a caller is forgotten: the number, what it concerns, the word that it shall be so."""

from urllib.parse import urlencode

import pytest
from pytest_django import Settings
from tests.channels.voice.retell import an_analyzed_call
from tests.factories.calls import a_voice_connection, an_agent, tells
from tests.web.console.conftest import City

from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.call_analytics.models import Call

PAGE = "/console/calls/forget/"
NUMBER = "+27821234567"
SURE = {"number": NUMBER, "confirm": "1", "sure": "on"}


@pytest.fixture
def account(city: City) -> ConnectionFacts:
    found = a_voice_connection(organisation_id=city.profile.id)
    an_agent(connection=found, external_id="agent_page")
    tells(found, "call_analyzed", an_analyzed_call(agent_id="agent_page"))
    return found


@pytest.mark.parametrize(
    ("posted", "status", "says"),
    [
        ({"number": "082 123 4567"}, 200, "1 call of 082 123 4567"),
        ({"number": NUMBER}, 200, "Thursday, 20 November 2025: 1 call"),
        ({"number": "082 123 4599"}, 200, "No call of 082 123 4599"),
        ({"number": "Thandi"}, 422, "This is no telephone number."),
        ({"number": "Thandi"}, 422, 'value="Thandi"'),
        ({"number": ""}, 422, "Write the telephone number of the caller."),
        ({"number": NUMBER, "confirm": "1"}, 422, "Tick that the person asked for it."),
        ({"number": "1" * 61}, 422, "at most 60 characters"),
        ({"number": "082\x00 123"}, 422, "There is a problem"),
    ],
)
def test_looking_changes_nothing(
    city: City, account: ConnectionFacts, posted: dict[str, str], status: int, says: str
) -> None:
    answer = city.signed_in("org_admin").post(PAGE, posted)

    assert (answer.status_code, says if says in answer.content.decode() else "not there") == (status, says)
    with organisation_scope(organisation_id=account.organisation_id):
        assert Call.objects.get(external_id="call_1").from_number == NUMBER


def test_the_way_leads_from_a_call_over_its_number_to_the_list(city: City, account: ConnectionFacts) -> None:
    admin = city.signed_in("org_admin")
    with organisation_scope(organisation_id=account.organisation_id):
        call_id = Call.objects.get(external_id="call_1").pk
    link = f"{PAGE}?call={call_id}"

    assert [PAGE in admin.get("/console/calls/").content.decode(), link in admin.get(f"/console/calls/{call_id}/").content.decode()] == [True, True]  # fmt: skip
    assert 'value="082 123 4567"' in admin.get(link).content.decode()
    done = admin.post(PAGE, SURE, follow=True)

    assert (done.redirect_chain, "1 call was cleared." in done.content.decode()) == ([("/console/calls/", 302)], True)
    page = admin.get(f"/console/calls/{call_id}/").content.decode()
    assert ("The caller asked to be forgotten: the numbers" in page, link in page, NUMBER in page) == (
        True,
        False,
        False,
    )
    assert "There was no call of this number left." in admin.post(PAGE, SURE, follow=True).content.decode()


@pytest.mark.parametrize("query", ["", "?call=", "?call=999999", "?call=x", f"?call={'9' * 30}"])
def test_the_page_opens_empty_where_the_address_names_no_call(city: City, account: ConnectionFacts, query: str) -> None:
    answer = city.signed_in("org_admin").get(PAGE + query)

    assert (answer.status_code, "082 123" in answer.content.decode()) == (200, False)


def test_whoever_may_not_is_not_offered_it(city: City, account: ConnectionFacts) -> None:
    assert PAGE not in city.signed_in("supervisor").get("/console/calls/").content.decode()


def test_who_signed_in_long_ago_proves_first_who_they_are(
    city: City, account: ConnectionFacts, settings: Settings
) -> None:
    settings.CONFIRMED_FOR_SECONDS = 0

    answer = city.signed_in("org_admin").post(PAGE, SURE)

    assert (answer.status_code, answer["Location"]) == (302, f"/console/confirm/?{urlencode({'next': PAGE})}")
    with organisation_scope(organisation_id=account.organisation_id):
        assert Call.objects.get(external_id="call_1").forgotten_at is None
