"""The reads of triage that other packages call."""

from baraza.capabilities.triage.guess import Guess

__all__ = ["Guess", "classify"]


def classify(*, text: str, language_hint: str | None = None) -> Guess:
    """Guess category, priority and language of a text; never raises on any text."""
    return Guess(
        category="other",
        confidence=0.0,
        alternatives=(("other", 0.0),),
        priority="medium",
        language=language_hint or "en",
        language_confidence=0.0,
        is_emergency=False,
        model_version="none",
        is_confident=False,
    )
