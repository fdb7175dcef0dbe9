"""The list of calls by the page and by the dozen: on and back, what was said, several changed at once."""

from typing import Any

import pytest
from django.test import Client
from tests.channels.voice.retell import an_analyzed_call
from tests.factories.calls import a_voice_connection, an_agent, tells
from tests.web.console.conftest import City

from baraza.core.audit.models import AuditEntry
from baraza.core.identity.actor import SYSTEM
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib import clock
from baraza.services.call_analytics.models import Call, CallTag
from baraza.services.call_analytics.queries.filters import CallFilter
from baraza.services.call_analytics.queries.lists import list_calls
from baraza.services.call_analytics.queries.words import passages

LIST = "/console/calls/"
MANY = "/console/calls/several/"


@pytest.fixture
def agency(city: City) -> City:
    account = a_voice_connection(organisation_id=city.profile.id)
    an_agent(connection=account, external_id="agent_many", client="Karoo")
    said = "Agent: Good day.\nUser: My card is 4111 1111 1111 1111, ring 082 555 0143, an Appointment please.\n"
    for number in range(7):
        call = an_analyzed_call(f"call_{number}", agent_id="agent_many", transcript=said, transcript_object=[])
        tells(account, "call_analyzed", call)
    return city


def ids(city: City) -> list[int]:
    """Newest first."""
    with organisation_scope(organisation_id=city.profile.id):
        return list(Call.objects.filter(agent__client="Karoo").order_by("-at", "-pk").values_list("pk", flat=True))


def posted(client: Client, several: list[int], **values: Any) -> str:
    return client.post(MANY, {"call": several, **values}, follow=True).content.decode()


def test_pages_lead_on_and_back_over_the_same_calls_even_of_one_moment(agency: City) -> None:
    every = ids(agency)
    wanted = CallFilter(clients=("Karoo",))

    def page(cursor: str, *, newer: bool = False) -> tuple[list[int], str, str]:
        found = list_calls(actor=SYSTEM, wanted=wanted, cursor=cursor, at_most=3, newer=newer)
        return [row.id for row in found.rows], found.previous_cursor, found.next_cursor

    with organisation_scope(organisation_id=agency.profile.id):
        first, before_first, after_first = page("")
        second, before_second, after_second = page(after_first)
        third, before_third, after_third = page(after_second)
        assert (first, second, third) == (every[:3], every[3:6], every[6:])
        assert (before_first, after_third) == ("", "")
        assert page(before_third, newer=True)[0] == second
        # The page before the second is the first one, whole, with nothing before it.
        assert page(before_second, newer=True) == (first, "", after_first)


def test_a_place_that_nobody_gave_out_is_no_page(agency: City) -> None:
    clerk = agency.signed_in("agent")
    assert [clerk.get(f"{LIST}?{one}").status_code for one in ("after=x", "before=1", "before=1-1")] == [404, 404, 200]


def test_who_looks_for_words_reads_where_they_were_said_without_what_is_hidden(agency: City) -> None:
    clerk, viewer = agency.signed_in("agent"), agency.signed_in("org_viewer")

    whole, hidden = (one.get(f"{LIST}?text=appointm&client=Karoo").content.decode() for one in (clerk, viewer))
    call = clerk.get(f"{LIST}{ids(agency)[0]}/?text=appointm").content.decode()

    assert "<mark>Appointment</mark> please." in whole
    assert ("082 555 0143" in whole, "082 555 0143" in hidden) == (True, False)
    assert [one for one in (whole, hidden, call) if "4111" in one] == []
    assert f"/console/calls/{ids(agency)[0]}/?text=appointm&amp;client=Karoo" in whole
    assert "Appointment" in call


@pytest.mark.parametrize("gap", range(60, 460, 40))
def test_a_number_beside_the_passage_is_hidden_wherever_it_stands(city: City, gap: int) -> None:
    account = a_voice_connection(organisation_id=city.profile.id)
    an_agent(connection=account, external_id="agent_long")
    number = "zero eight two five five five zero one four three"
    said = f"{'word ' * 400}{number} {'w' * gap} Appointment {'w' * gap} {number} {'word ' * 400}"
    tells(account, "call_analyzed", an_analyzed_call("call_long", agent_id="agent_long", transcript=said))
    with organisation_scope(organisation_id=city.profile.id):
        call_id = Call.objects.get(external_id="call_long").pk
        (pieces,) = passages(call_ids=[call_id], text="appointm", with_numbers=False).values()
    assert [one.text for one in pieces if one.hit] == ["Appointment"]
    assert [word for word in ("zero", "eight", "five", "three") if any(word in one.text for one in pieces)] == []


