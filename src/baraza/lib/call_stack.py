"""Room for deep calls, which the interpreter otherwise takes from the system and gives back again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

# Of eight bytes each; a call needs some fifty. What is not used is never touched and costs no memory. They are more than
# half of a megabyte: room within room would otherwise fit into the first and leave nothing below it.
PLACES = 66_000


def with_room(work: Callable[Given, Answer], /, *given: Given.args, **named: Given.kwargs) -> Answer:
    """What `work` answers, or raises. Worth it once per request or job, around everything that goes deep.

    Python 3.11 and 3.12 keep the variables of calls in pieces of 16 KiB. A loop that happens to run at the end of a
    piece asks the system for the next one at every call, and returns it after the call: a hundred times slower than
    the same loop a few calls higher (https://github.com/python/cpython/issues/142183; 3.13 and 3.14 have been mended).
    This call says that it needs a piece of a megabyte by itself; all calls below it find room there.
    """
    return work(*given, **named)


with_room.__code__ = with_room.__code__.replace(co_stacksize=PLACES)
