"""What a text is about, among the categories that this organisation has."""

import re
import unicodedata
from dataclasses import replace
from typing import TypedDict

from baraza.capabilities.triage.queries import Guess, classify
from baraza.services.complaints.queries.categories import CategorySettings, list_category_settings

_CERTAIN = 0.95
_LAST_RESORT = "other"


def guess_category(*, text: str, language_hint: str | None = None) -> Guess:
    """The built-in guess; the organisation's own keywords go first, what it has hidden is never proposed."""
    guess = classify(text=text, language_hint=language_hint)
    offered = [one for one in list_category_settings() if one.active]
    named = _by_keyword(text, offered)
    if named is not None:
        others = tuple((code, share) for code, share in guess.alternatives if code != named.code)
        return replace(
            guess,
            category=named.code,
            confidence=_CERTAIN,
            is_confident=True,
            is_emergency=guess.is_emergency or named.emergency,
            alternatives=((named.code, _CERTAIN), *_known(others, offered)),
        )
    return _without_hidden(guess, offered)


class Guessed(TypedDict):
    """What a report keeps of the guess with which it begins, named as `NewComplaint` names it."""

    priority: str
    guessed_category: str
    guessed_priority: str
    guess_confidence: float
    guess_model: str
    emergency: bool


def guessed(*, guess: Guess) -> Guessed:
    return Guessed(
        priority=priority_of(guess=guess),
        guessed_category=guess.category,
        guessed_priority=guess.priority,
        guess_confidence=round(guess.confidence, 4),
        guess_model=guess.model_version,
        emergency=guess.is_emergency,
    )


def priority_of(*, guess: Guess) -> str:
    """An emergency is critical, also when an organisation's own keyword made it one."""
    return "critical" if guess.is_emergency else guess.priority


def _by_keyword(text: str, offered: list[CategorySettings]) -> CategorySettings | None:
    """The one whose longest keyword is in the text: "street market" says more than "street"."""
    words = f" {_plain(text)} "
    hits = [(len(keyword), one) for one in offered for keyword in one.keywords if f" {_plain(keyword)} " in words]
    return max(hits, key=lambda hit: hit[0])[1] if hits else None


def _plain(text: str) -> str:
    """Small letters without accents, words parted by one blank."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(re.findall(r"\w+", bare.casefold()))


def _without_hidden(guess: Guess, offered: list[CategorySettings]) -> Guess:
    codes = {one.code for one in offered}
    alternatives = _known(guess.alternatives, offered)
    if guess.category in codes:
        return replace(guess, alternatives=alternatives)
    instead = next((code for code, _ in alternatives), _LAST_RESORT if _LAST_RESORT in codes else offered[0].code)
    return replace(guess, category=instead, alternatives=alternatives, is_confident=False)


def _known(
    alternatives: tuple[tuple[str, float], ...], offered: list[CategorySettings]
) -> tuple[tuple[str, float], ...]:
    codes = {one.code for one in offered}
    return tuple((code, share) for code, share in alternatives if code in codes)
