"""A list of numbers that can be taken away, of any length and with any surprise on the way."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from baraza.capabilities.exports import kinds
from baraza.capabilities.exports.kinds import Cell, Column, ExportKind, Narrowing, RowType

AT = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)


def nothing_happens(_: int) -> None:
    """Before a batch."""


@dataclass
class Numbers:
    """`before_batch` is called with the id after which a batch begins; narrowing `most` says how many there are."""

    total: int = 5
    before_batch: Callable[[int], None] = nothing_happens
    asked: list[int] = field(default_factory=list)
    narrowings: list[Narrowing] = field(default_factory=list)

    def rows(self, narrowing: Narrowing, after: int, size: int) -> list[RowType]:
        self.before_batch(after)
        self.asked.append(after)
        self.narrowings.append(narrowing)
        last = min(after + size, self.count(narrowing))
        return [(number, self.cells(number)) for number in range(after + 1, last + 1)]

    def cells(self, number: int) -> tuple[Cell, ...]:
        return (number, f"text {number}", AT, number % 2 == 0)

    def count(self, narrowing: Narrowing) -> int:
        most: Any = narrowing.get("most", self.total)
        return int(most)


@contextmanager
def numbers_offered(numbers: Numbers, *, name: str = "numbers", permission: str = "complaints.read") -> Iterator[None]:
    before = dict(kinds._offered)
    kinds.offer(
        ExportKind(
            name=name,
            label="Numbers",
            permission=permission,
            columns=(
                Column(key="number", label="Number", type="number", paper=1),
                Column(key="text", label="Text", paper=3),
                Column(key="at", label="When", type="time", paper=2),
                Column(key="even", label="Even", type="yes_no"),
            ),
            rows=numbers.rows,
            count=numbers.count,
            within=lambda narrowing, since, until: {**narrowing, "since": str(since), "until": str(until)},
        )
    )
    yield
    kinds._offered.clear()
    kinds._offered.update(before)
