"""Stored events are handed on one sender at a time, oldest first; failures are tried again, then put aside."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from tests.factories.core import make_connection, make_organisation

from baraza.core.ingress import handling
from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.ingress.dead_letters import count_failed_events, list_failed_events, replay_events
from baraza.core.ingress.handling import MOST_ATTEMPTS, on_item
from baraza.core.ingress.jobs import drain, sweep
from baraza.core.ingress.models import InboundEvent
from baraza.core.jobs.queue import decode
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now

pytestmark = pytest.mark.django_db

SENDER = "+27820000001"


@pytest.fixture(autouse=True)
def no_handler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handling, "_handlers", [])


@pytest.fixture
def facts() -> ConnectionFacts:
    return make_connection(organisation_id=make_organisation().id)


def _receive(facts: ConnectionFacts, *identities: str, sender: str = SENDER) -> None:
    with organisation_scope(organisation_id=facts.organisation_id):
        for identity in identities:
            InboundEvent.objects.create(
                organisation_id=facts.organisation_id,
                connection_id=facts.id,
                item_id=identity,
                kind="message",
                sender=sender,
                payload={"text": identity},
                correlation_id=f"correlation-{identity}",
            )


def _events(facts: ConnectionFacts, *fields: str) -> list[tuple[object, ...]]:
    with organisation_scope(organisation_id=facts.organisation_id):
        return list(InboundEvent.objects.order_by("pk").values_list(*fields))


def _drain(facts: ConnectionFacts, *, sender: str = SENDER) -> None:
    drain(organisation_id=facts.organisation_id, connection_id=facts.id, sender=sender)


def _jobs() -> list[tuple[dict[str, Any], bool]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT payload, execute_after > now() FROM pgqueuer ORDER BY id")
        return [(decode(bytes(payload))[1], later) for payload, later in cursor.fetchall()]


class Recording:
    def __init__(self, *, failing: tuple[str, ...] = ()) -> None:
        self.seen: list[str] = []
        self.failing = failing

    def __call__(self, **given: Any) -> dict[str, Any]:
        self.seen.append(given["item"].item_id)
        if given["item"].item_id in self.failing:
            raise RuntimeError("cannot")
        return {"handled": given["correlation_id"]}


def test_a_senders_events_are_handled_oldest_first_and_others_wait_for_their_own_job(facts: ConnectionFacts) -> None:
    handler = Recording()
    on_item(handler)
    _receive(facts, "a", "b")
    _receive(facts, "other", sender="+27820000002")

    _drain(facts)

    assert handler.seen == ["a", "b"]
    assert _events(facts, "item_id", "state", "attempts", "answer") == [
        ("a", "HANDLED", 1, {"handled": "correlation-a"}),
        ("b", "HANDLED", 1, {"handled": "correlation-b"}),
        ("other", "RECEIVED", 0, None),
    ]


def test_a_failure_is_written_down_with_its_reason_and_tried_again_later(facts: ConnectionFacts) -> None:
    handler = Recording(failing=("a",))
    on_item(handler)
    _receive(facts, "a", "b")

    _drain(facts)

    assert handler.seen == ["a"]
    assert _events(facts, "item_id", "state", "attempts", "error") == [
        ("a", "RECEIVED", 1, "RuntimeError: cannot"),
        ("b", "RECEIVED", 0, ""),
    ]
    assert _jobs() == [({"connection_id": facts.id, "sender": SENDER}, True)]


def test_before_its_time_a_failed_event_is_not_tried_and_what_came_later_waits_behind_it(
    facts: ConnectionFacts,
) -> None:
    handler = Recording(failing=("a",))
    on_item(handler)
    _receive(facts, "a")
    _drain(facts)
    _receive(facts, "b")

    _drain(facts)
    handler.failing = ()
    with time_machine.travel(now() + timedelta(minutes=1), tick=False):
        _drain(facts)

    assert handler.seen == ["a", "a", "b"]


def test_what_a_failed_handler_wrote_is_gone(facts: ConnectionFacts) -> None:
    def write_and_fail(**given: Any) -> None:
        make_connection(organisation_id=facts.organisation_id, name="written by the handler")
        raise RuntimeError("cannot")

    on_item(write_and_fail)
    _receive(facts, "a")

    _drain(facts)

    with organisation_scope(organisation_id=facts.organisation_id), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ingress_connection")
        assert cursor.fetchone() == (1,)


def _drain_until_given_up(facts: ConnectionFacts) -> None:
    for minute in range(MOST_ATTEMPTS):
        with time_machine.travel(now() + timedelta(minutes=minute), tick=False):
            _drain(facts)


def test_an_event_that_fails_too_often_is_put_aside_and_later_ones_go_on(facts: ConnectionFacts) -> None:
    handler = Recording(failing=("a",))
    on_item(handler)
    _receive(facts, "a", "b")

    _drain_until_given_up(facts)

    assert handler.seen == ["a"] * MOST_ATTEMPTS + ["b"]
    assert _events(facts, "item_id", "state", "attempts") == [("a", "FAILED", 8), ("b", "HANDLED", 1)]
    assert [(letter.id, letter.error) for letter in list_failed_events()] == [
        (_events(facts, "pk")[0][0], "RuntimeError: cannot")
    ]


def test_a_dead_letter_can_be_replayed(facts: ConnectionFacts) -> None:
    handler = Recording(failing=("a",))
    on_item(handler)
    _receive(facts, "a")
    _drain_until_given_up(facts)
    handler.failing = ()

    assert count_failed_events() == 1
    replayed = replay_events()
    _drain(facts)

    assert replayed == 1
    assert _events(facts, "state", "attempts", "error") == [("HANDLED", 1, "")]
    assert (list_failed_events(), count_failed_events()) == ([], 0)


def test_operators_see_dead_letters_without_whole_numbers(
    facts: ConnectionFacts, capsys: pytest.CaptureFixture[str]
) -> None:
    on_item(Recording(failing=("a",)))
    _receive(facts, "a")
    _drain_until_given_up(facts)

    call_command("ingress", "dead-letters")

    printed = capsys.readouterr().out
    assert "+27…0001" in printed
    assert "correlation-a" in printed
    assert printed.endswith("1 dead letters.\n")


def test_events_of_nobody_in_particular_do_not_wait_for_each_other(facts: ConnectionFacts) -> None:
    handler = Recording(failing=("a",))
    on_item(handler)
    _receive(facts, "a", "b", sender="")

    _drain(facts, sender="")

    assert handler.seen == ["a", "b"]


def test_an_event_that_lost_its_job_gets_one_once(facts: ConnectionFacts) -> None:
    _receive(facts, "a", "b")
    _receive(facts, "c", sender="+27820000002")

    sweep()
    too_early = _jobs()
    with time_machine.travel(now() + timedelta(minutes=5), tick=False):
        sweep()
        sweep()

    assert too_early == []
    assert [arguments["sender"] for arguments, _ in _jobs()] == [SENDER, "+27820000002"]
