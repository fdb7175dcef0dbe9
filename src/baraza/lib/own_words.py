"""What a person wrote in a letter, without the letter that they answered, what their program added, and their signature.

Three signs are believed, none of them a word of one language: the line that our own letters begin with, ">" before what
is quoted, and the headings that Outlook repeats. What is in doubt stays: a line too many is better than one lost.
"""

import re
from collections.abc import Iterator
from typing import Final

MARK_BEGINS, MARK_ENDS = "##-", "-##"
_MARK: Final = re.compile(r"[*_\s]*##-.{0,200}-##")
_QUOTED: Final = re.compile(r"\s*>")
# -----Original Message-----, in any language
_DIVIDED: Final = re.compile(r"\s*-{4,}[^-]{3,60}-{4,}\s*")
_RULED: Final = re.compile(r"\s*_{20,}\s*")
# From:, Van:, Sent:, Gestuur: …, as Outlook repeats them above what it quotes
_HEADING: Final = re.compile(r"\s*\*?[^\W\d][\w ]{1,18}\*?:\*? ?\S.*")
_TIME: Final = re.compile(r"\d{1,2}[:.hH]\d{2}|\b\d{4}\b")
_PROGRAM: Final = re.compile(
    r"(sent|gestuur|verstuur|get outlook|ithunyelwe|thunyelwe|kuthunyelwe|verzonden)\b.{0,60}", re.IGNORECASE
)
_HEADINGS_SEEN: Final = 3
_LOOKED_AT: Final = 5
_MOST_HEADINGS: Final = 8
_LONGEST_LINE_ABOVE: Final = 300


def own_words(text: str) -> str:
    """Empty when nothing of it is theirs."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    lines = lines[: _end(lines)]
    kept: list[str] = []
    for quoted, block in _blocks(lines):
        if quoted:
            _drop_who_wrote(kept)
        else:
            kept += _unsigned(block)
    if len(lines) < len(text.splitlines()):
        _drop_who_wrote(kept)
    _drop_program(kept)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _end(lines: list[str]) -> int:
    """Where what is below is the letter that they answer."""
    for at, line in enumerate(lines):
        if _MARK.match(line) or _DIVIDED.fullmatch(line):
            return at
        if _RULED.fullmatch(line) and _has_headings(lines[at + 1 : at + 1 + _LOOKED_AT]):
            return at
    return len(lines)


def _has_headings(lines: list[str]) -> bool:
    """Several headings, one below the other, of which one names an address."""
    found = [line for line in lines if line.strip()][:_HEADINGS_SEEN]
    return (
        len(found) == _HEADINGS_SEEN
        and all(_HEADING.fullmatch(line[:_LONGEST_LINE_ABOVE]) for line in found)
        and any("@" in line for line in found)
    )


def _blocks(lines: list[str]) -> Iterator[tuple[bool, list[str]]]:
    block: list[str] = []
    quoted = False
    for line in lines:
        is_quoted = _QUOTED.match(line) is not None
        if is_quoted != quoted:
            yield quoted, block
            quoted, block = is_quoted, []
        block.append(line)
    yield quoted, block


def _unsigned(block: list[str]) -> list[str]:
    """Two dashes on a line of their own begin a signature (RFC 3676, 4.3)."""
    return next((block[:at] for at, line in enumerate(block) if at and line.strip() == "--"), block)


def _drop_who_wrote(kept: list[str]) -> None:
    """The line above what is quoted, "On … somebody wrote:"; programs break it into up to three, or repeat the headings."""
    while kept and not kept[-1]:
        kept.pop()
    block = next((at for at in range(len(kept), 0, -1) if not kept[at - 1]), 0)
    if _has_headings(kept[block:]) and len(kept) - block <= _MOST_HEADINGS:
        del kept[block:]
        return
    for count in (1, 2, 3):
        joined = " ".join(kept[-count:])
        if len(kept) < count or len(joined) > _LONGEST_LINE_ABOVE or not joined.endswith(":"):
            return
        if _TIME.search(joined) and ("@" in joined or "," in joined):
            del kept[-count:]
            return


def _drop_program(kept: list[str]) -> None:
    """What a telephone adds, "Sent from my …", as the last line only."""
    while kept and not kept[-1].strip():
        kept.pop()
    if len(kept) > 1 and not kept[-2].strip() and _PROGRAM.fullmatch(kept[-1].strip()):
        kept.pop()
