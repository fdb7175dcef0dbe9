"""What triage answers: always a guess that a person can correct."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """One message's category, priority and language with how sure the model is."""

    category: str
    confidence: float
    # The three most probable categories with their probability, best first.
    alternatives: tuple[tuple[str, float], ...]
    priority: str
    language: str
    language_confidence: float
    is_emergency: bool
    model_version: str
    # True when the category may be used without asking the resident.
    is_confident: bool
