"""Finds words of danger to life; tuned to miss few real ones and to be right in most of its alarms."""

import re
from functools import cache
from typing import Final

from baraza.capabilities.triage import danger
from baraza.capabilities.triage.normalise import normalise

_LEXICONS: Final = (
    (danger.ENGLISH, danger.ENGLISH_HARMLESS),
    (danger.AFRIKAANS, danger.AFRIKAANS_HARMLESS),
    (danger.ZULU, danger.ZULU_HARMLESS),
    (danger.XHOSA, danger.XHOSA_HARMLESS),
)


@cache
def _compiled() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """One pattern of dangers and one of harmless phrases per language."""
    return tuple(
        (re.compile("|".join(dangers)), re.compile(rf"\b(?:{'|'.join(harmless)})\b")) for dangers, harmless in _LEXICONS
    )


def is_emergency(text: str) -> str | None:
    """The phrase that speaks of danger to life, or None.

    All four lexicons are read whatever the language, because people mix them in one message.
    """
    return find_danger(normalised=normalise(text))


def find_danger(*, normalised: str) -> str | None:
    """As `is_emergency`, for a text that is normalised already."""
    for dangers, harmless in _compiled():
        found = dangers.search(normalised)
        if found is None:
            continue
        # A second look without the harmless phrases; a bar keeps their neighbours apart.
        found = dangers.search(harmless.sub("|", normalised))
        if found is not None:
            return _whole_words(found)
    return None


def _whole_words(found: re.Match[str]) -> str:
    """The matched words in full: prefixes of isiZulu and isiXhosa are left out of the patterns for speed."""
    text = found.string
    start = text.rfind(" ", 0, found.start() + 1) + 1
    end = text.find(" ", found.end())
    return text[start : end if end >= 0 else len(text)].strip()
