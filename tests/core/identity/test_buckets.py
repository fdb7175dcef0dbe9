"""A token bucket that all processes share: burst and refill are as configured, and two at once never take one too many."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections
from tests.conftest import CommittedDatabase

from baraza.core.identity.models import Bucket
from baraza.core.identity.sign_in import buckets
from baraza.core.identity.sign_in.buckets import Allowance, forget_full, take

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SIX = Allowance(name="follows", per_minute=6, at_once=3)


def at(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    monkeypatch.setattr(buckets, "now", lambda: NOON + timedelta(seconds=seconds))


@pytest.mark.django_db
def test_a_burst_is_granted_and_then_one_for_each_time_of_refilling(monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for seconds in (0, 0, 0, 0, 4, 10, 10, 29.5, 30, 100, 100, 100, 100):
        at(monkeypatch, seconds)
        found.append(take(SIX, who="a"))

    assert found == [0, 0, 0, 10, 6, 0, 10, 0, 0, 0, 0, 0, 10]


@pytest.mark.django_db
def test_each_address_and_each_allowance_has_its_own_and_nobody_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, 0)
    for _ in range(3):
        take(SIX, who="a")

    assert take(SIX, who="a") == 10
    assert take(SIX, who="b") == 0
    assert take(Allowance(name="words", per_minute=6, at_once=3), who="a") == 0
    assert [take(SIX, who="") for _ in range(9)] == [0] * 9
    assert set(Bucket.objects.values_list("key", flat=True)).isdisjoint({"a", "b"})


@pytest.mark.django_db
def test_what_is_full_again_is_forgotten_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, 0)
    take(SIX, who="a")
    at(monkeypatch, 9)
    take(SIX, who="b")
    at(monkeypatch, 11)
    assert (forget_full(), Bucket.objects.count()) == (1, 1)


def test_several_at_once_take_as_many_as_there_are(committed_database: CommittedDatabase) -> None:
    allowance = Allowance(name="race", per_minute=1, at_once=5)

    def drain(_: int) -> list[int]:
        try:
            return [take(allowance, who="a") for _ in range(5)]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        waits = [wait for several in pool.map(drain, range(4)) for wait in several]

    assert waits.count(0) == 5
    assert all(1 <= wait <= 60 for wait in waits if wait)
