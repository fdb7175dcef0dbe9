"""Worker, web process and PostgreSQL are killed while a crowd writes: nothing is lost, nothing happens twice."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import pytest
from tests.journeys.bad_days.accounts import assert_answered_once, assert_handled_once, assert_in_order, settled
from tests.journeys.bad_days.crowd import a_crowd
from tests.journeys.bad_days.postgres import KillablePostgres
from tests.journeys.desk import City, Desk, Process

pytestmark = [pytest.mark.journey, pytest.mark.badday]

# Ten messages each. A hundred people make the thousand messages that we promise; by hand, because it takes minutes.
PEOPLE = int(os.environ.get("BARAZA_BAD_DAY_PEOPLE", "10"))
KILLED_AT = (0.25, 0.6)
AWAY_SECONDS = 1.0

Kill = Callable[[], None]


def test_a_worker_that_is_killed_loses_nothing_and_repeats_nothing(desk: Desk, city: City) -> None:
    _survive(city, lambda: _kill_and_restart(desk.worker))


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


def _survive(city: City, kill: Kill) -> None:
    # given a crowd that writes
    crowd = a_crowd(city, people=PEOPLE)
    crowd.begin()
    try:
        # when something is killed in the middle of it, more than once
        for share in KILLED_AT:
            crowd.wait_for_share(share)
            kill()
        crowd.finish()
    finally:
        crowd.give_up()
    settled(city, crowd)
    # then
    assert_handled_once(city, crowd)
    uncertain = assert_answered_once(city)
    assert_in_order(city, crowd)
    print(f"{len(crowd.message_ids)} messages, {crowd.repeated} posts repeated, {uncertain} replies uncertain")


def _kill_and_restart(process: Process) -> None:
    process.kill()
    time.sleep(AWAY_SECONDS)
    process.start()
