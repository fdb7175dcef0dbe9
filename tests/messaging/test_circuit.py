"""A provider that is down is left in peace, then tried out by one message."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from time_machine import TimeMachineFixture

from baraza.messaging.backoff import pause_before_retry
from baraza.messaging.circuit import Circuit, Policy
from baraza.messaging.contract import Failure, SendError

DOWN = SendError("503", failure=Failure.TEMPORARY, retryable=True)
SILENT = SendError("no answer", failure=Failure.UNCERTAIN, retryable=False)
NO = SendError("no", failure=Failure.REFUSED, retryable=False)
START = datetime.fromisoformat("2026-11-20T08:00:00+00:00")


@pytest.fixture
def circuit(time_machine: TimeMachineFixture) -> Circuit:
    time_machine.move_to(START, tick=False)
    return Circuit(Policy(failures=3, seconds=20))


def fail(circuit: Circuit, *errors: SendError) -> None:
    for error in errors:
        circuit.record(error)


def test_it_opens_after_failures_in_a_row(circuit: Circuit):
    fail(circuit, DOWN, SILENT)
    assert circuit.admits()
    fail(circuit, DOWN)
    assert not circuit.admits()


def test_a_provider_that_says_no_is_not_down(circuit: Circuit):
    fail(circuit, DOWN, DOWN, NO, DOWN, DOWN)
    assert circuit.admits()


def test_a_success_begins_the_count_anew(circuit: Circuit):
    fail(circuit, DOWN, DOWN)
    circuit.record(None)
    fail(circuit, DOWN, DOWN)
    assert circuit.admits()


def test_after_the_pause_exactly_one_message_tries_it_out(circuit: Circuit, time_machine: TimeMachineFixture):
    fail(circuit, DOWN, DOWN, DOWN)
    time_machine.shift(timedelta(seconds=19))
    assert not circuit.admits()
    time_machine.shift(timedelta(seconds=1))
    assert [circuit.admits(), circuit.admits()] == [True, False]
    circuit.record(None)
    assert [circuit.admits(), circuit.admits()] == [True, True]


def test_a_trial_that_fails_opens_it_again(circuit: Circuit, time_machine: TimeMachineFixture):
    fail(circuit, DOWN, DOWN, DOWN)
    time_machine.shift(timedelta(seconds=20))
    assert circuit.admits()
    fail(circuit, DOWN)
    assert not circuit.admits()
    time_machine.shift(timedelta(seconds=20))
    assert circuit.admits()


def test_a_trial_that_never_comes_back_does_not_close_the_way_for_ever(
    circuit: Circuit, time_machine: TimeMachineFixture
):
    fail(circuit, DOWN, DOWN, DOWN)
    time_machine.shift(timedelta(seconds=20))
    assert circuit.admits()
    time_machine.shift(timedelta(seconds=20))
    assert circuit.admits()


def test_results_of_calls_that_began_before_it_opened_are_let_pass(circuit: Circuit):
    fail(circuit, DOWN, DOWN, DOWN, DOWN, DOWN)
    circuit.record(None)
    assert not circuit.admits()


@given(attempts=st.integers(min_value=1, max_value=8))
def test_pauses_grow_to_six_hours_at_most(attempts: int):
    pause = pause_before_retry(attempts=attempts, error=DOWN).total_seconds()
    least = min(5 * 4 ** (attempts - 1), 6 * 3600)
    assert least <= pause <= least + 3


def test_a_refused_account_is_given_time_and_the_provider_has_the_last_word():
    account = SendError("expired", failure=Failure.ACCOUNT, retryable=False)
    told = SendError("429", failure=Failure.THROTTLED, retryable=True, retry_after=90)
    assert pause_before_retry(attempts=1, error=account) == timedelta(seconds=600)
    assert pause_before_retry(attempts=1, error=told) == timedelta(seconds=90)
