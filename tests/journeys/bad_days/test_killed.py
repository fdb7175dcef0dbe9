"""Worker, web process and PostgreSQL are killed while a crowd writes: nothing is lost, nothing happens twice."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterator

import pytest
from tests.journeys.bad_days.accounts import (
    acknowledged_share,
    assert_answered_once,
    assert_handled_once,
    assert_in_order,
    handled_share,
    messages_taken,
    settled,
)
from tests.journeys.bad_days.crowd import Crowd, a_crowd
from tests.journeys.bad_days.postgres import KillablePostgres
from tests.journeys.bad_days.provider import a_provider, connected
from tests.journeys.desk import City, Desk, Process, eventually

logger = logging.getLogger(__name__)
pytestmark = [pytest.mark.journey, pytest.mark.badday]

# Ten messages each. A hundred people make the thousand messages that we promise; by hand, because it takes a minute more.
PEOPLE = int(os.environ.get("BARAZA_BAD_DAY_PEOPLE", "10"))
KILLED_AT = (0.25, 0.6)
AWAY_SECONDS = 1.0
SLOW_SECONDS = 0.3

Kill = Callable[[], None]


@pytest.fixture(autouse=True)
def ready_for_the_next(desk: Desk) -> Iterator[None]:
    """What was killed last may still be starting, and the tests that share the desk come in any order."""
    yield
    desk.wait_until_ready()


def test_a_worker_that_is_killed_loses_nothing_and_repeats_nothing(desk: Desk, city: City) -> None:
    # Others take over a dead worker's jobs after eight seconds, so once is enough for a test.
    _survive(city, lambda: _kill_and_restart(desk.worker), share_of=handled_share, shares=(0.4,))


def test_a_web_process_that_is_killed_loses_nothing_and_repeats_nothing(desk: Desk, city: City) -> None:
    _survive(city, lambda: _kill_and_restart(desk.web))


def test_a_database_that_is_killed_loses_nothing_and_repeats_nothing(
    desk: Desk, city: City, postgres_of_bad_days: KillablePostgres
) -> None:
    def kill() -> None:
        postgres_of_bad_days.kill()
        time.sleep(AWAY_SECONDS)
        postgres_of_bad_days.start()

    _survive(city, kill)


def test_what_a_killed_worker_was_sending_is_shown_as_uncertain_and_never_sent_twice(desk: Desk, city: City) -> None:
    # given a provider that takes its time, so that calls are on their way whenever the worker is killed
    with a_provider() as provider:
        provider.before_answer = lambda *_: time.sleep(SLOW_SECONDS)
        crowd = a_crowd(city, people=4, connection=connected(city, provider.url))
        crowd.begin()
        try:
            # when
            eventually(lambda: len(provider.taken) >= 4)
            _kill_and_restart(desk.worker)
            crowd.finish()
        finally:
            crowd.give_up()
        settled(city, crowd)
    # then
    assert_handled_once(city, crowd)
    assert assert_answered_once(city, provider.taken) >= 1
    assert_in_order(crowd, provider.taken)


def _survive(
    city: City,
    kill: Kill,
    *,
    share_of: Callable[[City, Crowd], float] = acknowledged_share,
    shares: tuple[float, ...] = KILLED_AT,
) -> None:
    # given a crowd that writes
    crowd = a_crowd(city, people=PEOPLE)
    crowd.begin()
    try:
        # when something is killed in the middle of it
        for share in shares:
            eventually(lambda wanted=share: share_of(city, crowd) >= wanted, what="The crowd does not get on.")
            kill()
        crowd.finish()
    finally:
        crowd.give_up()
    settled(city, crowd)
    # then
    assert_handled_once(city, crowd)
    messages = messages_taken(city)
    uncertain = assert_answered_once(city, messages)
    assert_in_order(crowd, messages)
    logger.info(
        "%d messages, %d posts repeated, %d replies uncertain", len(crowd.message_ids), crowd.repeated, uncertain
    )


def _kill_and_restart(process: Process) -> None:
    process.kill()
    time.sleep(AWAY_SECONDS)
    process.start()
