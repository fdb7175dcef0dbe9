"""Which language a message is in: our own head for four languages, py3langid for the rest of the world."""

from functools import cache
from typing import Final

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from baraza.capabilities.triage.model import Probabilities

# One or two words ("robot", "water leak please") are written the same in several languages.
FEW_WORDS: Final = 2
# py3langid alone reads street isiZulu and isiXhosa worse than our head, so its voice is quiet among the four.
SECOND_VOICE: Final = 0.6
# Another language is believed only when py3langid is sure of it and sees none of the four: on our examples
# these two bounds never turned one of the four into another language.
OTHER_FROM: Final = 0.75
FOUR_BELOW: Final = 0.02
OTHER_WORDS: Final = 4
# A stored language is right for most messages of that person; two to one is the weight of one clear word.
HINT_WEIGHT: Final = 2.0
UNSURE: Final = 0.5


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def guess_language(*, normalised: str, own: Probabilities, hint: str | None) -> tuple[str, float]:
    """The language code and its probability; a hint decides for one or two words."""
    words = normalised.count(" ") + 1 if normalised else 0
    if words <= FEW_WORDS:
        return _from_few_words(own=own, hint=hint, words=words)
    wide: Probabilities = dict(_identifier().rank(normalised))
    if words >= OTHER_WORDS:
        other = _another_language(wide=wide, own=own)
        if other is not None:
            return other
    if hint is not None and hint not in own and wide.get(hint, 0.0) >= max(wide.get(code, 0.0) for code in own):
        return hint, wide[hint]
    votes = {
        code: share * (wide.get(code, 0.0) + 1e-3) ** SECOND_VOICE * (HINT_WEIGHT if code == hint else 1.0)
        for code, share in own.items()
    }
    best = max(votes, key=lambda code: votes[code])
    return best, votes[best] / sum(votes.values())


def _from_few_words(*, own: Probabilities, hint: str | None, words: int) -> tuple[str, float]:
    if hint is not None:
        return hint, UNSURE
    if words == 0:
        return "en", 0.0
    best = max(own, key=lambda code: own[code])
    return best, min(own[best], UNSURE)


def _another_language(*, wide: Probabilities, own: Probabilities) -> tuple[str, float] | None:
    best = max(wide, key=lambda code: wide[code])
    four = sum(wide.get(code, 0.0) for code in own)
    if best not in own and wide[best] >= OTHER_FROM and four < FOUR_BELOW:
        return best, wide[best]
    return None
