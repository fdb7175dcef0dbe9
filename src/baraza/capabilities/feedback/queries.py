"""What was said, week by week, and how long the oldest has waited."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count, Q
from django.db.models.functions import TruncWeek

from baraza.capabilities.feedback.models import Feedback
from baraza.capabilities.feedback.policies import READ
from baraza.capabilities.staff_letters.parts import Part
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.clock import now
from baraza.lib.translation import gettext_noop

PAGE_SIZE: Final = 25
WEEKS: Final = 8
# Read at least once a week.
LONGEST_WAIT: Final = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Said:
    id: int
    source: str
    mood: str
    words: str
    language: str
    given_at: datetime
    unread: bool


@dataclass(frozen=True, kw_only=True)
class SaidPage:
    """`older` is the id to ask the next page by."""

    said: list[Said]
    older: int | None


@dataclass(frozen=True, kw_only=True)
class Week:
    """Beginning on a Monday, by the clock of the moment's time zone."""

    begins: date
    given: int
    good: int
    mixed: int
    bad: int
    unread: int


@dataclass(frozen=True, kw_only=True)
class Waiting:
    count: int
    oldest: datetime | None

    @property
    def too_long(self) -> bool:
        return self.oldest is not None and now() - self.oldest > LONGEST_WAIT


def list_feedback(*, before: int | None = None) -> SaidPage:
    """Newest first."""
    rows = Feedback.objects.filter(organisation_id=current_organisation_id()).order_by("-id")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE_SIZE + 1])
    shown = [
        Said(
            id=row.pk,
            source=row.source,
            mood=row.mood,
            words=row.words,
            language=row.language,
            given_at=row.given_at,
            unread=row.read_at is None,
        )
        for row in found[:PAGE_SIZE]
    ]
    return SaidPage(said=shown, older=shown[-1].id if len(found) > PAGE_SIZE else None)


def waiting() -> Waiting:
    rows = Feedback.objects.filter(organisation_id=current_organisation_id(), read_at__isnull=True)
    oldest = rows.order_by("given_at").values_list("given_at", flat=True).first()
    return Waiting(count=rows.count(), oldest=oldest)


def weekly() -> list[Week]:
    """The newest weeks in which something was said, newest first."""
    rows = (
        Feedback.objects.filter(organisation_id=current_organisation_id(), given_at__gte=now() - timedelta(weeks=WEEKS))
        .annotate(week=TruncWeek("given_at"))
        .values("week")
        .annotate(
            given=Count("id"),
            good=Count("id", filter=Q(mood=Feedback.Mood.GOOD)),
            mixed=Count("id", filter=Q(mood=Feedback.Mood.MIXED)),
            bad=Count("id", filter=Q(mood=Feedback.Mood.BAD)),
            unread=Count("id", filter=Q(read_at__isnull=True)),
        )
        .order_by("-week")
    )
    return [
        Week(
            begins=row["week"].date(),
            given=row["given"],
            good=row["good"],
            mixed=row["mixed"],
            bad=row["bad"],
            unread=row["unread"],
        )
        for row in rows
    ]


WAITING: Final = Part(
    name="feedback.waiting",
    label=gettext_noop("Feedback that nobody has read"),
    permission=READ,
    count=lambda _actor: waiting().count,
)
