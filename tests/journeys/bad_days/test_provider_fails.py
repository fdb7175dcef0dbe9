"""The provider throttles, breaks, hangs, resets or is gone: messages wait, go once and in order, or take another way."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from tests.fakes.scripted_server import Reply
from tests.journeys.bad_days.figures import figure
from tests.journeys.bad_days.provider import Provider, a_provider, connected, phone_on, refusal
from tests.journeys.desk import City, eventually, words_of
from tests.journeys.talks import report_by_chat
from tests.ports import free_port

from baraza.lib.clock import now
from baraza.messaging.backoff import TRIED_FOR_AT_MOST
from baraza.messaging.circuit import FAILURES_TO_OPEN
from baraza.messaging.models import Attempt, OutboxEntry
from baraza.messaging.queries import outbox_problems
from baraza.operations.demo.graph_api import sandbox
from baraza.operations.demo.graph_state import Fault

pytestmark = [pytest.mark.journey, pytest.mark.badday]


@pytest.fixture
def provider() -> Iterator[Provider]:
    with a_provider() as running:
        yield running


def _unreachable() -> Fault:
    return Fault(status=400, code=131026)


def _entries(city: City) -> list[OutboxEntry]:
    with city.scope():
        return list(OutboxEntry.objects.order_by("id"))


def _all_are(city: City, *statuses: str, count: int) -> bool:
    return [entry.status for entry in _entries(city) if entry.status in statuses][count - 1 :] != []


FAILURES = {
    "throttled with a time": [refusal(429, 130429, **{"Retry-After": "1"})],
    "throttled twice": [refusal(429, 80007, **{"Retry-After": "1"}), refusal(400, 131056, **{"Retry-After": "1"})],
    "broken": [refusal(500), refusal(500, 2)],
    "broken without a word": [Reply(status=503, body=b"<html>Service unavailable</html>")],
    "a gateway's error": [Reply(status=502, body=b"")],
}


@pytest.mark.parametrize("failures", FAILURES.values(), ids=FAILURES.keys())
def test_a_temporary_failure_is_tried_again_and_the_order_is_kept(
    city: City, provider: Provider, failures: list[Reply]
) -> None:
    # given a provider that fails at first, and a person who writes on meanwhile
    phone = phone_on(city, connected(city, provider.url))
    provider.script.extend(failures)
    phone.text("Hello")
    eventually(lambda: provider.asked)
    phone.button(id="lang:en", title="English")
    # when
    eventually(lambda: len(provider.taken) >= 2 and _all_are(city, "sent", count=2))
    # then everything came once, and in the order in which it was said
    entries = _entries(city)
    assert provider.keys_taken == [entry.key for entry in entries]
    assert {entry.status for entry in entries} == {"sent"}
    assert entries[0].attempts == len(failures) + 1
    with city.scope():
        assert outbox_problems() == []


@pytest.mark.parametrize("reply", [Reply(hang=True), Reply(reset=True)], ids=["hangs", "resets the connection"])
def test_what_got_no_answer_is_shown_holds_nobody_back_and_goes_again_when_no_receipt_comes(
    city: City, provider: Provider, reply: Reply
) -> None:
    # given a provider that takes a request and never answers it
    phone = phone_on(city, connected(city, provider.url))
    provider.script.append(reply)
    phone.text("Hello")
    eventually(lambda: _all_are(city, "uncertain", count=1))
    # when the person writes on
    phone.button(id="lang:en", title="English")
    eventually(lambda: _all_are(city, "sent", count=1))
    # then the next message went while the first one was waiting for a receipt
    first, second = _entries(city)
    assert provider.keys_taken[0] == second.key
    # and as the provider says nothing of it, it goes again, once
    eventually(lambda: _all_are(city, "sent", count=2))
    assert provider.keys_taken == [second.key, first.key]
    with city.scope():
        outcomes = list(Attempt.objects.filter(entry_id=first.pk).order_by("id").values_list("outcome", flat=True))
        assert outcomes == ["uncertain", "sent"]
        assert outbox_problems() == []


LASTING = {
    "throttles": Reply(status=429, body=b"{}"),
    "is broken": Reply(status=500, body=b"{}"),
    "resets the connection": Reply(reset=True),
}


@pytest.mark.parametrize("reply", LASTING.values(), ids=LASTING.keys())
def test_a_provider_that_never_recovers_is_given_up_and_the_other_number_writes(
    city: City, provider: Provider, reply: Reply
) -> None:
    # given somebody who wrote to two of the city's numbers, last to one whose provider fails every time
    city.whatsapp_phone(number := city.new_number()).text("Hello")
    eventually(lambda: _all_are(city, "sent", count=1))
    phone = phone_on(city, connected(city, provider.url), number)
    provider.script.extend([reply] * 20)
    phone.text("Hello")
    eventually(lambda: provider.asked)
    failing = _entries(city)[-1]
    # when its tries are used up
    with city.scope():
        OutboxEntry.objects.filter(pk=failing.pk).update(tried_since=now() - TRIED_FOR_AT_MOST)
    eventually(lambda: len(city.desk.graph.state.messages()) == 2)
    # then the person has the answer from the other number, so nothing is left to be seen to
    stand_in = _entries(city)[-1]
    assert (stand_in.fallback_of_id, stand_in.connection_id != failing.connection_id) == (failing.pk, True)
    with city.scope():
        assert outbox_problems() == []


def test_nobody_listens_at_the_provider_and_the_messages_go_when_somebody_does(city: City) -> None:
    # given an address at which nobody listens
    port = free_port()
    phone = phone_on(city, connected(city, f"http://127.0.0.1:{port}"))
    phone.text("Hello")
    phone.button(id="lang:en", title="English")

    def is_tried() -> bool:
        with city.scope():
            return Attempt.objects.filter(code="no_connection").exists()

    eventually(is_tried)
    # when the provider is back
    with sandbox(port=port) as graph:
        graph.state.person_wrote(address=phone.number)
        eventually(lambda: _all_are(city, "sent", count=2))
        arrived = [kept["message"]["biz_opaque_callback_data"] for kept in graph.state.messages()]
    # then
    assert arrived == [entry.key for entry in _entries(city)]


def test_a_provider_that_is_down_is_left_in_peace_and_then_gets_everything_once(city: City, provider: Provider) -> None:
    # given a provider that fails every time
    connection = connected(city, provider.url)
    held_before = figure(city.desk.base, "baraza_sends_held_total")
    provider.script.extend([refusal(500)] * 1000)
    phones = [phone_on(city, connection) for _ in range(12)]
    # when twelve people write, until messages are held back, and then it is well again
    for phone in phones:
        phone.text("Hello")
    eventually(lambda: figure(city.desk.base, "baraza_sends_held_total") > held_before)
    provider.script.clear()
    eventually(lambda: _all_are(city, "sent", count=12))
    # then everybody has their answer, once, and every time it was asked is known
    entries = _entries(city)
    assert sorted(provider.keys_taken) == sorted(entry.key for entry in entries)
    assert len(entries) == 12
    assert sum(entry.attempts for entry in entries) == len(provider.asked) >= FAILURES_TO_OPEN + 12


def test_whoever_whatsapp_does_not_reach_reads_the_answer_at_the_next_dial(city: City, provider: Provider) -> None:
    # given somebody who dialled and reported on WhatsApp, from one number
    dialler = city.ussd_phone()
    dialler.dial()
    reference = report_by_chat(city.whatsapp_phone(dialler.number))
    clerk = city.member()
    clerk.sign_in()
    # when WhatsApp cannot be reached any more, and a clerk answers
    city.desk.graph.state.fail_next(times=1, fault=_unreachable())
    clerk.post(f"/console/complaints/{reference}/reply/", text="We come on Monday.", key=str(uuid.uuid4()))
    eventually(lambda: _all_are(city, "failed", count=1))
    # then
    assert "We come on Monday." in dialler.dial().text


def test_whoever_one_number_does_not_reach_is_written_to_from_the_other(city: City, provider: Provider) -> None:
    # given somebody who wrote to two of the city's numbers
    phone = phone_on(city, connected(city, provider.url))
    phone.text("Hello")
    eventually(lambda: len(provider.taken) == 1)
    reference = report_by_chat(city.whatsapp_phone(phone.number))
    clerk = city.member()
    clerk.sign_in()
    # when the number of the report does not reach them any more
    city.desk.graph.state.fail_next(times=1, fault=_unreachable())
    clerk.post(f"/console/complaints/{reference}/reply/", text="We come on Monday.", key=str(uuid.uuid4()))
    eventually(lambda: len(provider.taken) == 2)
    # then the other one does, once, and nothing is left to be seen to
    assert words_of(provider.taken[-1]) == f"{reference}\nWe come on Monday."
    eventually(lambda: not [entry for entry in _entries(city) if entry.status in {"queued", "sending"}])
    with city.scope():
        assert outbox_problems() == []
