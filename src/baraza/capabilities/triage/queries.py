"""The reads of triage that other packages call."""

from baraza.capabilities.triage.guess import Guess
from baraza.capabilities.triage.offline import guess_offline

__all__ = ["Guess", "classify"]


def classify(*, text: str, language_hint: str | None = None) -> Guess:
    """Guess category, priority and language of a text; never raises on any text.

    `language_hint` is the language we keep for the person; it decides for texts of one or two words.
    """
    return guess_offline(text=text, language_hint=language_hint)
