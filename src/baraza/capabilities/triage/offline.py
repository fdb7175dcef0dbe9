"""The guess that needs no network: the linear model, the danger words and the language."""

from typing import Final

from baraza.capabilities.triage.emergency import find_danger
from baraza.capabilities.triage.guess import Guess
from baraza.capabilities.triage.languages import guess_language
from baraza.capabilities.triage.model import Model, Probabilities, shipped_model
from baraza.capabilities.triage.normalise import normalise

OFFERED: Final = 3
# Missing a danger costs more than one alarm too many, so these bounds lean upwards: a suspicion puts a matter on
# top of the queue, but the resident is told to ring the emergency numbers only for danger words or near certainty.
CRITICAL_FROM: Final = 0.25
EMERGENCY_FROM: Final = 0.6
NEVER_LOW_FROM: Final = 0.08


def guess_offline(*, text: str, language_hint: str | None = None, model: Model | None = None) -> Guess:
    """Guess from the text alone; an empty text is `other` without confidence."""
    used = model or shipped_model()
    normalised = normalise(text)
    if not normalised:
        return _nothing_to_read(used, language_hint)
    scored = used.score(normalised=normalised)
    ranked = sorted(scored.category.items(), key=lambda pair: -pair[1])
    language, language_confidence = guess_language(normalised=normalised, own=scored.language, hint=language_hint)
    danger = find_danger(normalised=normalised)
    return Guess(
        category=ranked[0][0],
        confidence=ranked[0][1],
        alternatives=tuple(ranked[:OFFERED]),
        priority=decide_priority(learned=scored.priority, danger=danger),
        language=language,
        language_confidence=language_confidence,
        is_emergency=danger is not None or scored.priority["critical"] >= EMERGENCY_FROM,
        model_version=used.version,
        is_confident=ranked[0][1] >= used.confident_from,
    )


def decide_priority(*, learned: Probabilities, danger: str | None) -> str:
    """The learned priority; danger words and a learned suspicion of danger only raise it."""
    if danger is not None or learned["critical"] >= CRITICAL_FROM:
        return "critical"
    best = max(("low", "medium", "high"), key=lambda code: learned[code])
    if best == "low" and learned["critical"] >= NEVER_LOW_FROM:
        return "medium"
    return best


def _nothing_to_read(model: Model, hint: str | None) -> Guess:
    return Guess(
        category="other",
        confidence=0.0,
        alternatives=(("other", 0.0),),
        priority="low",
        language=hint or "en",
        language_confidence=0.0,
        is_emergency=False,
        model_version=model.version,
        is_confident=False,
    )
