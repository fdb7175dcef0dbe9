"""The provider is away for a day: the worker's own jobs bring all of it back, calls, words, cost and recordings."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection as database
from pytest_django import Settings
from tests.channels.voice.retell import AGENT, a_call, an_analyzed_call
from tests.factories.calls import a_voice_connection, an_agent, tells
from tests.factories.core import make_organisation

from baraza.core.ingress.connections import forget_cached_connections
from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.ingress.models import Connection
from baraza.core.jobs.queue import decode
from baraza.core.jobs.registry import job_named
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib import clock
from baraza.operations.demo.retell_api import RetellApi, Sandbox, retell_sandbox
from baraza.services.call_analytics import jobs
from baraza.services.call_analytics.models import Agent, Backfill, Call, CallDetail, Recording
from baraza.services.call_analytics.queries.reconciliation import reconciliation

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def served() -> Iterator[Sandbox]:
    with retell_sandbox(api=RetellApi(with_recordings=True)) as found:
        yield found


@pytest.fixture
def account(served: Sandbox, settings: Settings, tmp_path: Path) -> ConnectionFacts:
    settings.RETELL_API_URL, settings.MEDIA_ROOT, settings.DEMO_MODE = served.url, tmp_path, True
    found = a_voice_connection(organisation_id=make_organisation().id)
    an_agent(connection=found)
    with organisation_scope(organisation_id=found.organisation_id):
        # The agent has stood here for days: what is missing is not history.
        Agent.objects.update(created_at=clock.now() - timedelta(days=30))
    return found


def worker_works(*, hours: float = 0) -> int:
    """Every job that waits, and those that they ask for; with `hours` those of later, too. How many."""
    done = 0
    while True:
        with database.cursor() as cursor:
            cursor.execute(
                "DELETE FROM pgqueuer WHERE id = (SELECT id FROM pgqueuer WHERE entrypoint LIKE 'calls.%%'"
                " AND execute_after <= now() + make_interval(secs => %s) ORDER BY id LIMIT 1)"
                " RETURNING entrypoint, payload",
                [hours * 3600],
            )
            row = cursor.fetchone()
        if row is None:
            return done
        organisation_id, arguments = decode(bytes(row[1]))
        job_named(row[0]).function(organisation_id=organisation_id, **arguments)
        done += 1


def test_after_a_day_without_the_provider_nothing_is_missing(served: Sandbox, account: ConnectionFacts) -> None:
    yesterday = clock.now() - timedelta(hours=20)
    began = [int((yesterday + timedelta(hours=hour)).timestamp() * 1000) for hour in range(6)]
    talks = [
        an_analyzed_call(f"call_{number}", start_timestamp=at, end_timestamp=at + 61_500)
        for number, at in enumerate(began)
    ]
    # Of one call the beginning was told, of one the end; the rest of the day nothing came.
    tells(account, "call_started", a_call("call_0", start_timestamp=began[0]))
    tells(account, "call_ended", {name: talks[1][name] for name in ("call_id", "agent_id", "call_status")})
    served.state.down = True
    for _ in range(3):
        jobs.backfill_all()
        worker_works()
    with organisation_scope(organisation_id=account.organisation_id):
        assert (Call.objects.count(), bool(Backfill.objects.get().error)) == (2, True)

    served.state.down, served.state.calls = False, talks
    jobs.backfill_all()
    worker_works(hours=1)

    with organisation_scope(organisation_id=account.organisation_id):
        found = Call.objects.order_by("external_id")
        assert {(one.state, one.cost_micros, one.duration_ms, one.agent_external_id) for one in found} == {
            ("ENDED", 12_300_000, 61_500, AGENT)
        }
        assert [one.external_id for one in found if one.repaired] == [talk["call_id"] for talk in talks]
        assert {(one.words_final, one.transcript) for one in CallDetail.objects.all()} == {
            (True, talks[0]["transcript"])
        }
        assert list(Recording.objects.values_list("status", flat=True)) == ["ready"] * 6
        days = reconciliation(connection_id=account.id)
        assert (sum(day.here for day in days), Backfill.objects.get().error) == (6, "")
    jobs.backfill_all()
    served.state.asked.clear()
    worker_works(hours=1)
    # A second look finds nothing to mend: it asks for the list, and for no call again.
    assert [one for one in served.state.asked if "get-call" in one or "recordings" in one] == []


def test_a_call_that_is_too_large_for_the_door_comes_later_cut_and_marked(
    served: Sandbox, account: ConnectionFacts
) -> None:
    """The door refuses ten megabytes (tests/journeys/bad_days); nobody has to do anything about it."""
    at = int((clock.now() - timedelta(hours=2)).timestamp() * 1000)
    long = "User: Good morning.\n" * 500_000
    served.state.calls = [an_analyzed_call("call_long", start_timestamp=at, end_timestamp=at + 61_500, transcript=long)]
    jobs.backfill_all()
    worker_works(hours=1)

    with organisation_scope(organisation_id=account.organisation_id):
        detail, call = CallDetail.objects.get(), Call.objects.get()
    assert (len(detail.transcript), call.doubts, call.state) == (2_000_000, ["transcript_cut"], "ENDED")


def test_a_connection_whose_key_was_lost_is_said_to_fail_and_leaves_no_job_that_does(account: ConnectionFacts) -> None:
    with organisation_scope(organisation_id=account.organisation_id):
        Connection.objects.update(secrets_sealed=b"of another key")
    forget_cached_connections()
    jobs.backfill_all()

    worker_works()

    with organisation_scope(organisation_id=account.organisation_id):
        assert Backfill.objects.get().error == "None of BARAZA_SECRETS_KEYS opens these secrets for this organisation."
