"""A long table gone through in pieces, so that no transaction is long."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key")


@dataclass(frozen=True, kw_only=True)
class Swept(Generic[Key]):
    """`last` is the key to go on after; None when the end was reached."""

    count: int
    last: Key | None


def sweep_all(sweep: Callable[[Key | None], Swept[Key]]) -> int:
    """Calls `sweep` with the key to go on after, None at first, until the end; returns the sum of what it counted."""
    total, swept = 0, sweep(None)
    while swept.last is not None:
        total, swept = total + swept.count, sweep(swept.last)
    return total + swept.count
