"""What workers do by themselves, and the figures that tell of it."""

from datetime import datetime, timedelta

import pytest
from django.db import connection as database
from prometheus_client import CollectorRegistry, generate_latest
from tests.conftest import CommittedDatabase
from tests.factories.core import make_organisation
from tests.factories.messaging import (
    Listener,
    ScriptedProvider,
    a_connection,
    a_contact,
    a_dialled,
    a_received,
    comes_in,
)
from time_machine import TimeMachineFixture

from baraza.core.jobs.queue import decode
from baraza.core.jobs.registry import job_named
from baraza.core.tenancy.scope import organisation_scope
from baraza.messaging import jobs, outbox
from baraza.messaging.claiming import claim_next
from baraza.messaging.contract import Failure, Screen, SendError, Text
from baraza.messaging.gauges import OutboxCollector
from baraza.messaging.models import EarlyReceipt

START = datetime.fromisoformat("2026-11-20T08:00:00+00:00")


def queued(name: str) -> list[tuple[int | None, dict[str, object]]]:
    with database.cursor() as cursor:
        cursor.execute("SELECT payload FROM pgqueuer WHERE entrypoint = %s ORDER BY id", [name])
        return [decode(bytes(payload)) for (payload,) in cursor.fetchall()]


def test_a_message_is_marked_as_read_by_a_job_and_a_dialled_one_is_not(
    committed_database: CommittedDatabase, chat: ScriptedProvider, dial: ScriptedProvider, listener: Listener
):
    # given
    listener.screen = Screen(text="Welcome")
    organisation_id = make_organisation().id
    connection = a_connection(organisation_id=organisation_id)
    # when
    comes_in(connection, a_received(external_id="wamid.1"))
    comes_in(a_connection(organisation_id=organisation_id, source="dial.scripted"), a_dialled())
    # then
    assert queued("messaging.mark_read") == [
        (organisation_id, {"connection_id": connection.id, "external_id": "wamid.1"})
    ]
    assert chat.read == []
    jobs.mark_read(organisation_id=organisation_id, connection_id=connection.id, external_id="wamid.1")
    assert chat.read == ["wamid.1"]


def test_a_read_receipt_that_is_refused_hurts_nobody(
    committed_database: CommittedDatabase, chat: ScriptedProvider, monkeypatch: pytest.MonkeyPatch
):
    connection = a_connection(organisation_id=make_organisation().id)

    def refuse(**_: object) -> None:
        raise SendError("400", failure=Failure.REFUSED, retryable=False)

    monkeypatch.setattr(chat, "mark_read", refuse)
    jobs.mark_read(organisation_id=connection.organisation_id, connection_id=connection.id, external_id="wamid.1")
    assert queued("messaging.mark_read") == []


def test_the_sweep_goes_through_every_organisation_and_asks_once(
    committed_database: CommittedDatabase, chat: ScriptedProvider, time_machine: TimeMachineFixture
):
    # given a due message in each of two organisations, whose jobs are gone
    time_machine.move_to(START, tick=False)
    expected = []
    for _ in range(2):
        connection = a_connection(organisation_id=make_organisation().id)
        contact_id = a_contact(organisation_id=connection.organisation_id)
        with organisation_scope(organisation_id=connection.organisation_id):
            outbox.post(contact_id=contact_id, connection_id=connection.id, content=Text(body="x"), key="k")
        expected.append((connection.organisation_id, {"contact_id": contact_id}))
    with database.cursor() as cursor:
        cursor.execute("DELETE FROM pgqueuer")
    # when
    jobs.sweep_outbox()
    assert queued("outbox.dispatch") == []
    time_machine.shift(timedelta(seconds=6))
    jobs.sweep_outbox()
    jobs.sweep_outbox()
    # then
    assert sorted(queued("outbox.dispatch"), key=str) == sorted(expected, key=str)


def test_the_figures_say_what_waits_what_failed_and_for_how_long(
    committed_database: CommittedDatabase, chat: ScriptedProvider, time_machine: TimeMachineFixture
):
    # given
    time_machine.move_to(START, tick=False)
    connection = a_connection(organisation_id=make_organisation().id)
    comes_in(connection, a_received())
    contact_id = a_contact(organisation_id=connection.organisation_id)
    with organisation_scope(organisation_id=connection.organisation_id):
        for number in range(3):
            outbox.post(contact_id=contact_id, connection_id=connection.id, content=Text(body="x"), key=f"k{number}")
    claim_next(organisation_id=connection.organisation_id, contact_id=contact_id)
    time_machine.shift(timedelta(seconds=30))
    # when
    registry = CollectorRegistry()
    registry.register(OutboxCollector())
    lines = [line for line in generate_latest(registry).decode().splitlines() if not line.startswith("#")]
    # then
    assert sorted(lines) == [
        "baraza_connections_in_trouble 0.0",
        'baraza_outbox_entries{status="failed"} 0.0',
        'baraza_outbox_entries{status="queued"} 2.0',
        'baraza_outbox_entries{status="sending"} 1.0',
        'baraza_outbox_entries{status="uncertain"} 0.0',
        "baraza_outbox_oldest_due_seconds 30.0",
    ]


def test_receipts_of_unknown_messages_are_forgotten_by_a_job(
    committed_database: CommittedDatabase, chat: ScriptedProvider, time_machine: TimeMachineFixture
):
    time_machine.move_to(START, tick=False)
    connection = a_connection(organisation_id=make_organisation().id)
    with organisation_scope(organisation_id=connection.organisation_id):
        EarlyReceipt.objects.create(
            organisation_id=connection.organisation_id, connection_id=connection.id, external_id="x", status="read"
        )
    jobs.forget_early_receipts()
    with organisation_scope(organisation_id=connection.organisation_id):
        assert EarlyReceipt.objects.count() == 1
    time_machine.shift(timedelta(hours=25))
    jobs.forget_early_receipts()
    with organisation_scope(organisation_id=connection.organisation_id):
        assert EarlyReceipt.objects.count() == 0


def test_the_jobs_that_are_asked_for_can_be_run_as_they_are_stored(
    committed_database: CommittedDatabase, chat: ScriptedProvider, listener: Listener
):
    # given
    connection = a_connection(organisation_id=make_organisation().id)
    comes_in(connection, a_received(external_id="wamid.1"))
    with organisation_scope(organisation_id=connection.organisation_id):
        outbox.post(
            contact_id=listener.heard[0].contact_id, connection_id=connection.id, content=Text(body="x"), key="k"
        )
    # when
    for name in ("messaging.mark_read", "outbox.dispatch"):
        for organisation_id, arguments in queued(name):
            job_named(name).function(organisation_id=organisation_id, **arguments)
    # then
    assert chat.read == ["wamid.1"]
    assert [outgoing.key for outgoing in chat.sent] == ["k"]
