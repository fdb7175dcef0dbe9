"""The reads of triage that other packages call."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Exists, OuterRef

from baraza.capabilities.triage.guess import Guess
from baraza.capabilities.triage.models import Correction, category_was_right, priority_was_right
from baraza.capabilities.triage.offline import guess_offline
from baraza.capabilities.triage.openai_compatible import ProviderAccount, guess_with_provider

__all__ = [
    "Accuracy",
    "Decision",
    "Guess",
    "classify",
    "classify_with_provider",
    "decided",
    "get_accuracy",
    "is_decided",
    "list_decisions",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """How often people left a guess as it was."""

    decided: int
    category_right: int
    priority_right: int

    @property
    def category_share(self) -> float | None:
        """None, not zero, when nobody has decided anything."""
        return self.category_right / self.decided if self.decided else None

    @property
    def priority_share(self) -> float | None:
        return self.priority_right / self.decided if self.decided else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A masked text with the labels a person gave it, fit for training."""

    text: str
    category: str
    priority: str
    language: str


def classify(*, text: str, language_hint: str | None = None) -> Guess:
    """Guess category, priority and language of a text; never raises on any text and never leaves the machine.

    `language_hint` is the language we keep for the person; it decides for texts of one or two words.
    """
    return guess_offline(text=text, language_hint=language_hint)


def classify_with_provider(*, text: str, language_hint: str | None = None) -> Guess:
    """Ask the configured provider, or guess offline when none is configured or it fails.

    May take seconds: call it from a job, never inside a transaction or an inline answer.
    """
    account = ProviderAccount(
        url=settings.TRIAGE_PROVIDER_URL,
        key=settings.TRIAGE_PROVIDER_KEY,
        model=settings.TRIAGE_PROVIDER_MODEL,
    )
    if not account.is_on:
        return classify(text=text, language_hint=language_hint)
    return guess_with_provider(text=text, language_hint=language_hint, account=account)


def get_accuracy(*, organisation_id: int, since: datetime) -> Accuracy:
    """Among the guesses that people decided about since then."""
    counted = Correction.objects.filter(organisation_id=organisation_id, decided_at__gte=since).aggregate(
        decided=Count("id"),
        category_right=Count("id", filter=category_was_right()),
        priority_right=Count("id", filter=priority_was_right()),
    )
    return Accuracy(**counted)


def decided(*, organisation_id: OuterRef, subject: OuterRef) -> Exists:
    """The same as a condition of another query's rows."""
    return Exists(Correction.objects.filter(organisation_id=organisation_id, subject=subject))


def is_decided(*, organisation_id: int, subject: str) -> bool:
    """Whether a person has confirmed or corrected the guess about this matter."""
    return Correction.objects.filter(organisation_id=organisation_id, subject=subject).exists()


def list_decisions(*, organisation_id: int) -> Iterator[Decision]:
    """Everything people decided, oldest first, for `triage export-corrections`."""
    rows = Correction.objects.filter(organisation_id=organisation_id).exclude(text="").order_by("decided_at", "id")
    for row in rows.iterator(chunk_size=2000):
        yield Decision(text=row.text, category=row.chosen_category, priority=row.chosen_priority, language=row.language)
