"""What a loop of calls costs at every depth of the stack, with room for deep calls and without.

    python benchmarks/call_stack.py [--calls 20000]

The same loop runs 0 to 299 calls deep in a thread of its own: at the worst depth, at the median, and at the best. Times
are CPU time, the better of two rounds, because other work on the machine only ever adds to them.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from statistics import median

from measuring import figures, machine
from measuring.figures import Figure

from baraza.lib.call_stack import with_room

DEPTHS = 300
ROUNDS = 2


def loop_at(depth: int, calls: int) -> float:
    """Nanoseconds of CPU time per call."""
    if depth:
        return loop_at(depth - 1, calls)
    start = time.thread_time_ns()
    for _ in range(calls):
        _calls_another()
    return (time.thread_time_ns() - start) / calls


def _calls_another() -> None:
    _is_called()


def _is_called() -> None:
    return


def every_depth(calls: int) -> list[float]:
    return [min(loop_at(depth, calls) for _ in range(ROUNDS)) for depth in range(DEPTHS)]


def in_a_thread(work: Callable[[], list[float]]) -> list[float]:
    """Where nothing is above it, as requests and jobs begin."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work).result()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = figures.parser(__doc__)
    parser.add_argument("--calls", type=int, default=20_000, help="calls at each depth")
    options = parser.parse_args(arguments)
    calls = 50 if options.quick else options.calls
    print(machine.describe())
    without = in_a_thread(lambda: every_depth(calls))
    room = in_a_thread(lambda: with_room(every_depth, calls))
    made = [
        Figure(
            what=f"loop of calls, {name} of {DEPTHS} depths, with room",
            ours=f"{of(room):.0f} ns a call",
            reference=f"{of(without):.0f} ns without",
            ratio=of(room) / of(without),
            target="",
            met=None,
            samples=f"better of {ROUNDS} × {calls} calls at each depth",
        )
        for name, of in (("worst", max), ("median", median), ("best", min))
    ]
    figures.publish(made, file=options.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
