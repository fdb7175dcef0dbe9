"""The lists that can be taken away: a service declares each once, under a name, with its columns and its rows."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from baraza.capabilities.exports.errors import KindUnknown
from baraza.core.identity.actor import Actor, NotAllowed

Cell = str | int | float | bool | datetime | None
# JSON: it is kept with the file, and used again by schedules.
Narrowing = Mapping[str, object]
RowType = tuple[int, tuple[Cell, ...]]


@dataclass(frozen=True, kw_only=True)
class Column:
    """`label` is a message id. `paper` is the share of a page's width; 0 leaves the column out of a PDF."""

    key: str
    label: str
    type: Literal["text", "number", "time", "yes_no"] = "text"
    paper: int = 0


@dataclass(frozen=True, kw_only=True)
class ExportKind:
    """`rows(narrowing, after, size)` gives (id, cells) of ids above `after`, ascending; both run in a scope.

    `for_clients(narrowing, clients)` narrows to those whom a viewer may see; without it such viewers have no such file.
    `within(narrowing, since, until)` narrows further to what began in this time, for schedules.
    """

    name: str
    label: str
    permission: str
    columns: tuple[Column, ...]
    rows: Callable[[Narrowing, int, int], list[RowType]]
    count: Callable[[Narrowing], int]
    within: Callable[[Narrowing, datetime, datetime], Narrowing]
    for_clients: Callable[[Narrowing, Collection[str]], Narrowing] | None = None

    def narrowed_for(self, actor: Actor, narrowing: Narrowing) -> Narrowing:
        """Raises NotAllowed for who sees certain clients alone, where the list cannot be narrowed to them."""
        if not actor.clients:
            return narrowing
        if self.for_clients is None:
            raise NotAllowed(f"{self.name} is not for viewers of certain clients.")
        return self.for_clients(narrowing, sorted(actor.clients))


_offered: dict[str, ExportKind] = {}


def offer(kind: ExportKind) -> None:
    _offered[kind.name] = kind


def kind_named(name: str) -> ExportKind:
    """Raises KindUnknown."""
    try:
        return _offered[name]
    except KeyError:
        raise KindUnknown(f"No list is called {name!r}.") from None


def kinds() -> list[ExportKind]:
    return [_offered[name] for name in sorted(_offered)]
