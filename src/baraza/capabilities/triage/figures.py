"""Measures triage on labelled texts: accuracy by language and category, priorities, languages, sure answers."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from baraza.capabilities.triage.guess import Guess
from baraza.capabilities.triage.taxonomy import CATEGORIES, LANGUAGES

SURE_SHARE: Final = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """What a person says of a text."""

    text: str
    category: str
    priority: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many of how many."""

    right: int
    of: int

    def __str__(self) -> str:
        return f"{100 * self.right / self.of:5.1f} %  ({self.right}/{self.of})" if self.of else "   –"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """All figures of one set of texts."""

    category: Share
    category_by_language: dict[str, Share]
    category_by_code: dict[str, Share]
    top_three: Share
    most_confident: Share
    used_without_asking: Share
    priority: Share
    critical_recall: Share
    critical_precision: Share
    critical_as_low: int
    language: Share
    language_by_language: dict[str, Share]


Pair = tuple[Labelled, Guess]


def _share(pairs: Sequence[Pair], right: Callable[[Labelled, Guess], bool]) -> Share:
    return Share(right=sum(right(label, guess) for label, guess in pairs), of=len(pairs))


def _right_category(label: Labelled, guess: Guess) -> bool:
    return label.category == guess.category


def _right_language(label: Labelled, guess: Guess) -> bool:
    return label.language == guess.language


def _critical(label: Labelled, guess: Guess) -> bool:
    return label.priority == guess.priority == "critical"


def measure(*, texts: Sequence[Labelled], classify: Callable[[str], Guess]) -> Figures:
    """Classify every text and count."""
    pairs: list[Pair] = [(label, classify(label.text)) for label in texts]
    by_confidence = sorted(pairs, key=lambda pair: -pair[1].confidence)
    truly_critical = [pair for pair in pairs if pair[0].priority == "critical"]
    said_critical = [pair for pair in pairs if pair[1].priority == "critical"]
    by_language = {code: [pair for pair in pairs if pair[0].language == code] for code in LANGUAGES}
    by_code = {code: [pair for pair in pairs if pair[0].category == code] for code in CATEGORIES}
    return Figures(
        category=_share(pairs, _right_category),
        category_by_language={code: _share(some, _right_category) for code, some in by_language.items() if some},
        category_by_code={code: _share(some, _right_category) for code, some in by_code.items() if some},
        top_three=_share(pairs, lambda label, guess: label.category in {code for code, _ in guess.alternatives}),
        most_confident=_share(by_confidence[: round(SURE_SHARE * len(pairs))], _right_category),
        used_without_asking=_share([pair for pair in pairs if pair[1].is_confident], _right_category),
        priority=_share(pairs, lambda label, guess: label.priority == guess.priority),
        critical_recall=_share(truly_critical, _critical),
        critical_precision=_share(said_critical, _critical),
        critical_as_low=Counter(guess.priority for _, guess in truly_critical)["low"],
        language=_share(pairs, _right_language),
        language_by_language={code: _share(some, _right_language) for code, some in by_language.items() if some},
    )


def table(*, name: str, figures: Figures) -> str:
    """The figures as plain text, one per line."""
    lines = [
        f"{name}",
        f"  category                        {figures.category}",
        *(f"    {code:<30}{share}" for code, share in figures.category_by_language.items()),
        *(f"    {code:<30}{share}" for code, share in figures.category_by_code.items()),
        f"  right one among three           {figures.top_three}",
        f"  category, most confident 60 %   {figures.most_confident}",
        f"  category, used without asking   {figures.used_without_asking}",
        f"  priority                        {figures.priority}",
        f"  critical found                  {figures.critical_recall}",
        f"  critical alarms that were right {figures.critical_precision}",
        f"  critical taken for low          {figures.critical_as_low:5d}",
        f"  language                        {figures.language}",
        *(f"    {code:<30}{share}" for code, share in figures.language_by_language.items()),
    ]
    return "\n".join(lines)
