"""Cuts texts that are longer than a message or a title, between sentences or words and never losing one."""

from collections.abc import Callable

Measure = Callable[[str], int]
_SENTENCE_ENDS = (".", "!", "?", "…", "。", "؟", ":", ";")


def split_text(text: str, *, limit: int) -> list[str]:
    """Pieces of at most `limit` characters, cut after a paragraph, else a sentence, else a word, else a letter."""
    pieces = []
    rest = text.strip()
    while len(rest) > limit:
        cut = _cut(rest, limit)
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*pieces, rest] if rest else pieces


def _cut(text: str, limit: int) -> int:
    """Where to cut: as far on as possible, at a better border only if that leaves no very short piece."""
    window = text[: limit + 1]
    paragraph = window.rfind("\n")
    if paragraph > limit // 2:
        return paragraph
    sentence = max(
        (
            index + 1
            for index in range(len(window) - 1)
            if window[index] in _SENTENCE_ENDS and window[index + 1].isspace()
        ),
        default=0,
    )
    if sentence > limit // 2:
        return sentence
    blank = next((index for index in range(len(window) - 1, 0, -1) if window[index].isspace()), 0)
    return blank or limit


def shorten(text: str, *, limit: int) -> str:
    """The beginning of `text` in at most `limit` characters, ended at a word and marked with an ellipsis."""
    if len(text) <= limit:
        return text
    room = limit - 1
    blank = text.rfind(" ", 0, room + 1)
    return f"{text[: blank if blank > room // 2 else room].rstrip()}…"


def split_word(word: str, *, room: int, measure: Measure) -> list[str]:
    """A word that fits nowhere as a whole, in pieces that do."""
    if measure(word) <= room:
        return [word]
    pieces = [""]
    for character in word:
        if measure(pieces[-1]) + measure(character) > room:
            pieces.append("")
        pieces[-1] += character
    return pieces
