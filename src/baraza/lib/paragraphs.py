"""A safe little part of Markdown: headings, paragraphs, lists. What is written stays text; nothing becomes markup of its own."""

import re
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

Kind = Literal["heading", "paragraph", "list", ""]
_MARKS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"#{1,3}\s+(.*)"), "heading"),
    (re.compile(r"[-*•]\s+(.*)"), "list"),
)


@dataclass(frozen=True, kw_only=True)
class Block:
    """`lines` are the items of a list, else the one text."""

    kind: Kind
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return self.lines[0]


def read_blocks(text: str) -> list[Block]:
    """An empty line ends a paragraph; a line that begins with a hash is a heading, lines with a dash are a list."""
    lines = [_read(line.strip()) for line in text.splitlines()]
    blocks: list[Block] = []
    for kind, group in groupby(lines, key=lambda line: line[0]):
        words = tuple(line[1] for line in group)
        if kind == "heading":
            blocks += [Block(kind=kind, lines=(word,)) for word in words]
        elif kind == "paragraph":
            blocks.append(Block(kind=kind, lines=(" ".join(words),)))
        elif kind == "list":
            blocks.append(Block(kind=kind, lines=words))
    return blocks


def _read(line: str) -> tuple[Kind, str]:
    for pattern, kind in _MARKS:
        found = pattern.fullmatch(line)
        if found:
            return kind, found[1]
    return ("paragraph", line) if line else ("", "")
