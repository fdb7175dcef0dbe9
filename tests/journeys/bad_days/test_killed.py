"""Worker, web process and PostgreSQL are killed while a crowd writes: nothing is lost, nothing happens twice."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable

import pytest
from tests.journeys.bad_days.accounts import (
    acknowledged_share,
    assert_answered_once,
    assert_handled_once,
    assert_in_order,
    handled_share,
    settled,
)
from tests.journeys.bad_days.crowd import Crowd, a_crowd
from tests.journeys.bad_days.postgres import KillablePostgres
from tests.journeys.desk import City, Desk, Process, eventually

logger = logging.getLogger(__name__)
pytestmark = [pytest.mark.journey, pytest.mark.badday]

# Ten messages each. A hundred people make the thousand messages that we promise; by hand, because it takes minutes.
PEOPLE = int(os.environ.get("BARAZA_BAD_DAY_PEOPLE", "10"))
KILLED_AT = (0.25, 0.6)
AWAY_SECONDS = 1.0

Kill = Callable[[], None]


def test_a_worker_that_is_killed_loses_nothing_and_repeats_nothing(desk: Desk, city: City) -> None:
    _survive(city, lambda: _kill_and_restart(desk.worker), share_of=handled_share)


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


def _survive(city: City, kill: Kill, *, share_of: Callable[[City, Crowd], float] = acknowledged_share) -> None:
    # given a crowd that writes
    crowd = a_crowd(city, people=PEOPLE)
    crowd.begin()
    try:
        # when something is killed in the middle of it, more than once
        for share in KILLED_AT:
            eventually(lambda wanted=share: share_of(city, crowd) >= wanted, what="The crowd does not get on.")
            kill()
        crowd.finish()
    finally:
        crowd.give_up()
    settled(city, crowd)
    # then
    assert_handled_once(city, crowd)
    uncertain = assert_answered_once(city)
    assert_in_order(city, crowd)
    logger.info(
        "%d messages, %d posts repeated, %d replies uncertain", len(crowd.message_ids), crowd.repeated, uncertain
    )


def _kill_and_restart(process: Process) -> None:
    process.kill()
    time.sleep(AWAY_SECONDS)
    process.start()
