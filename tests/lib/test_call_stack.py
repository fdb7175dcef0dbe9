"""A loop deep in the calls takes no memory from the system again and again, wherever it runs."""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from baraza.lib.call_stack import with_room

CALLS = 500
# More than fill a piece of 16 KiB several times.
DEPTHS = range(300)
TOUCHES_NEW_MEMORY = sys.version_info < (3, 13)


def pages_touched(depth: int) -> int:
    """By a loop of calls that runs that many calls deep: pages of memory that this process had not had before."""
    if depth:
        return pages_touched(depth - 1)
    before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
    for _ in range(CALLS):
        _calls_another()
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before


def _calls_another() -> None:
    _is_called()


def _is_called() -> None:
    return


def most_pages() -> int:
    return max(pages_touched(depth) for depth in DEPTHS)


def in_a_thread(work: Callable[[], int]) -> int:
    """Where nothing is above it, as jobs and answers are worked out."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work).result()


@pytest.mark.skipif(not TOUCHES_NEW_MEMORY, reason="Python has been mended from 3.13 on")
def test_without_room_some_loop_touches_new_memory_at_every_call() -> None:
    assert in_a_thread(most_pages) >= CALLS


def test_with_room_no_loop_does() -> None:
    assert in_a_thread(lambda: with_room(most_pages)) < CALLS / 10


def test_room_within_room_is_room_again() -> None:
    assert in_a_thread(lambda: with_room(lambda: with_room(lambda: with_room(most_pages)))) < CALLS / 10


def test_what_is_given_goes_in_and_what_is_answered_or_raised_comes_out() -> None:
    def work(*given: int, **named: int) -> tuple[tuple[int, ...], dict[str, int]]:
        return given, named

    def fails() -> None:
        raise LookupError("as it was")

    assert with_room(work, 1, 2, three=3) == ((1, 2), {"three": 3})
    with pytest.raises(LookupError, match="as it was"):
        with_room(fails)
