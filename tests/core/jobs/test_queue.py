"""Jobs are asked for in the caller's transaction and known by name."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from baraza.core.jobs import registry
from baraza.core.jobs.queries import queue_age_seconds, queue_length
from baraza.core.jobs.queue import Json, decode, enqueue, enqueue_several
from baraza.core.jobs.registry import JobNameTaken, JobUnknown, job
from baraza.lib.clock import now
from baraza.lib.correlation import correlation_id

pytestmark = pytest.mark.django_db


def do_nothing(*, organisation_id: int) -> None:
    """Stands for any job."""


@pytest.fixture(autouse=True)
def known_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))
    job(name="test.nothing")(do_nothing)


def _waiting() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT entrypoint, payload, headers->>'correlation_id', priority FROM pgqueuer ORDER BY id")
        return [
            (name, decode(bytes(payload)), correlation, priority) for name, payload, correlation, priority in cursor
        ]


def test_a_job_carries_its_arguments_its_organisation_and_the_correlation_id() -> None:
    token = correlation_id.set("abc123")

    enqueue(job="test.nothing", organisation_id=7, arguments={"case_id": 5}, priority=3)

    correlation_id.reset(token)
    assert _waiting() == [("test.nothing", (7, {"case_id": 5}), "abc123", 3)]


def test_a_job_of_a_rolled_back_transaction_was_never_asked_for() -> None:
    with transaction.atomic():
        enqueue(job="test.nothing", organisation_id=7, arguments={})
        transaction.set_rollback(True)

    assert _waiting() == []


def test_jobs_of_one_key_wait_once_and_other_keys_wait_beside_them() -> None:
    for key in ("a", "a", "b", "a"):
        enqueue(job="test.nothing", organisation_id=7, arguments={"key": key}, key=key)

    assert [payload for _, payload, _, _ in _waiting()] == [(7, {"key": "a"}), (7, {"key": "b"})]


def test_several_jobs_are_asked_for_at_once_each_by_its_key() -> None:
    enqueue(job="test.nothing", organisation_id=7, arguments={"key": "7"}, key="7")

    wanted: dict[str, dict[str, Json]] = {str(number): {"key": str(number)} for number in range(205)}
    enqueue_several(job="test.nothing", organisation_id=7, several=wanted)
    enqueue_several(job="test.nothing", organisation_id=7, several={})

    found = [payload for _, payload, _, _ in _waiting()]
    assert found == [(7, wanted["7"]), *((7, one) for key, one in wanted.items() if key != "7")]


def test_a_job_that_nobody_knows_is_refused_at_once() -> None:
    with pytest.raises(JobUnknown, match=r"No job is called 'test\.typo'"):
        enqueue(job="test.typo", organisation_id=7, arguments={})

    assert _waiting() == []


def test_two_functions_cannot_have_one_name() -> None:
    with pytest.raises(JobNameTaken):
        job(name="test.nothing")(lambda **_: None)


def test_only_jobs_that_could_run_make_the_queue_old() -> None:
    enqueue(job="test.nothing", organisation_id=7, arguments={}, run_at=now() + timedelta(hours=1))
    age_with_a_job_for_later = queue_age_seconds()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE pgqueuer SET execute_after = clock_timestamp() - interval '90 seconds'")

    assert age_with_a_job_for_later == 0
    assert 90 <= queue_age_seconds() < 150
    assert queue_length() == 1
