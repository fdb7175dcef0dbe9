"""A person at a USSD screen gets one answer per step, however often and however quickly the gateway asks."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from tests.core.ingress.conftest import Desk, body_of

from baraza.core.ingress.handling import on_item
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.correlation import correlation_id as current_correlation

pytestmark = pytest.mark.badday


class Counting:
    """Answers with how often it was asked, and remembers what it was given."""

    def __init__(self, *, wait: Callable[[], object] = lambda: None) -> None:
        self.calls: list[dict[str, Any]] = []
        self._wait = wait

    def __call__(self, **given: Any) -> dict[str, Any]:
        self.calls.append(given)
        self._wait()
        return {"screen": len(self.calls), "organisation": current_organisation_id()}


def test_the_answer_is_the_handlers_and_the_event_is_handled(answering: Desk) -> None:
    on_item(Counting())

    response = answering.post(body_of("s1:0"))

    answer = {"screen": 1, "organisation": answering.facts.organisation_id}
    assert (response.status_code, response.text) == (200, f"CON {json.dumps(answer)}")
    assert answering.rows("SELECT item_id, state, attempts, answer FROM ingress_event") == [
        ("s1:0", "HANDLED", 1, answer)
    ]
    assert answering.rows("SELECT count(*) FROM pgqueuer") == [(0,)]


def test_a_repeated_request_gets_the_stored_answer_and_advances_nothing(answering: Desk) -> None:
    handler = Counting()
    on_item(handler)

    first, again, next_step = (answering.post(body_of(identity)) for identity in ("s1:0", "s1:0", "s1:1"))

    assert first.text == again.text
    assert json.loads(next_step.text.removeprefix("CON "))["screen"] == 2
    assert len(handler.calls) == 2


def test_repetitions_that_come_while_the_first_is_under_way_get_its_answer(answering: Desk) -> None:
    # All are there before the first is answered, or the pause ends; the answer must be the same either way.
    handler = Counting(wait=lambda: threading.Event().wait(0.2))
    on_item(handler)

    statuses = answering.post_together([body_of("s1:0")] * 8)

    assert statuses == [200] * 8
    assert len(handler.calls) == 1
    assert answering.rows("SELECT count(*) FROM ingress_event") == [(1,)]


def test_a_failure_ends_the_session_politely_and_the_same_step_can_be_tried_again(
    answering: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(**given: Any) -> None:
        raise RuntimeError("a defect")

    on_item(fail)
    failed = answering.post(body_of("s1:0"))
    stored_after_failure = answering.rows("SELECT count(*) FROM ingress_event")
    on_item(Counting())
    again = answering.post(body_of("s1:0"))

    assert (failed.status_code, failed.text) == (200, "END Sorry")
    assert stored_after_failure == [(0,)]
    assert again.text.startswith("CON ")
    assert [record.getMessage() for record in caplog.records if record.exc_info] == [
        f"An inline item of connection {answering.facts.id} was not handled"
    ]


def test_whoever_holds_the_session_too_long_costs_the_next_request_a_polite_end(answering: Desk) -> None:
    release = threading.Event()
    on_item(Counting(wait=lambda: release.wait(20)))
    holder = threading.Thread(target=answering.post, args=(body_of("s1:0"),))
    holder.start()
    # Of this database alone: other tests' databases are on the same server.
    held = (
        "SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database "
        "WHERE locktype = 'advisory' AND granted AND datname = current_database()"
    )
    while not answering.rows(held):
        pass

    second = answering.post(body_of("s1:1"))
    release.set()
    holder.join(20)

    assert second.text == "END Sorry"


def test_the_handler_sees_the_sessions_previous_item_and_the_correlation_id(answering: Desk) -> None:
    seen: list[tuple[str, str | None, bool]] = []

    def handler(**given: Any) -> None:
        previous = given["previous"]
        same = given["correlation_id"] == current_correlation.get() != ""
        seen.append((given["item"].item_id, previous and previous.item_id, same))

    on_item(handler)
    for identity, session in (("a", "s1"), ("b", "s2"), ("c", "s1"), ("d", "s1")):
        answering.post(body_of(identity, session=session))

    assert seen == [("a", None, True), ("b", None, True), ("c", "a", True), ("d", "c", True)]