def test_a_call_knows_the_list_from_which_it_was_opened(agency: City) -> None:
    clerk, (first, second, third, *_) = agency.signed_in("agent"), ids(agency)
    tell = "?client=Karoo"

    newest, middle = (clerk.get(f"{LIST}{one}/{tell}").context["around"] for one in (first, second))
    settled = clerk.post(f"{LIST}{second}/settle/{tell}", {"disposition": "done", "before": ""})
    after = clerk.get(f"{LIST}{second}/?disposition=done&client=Karoo&cheapest=1").context["around"]

    assert (newest.newer_url, newest.older_url) == ("", f"{LIST}{second}/{tell}")
    assert (middle.newer_url, middle.older_url) == (f"{LIST}{first}/{tell}", f"{LIST}{third}/{tell}")
    assert (middle.list_url, settled.url) == (f"{LIST}{tell}", f"{LIST}{second}/{tell}")
    # Alone in its list; a filter by cost is none for who may not see it.
    assert (after.newer_url, after.older_url) == ("", "")
    assert after.list_url == f"{LIST}?disposition=done&client=Karoo"


def test_several_calls_are_tagged_and_settled_at_once_and_each_is_written_down(agency: City) -> None:
    clerk, (first, second, third, *_) = agency.signed_in("agent"), ids(agency)
    with organisation_scope(organisation_id=agency.profile.id):
        CallTag.objects.bulk_create(
            CallTag(organisation_id=agency.profile.id, call_id=third, name=str(n)) for n in range(20)
        )
        CallTag.objects.create(organisation_id=agency.profile.id, call_id=second, name="big spender")

    tagged = posted(clerk, [first, second, third, 10**9], act="tag", name=" Big  SPENDER", query="client=Karoo")
    settled = posted(clerk, [first, second], act="settle", disposition="done")
    opened = posted(clerk, [first], act="settle", disposition="open")

    assert "1 call changed. 1 was like that already. 1 has twenty tags already." in tagged
    assert "2 calls changed." in settled
    assert "1 call changed." in opened
    with organisation_scope(organisation_id=agency.profile.id):
        assert set(CallTag.objects.filter(name="big spender").values_list("call_id", flat=True)) == {first, second}
        words = dict(Call.objects.filter(pk__in=[first, second]).values_list("pk", "disposition"))
        acts = AuditEntry.objects.filter(action__in=["call.tagged", "call.settled"])
        trail = list(acts.values_list("action", "subject_id"))
    assert words == {first: "", second: "done"}
    settled_ones = [("call.settled", str(one)) for one in (first, first, second)]
    assert sorted(trail) == sorted([*settled_ones, ("call.tagged", str(first))])


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"call": [], "act": "tag", "name": "x"}, "Tick the calls that you mean"),
        ({"call": list(range(1, 102)), "act": "tag", "name": "x"}, "Tick the calls that you mean"),
        (
            {"call": ["1", "two", "-3"], "act": "tag", "name": "  "},
            "Write the tag, or choose what became of the calls.",
        ),
        ({"call": [1], "act": "settle", "disposition": ""}, "Write the tag, or choose what became of the calls."),
        ({"call": [1], "act": "settle", "disposition": "dragon"}, "Write the tag, or choose what became of the calls."),
        ({"call": [1]}, "Write the tag, or choose what became of the calls."),
    ],
    ids=["none", "too many", "no tag", "no word", "unknown word", "no act"],
)
def test_what_is_not_chosen_changes_nothing_and_is_said(city: City, values: dict[str, Any], says: str) -> None:
    before = city.everything()
    answer = city.signed_in("agent").post(MANY, values, follow=True)
    assert says in answer.content.decode()
    after = city.everything()
    assert {table for table in after if "call" in table and after[table] != before.get(table, after[table])} == set()


def test_the_list_goes_on_as_before_while_a_call_comes_in(agency: City) -> None:
    """A page is a place between two calls, not a number of calls to pass over."""
    every = ids(agency)
    with organisation_scope(organisation_id=agency.profile.id):
        first = list_calls(actor=SYSTEM, wanted=CallFilter(clients=("Karoo",)), at_most=3)
        Call.objects.filter(pk=every[6]).update(at=clock.now())
        second = list_calls(actor=SYSTEM, wanted=CallFilter(clients=("Karoo",)), cursor=first.next_cursor, at_most=3)
    assert [row.id for row in second.rows] == every[3:6]
