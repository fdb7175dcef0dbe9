"""What is acknowledged is stored, once, with the job that will handle it; together with others where they come together."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from tests.conftest import OwnServer
from tests.core.ingress.conftest import Desk, body_of, serve_door

from baraza.core.jobs.queue import decode

pytestmark = pytest.mark.badday


def _count(desk: Desk, table: str) -> int:
    return desk.rows(f"SELECT count(*) FROM {table}")[0][0]


def test_an_event_keeps_what_the_source_said_and_a_correlation_id(storing: Desk) -> None:
    storing.post(body_of("m1", sender="+27821234567", text="Water is leaking"))

    rows = storing.rows(
        "SELECT organisation_id, connection_id, item_id, kind, sender, payload, state, attempts, length(correlation_id)"
        " FROM ingress_event"
    )
    assert rows == [
        (
            storing.facts.organisation_id,
            storing.facts.id,
            "m1",
            "message",
            "+27821234567",
            {"id": "m1", "sender": "+27821234567", "text": "Water is leaking"},
            "RECEIVED",
            0,
            32,
        )
    ]


def test_one_job_per_sender_is_waiting_with_the_event(storing: Desk) -> None:
    body = {"items": [{"id": "a", "sender": "+271"}, {"id": "b", "sender": "+272"}, {"id": "c", "sender": "+271"}]}
    storing.post(json.dumps(body).encode())

    jobs = storing.rows("SELECT entrypoint, payload, headers->>'correlation_id', status::text FROM pgqueuer")
    (correlation,) = storing.rows("SELECT DISTINCT correlation_id FROM ingress_event")[0]

    assert sorted((name, decode(bytes(payload))[1]["sender"]) for name, payload, *_ in jobs) == [
        ("ingress.drain", "+271"),
        ("ingress.drain", "+272"),
    ]
    assert {decode(bytes(payload))[0] for _, payload, *_ in jobs} == {storing.facts.organisation_id}
    assert {row[2:] for row in jobs} == {(correlation, "queued")}


def test_a_repeated_request_is_acknowledged_and_changes_nothing(storing: Desk) -> None:
    first = storing.post(body_of("m1"))
    second = storing.post(body_of("m1"))

    assert (first.status_code, second.status_code) == (200, 200)
    assert (_count(storing, "ingress_event"), _count(storing, "pgqueuer")) == (1, 1)


def test_fifty_identical_requests_at_once_are_one_event_and_one_job(storing: Desk) -> None:
    statuses = storing.post_together([body_of("m1")] * 50)

    assert statuses == [200] * 50
    assert (_count(storing, "ingress_event"), _count(storing, "pgqueuer")) == (1, 1)


def test_requests_that_come_while_a_commit_is_under_way_share_the_next_one(storing: Desk) -> None:
    storing.post(body_of("warm"))
    bodies = [body_of(f"m{number}", sender=f"+{number}") for number in range(60)]
    with ThreadPoolExecutor(2) as threads, psycopg.connect(**storing.database.owner.conninfo()) as blocker:
        blocker.execute("LOCK TABLE ingress_event IN SHARE MODE")
        first = threads.submit(storing.post, body_of("first"))
        _wait_until_somebody_is_blocked(blocker)
        others = threads.submit(storing.post_together, bodies)
        storing.wait_for_waiting_requests(60)
        blocker.rollback()

        assert first.result(timeout=20).status_code == 200
        assert others.result(timeout=20) == [200] * 60

    assert storing.rows("SELECT count(*), count(DISTINCT xmin::text) FROM ingress_event WHERE item_id LIKE 'm%'") == [
        (60, 1)
    ]


def _wait_until_somebody_is_blocked(blocker: psycopg.Connection) -> None:
    query = (
        "SELECT count(*) FROM pg_locks WHERE NOT granted"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    deadline = time.monotonic() + 20
    while blocker.execute(query).fetchone() == (0,):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_persons_items_have_ids_in_the_order_in_which_they_came(storing: Desk) -> None:
    storing.post(body_of("z", "y", "x", "b", "a"))

    assert storing.rows("SELECT item_id FROM ingress_event ORDER BY id") == [("z",), ("y",), ("x",), ("b",), ("a",)]


def test_one_request_that_the_database_refuses_does_not_cost_the_others_theirs(storing: Desk) -> None:
    storing.post(body_of("warm"))
    # No item of a provider reaches this size; PostgreSQL's jsonb refuses the number, not the JSON.
    impossible = b'{"items": [{"id": "bad", "number": 1' + b"0" * 200_000 + b"}]}"

    statuses = storing.post_together([body_of("m1"), impossible, body_of("m2")])

    assert (statuses[0], statuses[2]) == (200, 200)
    assert statuses[1] in {400, 500}
    assert storing.rows("SELECT item_id FROM ingress_event ORDER BY item_id") == [("m1",), ("m2",), ("warm",)]


def test_nothing_is_acknowledged_before_the_commit(storing: Desk) -> None:
    storing.post(body_of("warm"))
    with ThreadPoolExecutor(1) as threads, psycopg.connect(**storing.database.owner.conninfo()) as blocker:
        blocker.execute("LOCK TABLE ingress_event IN SHARE MODE")
        response = threads.submit(storing.post, body_of("m1"))
        _wait_until_somebody_is_blocked(blocker)

        answered_while_waiting = response.done()
        blocker.rollback()

        assert answered_while_waiting is False
        assert response.result(timeout=10).status_code == 200


def test_while_the_database_is_away_providers_are_asked_to_come_back_and_then_served(
    registered: None, own_server: OwnServer
) -> None:
    serving = serve_door(own_server.database, source="test.storing")
    storing = next(serving)
    before = storing.post(body_of("m1")).status_code
    own_server.stop()

    during = storing.post(body_of("m2"))
    own_server.start()
    after = storing.post_until_taken(body_of("m2"))

    assert (before, during.status_code, during.headers["retry-after"], after.status_code) == (200, 503, "5", 200)
    assert storing.rows("SELECT item_id FROM ingress_event ORDER BY id") == [("m1",), ("m2",)]
    assert list(serving) == []
