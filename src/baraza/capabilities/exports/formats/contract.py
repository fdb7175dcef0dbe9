"""What a format gets and what it must do."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from baraza.capabilities.exports.kinds import Cell, Column

# More of it nobody reads on paper.
PDF_ROWS_AT_MOST: Final = 5_000


class Target(Protocol):
    def write(self, content: bytes, /) -> int: ...


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """`title` and `lines` stand above a list on paper; `labels` are the columns' in the reader's language.

    `colour` and `logo` are the organisation's own, for paper; empty where it has none.
    """

    title: str
    organisation: str
    lines: tuple[str, ...]
    columns: tuple[Column, ...]
    labels: tuple[str, ...]
    zone: ZoneInfo
    scratch: Path
    colour: str = ""
    logo: bytes | None = None


class Writer(Protocol):
    def rows(self, rows: Sequence[tuple[Cell, ...]]) -> None: ...

    def finish(self) -> None: ...

    def abandon(self) -> None:
        """Lets go of what is open, when there will be no file."""
