"""What everybody may see of reports: never who reported, never the exact time, a blurred place, words only by choice."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Exists, F, Max, OuterRef, QuerySet, Subquery
from django.utils.timezone import localtime

from baraza.capabilities.triage.masking import mask_personal
from baraza.core.settings.openness import SECTION, get_openness
from baraza.core.settings.sections import section_version
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.clock import now
from baraza.services.complaints.models import Complaint, KeptFromPublic
from baraza.services.complaints.queries.one import ComplaintUnknown, referred_to_as
from baraza.services.complaints.rules.publicity import BLURS, blurred
from baraza.services.complaints.states import OPEN, State

DONE: Final = frozenset({State.RESOLVED, State.CLOSED})
# What was refused or merged into another report is no work of the organisation's.
SHOWN: Final = OPEN | DONE
PER_PAGE: Final = 20
MOST_PAGES: Final = 200
_AT_ONCE = 500
# What is taken out reads the same in every language.
_HIDDEN: Final = "•••"
_PLACEHOLDER: Final = re.compile(r"\[(?:link|email|number|name)\]")
_SHORTEST_NAME: Final = 3


@dataclass(frozen=True, kw_only=True)
class PublicFilter:
    """Empty is all; `days` back from today, 0 without end."""

    category: str = ""
    ward: str = ""
    state: str = ""
    days: int = 0


@dataclass(frozen=True, kw_only=True)
class PublicReport:
    """`month` is the first day of the month in which it was reported; `words` are empty unless they are shown."""

    reference: str
    category: str
    state: State
    area: str
    ward: str
    month: date
    latitude: float | None
    longitude: float | None
    words: str = ""

    @property
    def done(self) -> bool:
        return self.state in DONE


def list_public(*, wanted: PublicFilter, page: int = 1) -> tuple[list[PublicReport], bool]:
    """Newest first, and whether there is a next page."""
    first = (max(1, min(page, MOST_PAGES)) - 1) * PER_PAGE
    rows = list(_rows(wanted)[first : first + PER_PAGE + 1])
    return [_shown(row) for row in rows[:PER_PAGE]], len(rows) > PER_PAGE and page < MOST_PAGES


def get_public(*, reference: str) -> PublicReport:
    """Raises ComplaintUnknown: the same for what is hidden, what is another organisation's and what does not exist."""
    row = _visible(referred_to_as(reference)).first()
    if row is None:
        raise ComplaintUnknown(reference)
    return _shown(row)


def newest_public(*, wanted: PublicFilter, limit: int) -> list[PublicReport]:
    return [_shown(row) for row in _rows(wanted)[:limit]]


def part_of_public(*, wanted: PublicFilter, after: int) -> tuple[list[PublicReport], int]:
    """The next ones by number, for a file written piece by piece; 0 when there are no more."""
    rows = list(_rows(wanted).filter(pk__gt=after).order_by("pk")[:_AT_ONCE])
    return [_shown(row) for row in rows], rows[-1].pk if len(rows) == _AT_ONCE else 0


def public_version() -> tuple[str, datetime]:
    """Changes when anything that is shown may have changed; and when that was."""
    organisation_id = current_organisation_id()
    newest = Complaint.objects.filter(organisation_id=organisation_id).aggregate(at=Max("changed_at"), last=Max("pk"))
    kept = KeptFromPublic.objects.filter(organisation_id=organisation_id)
    hidden = kept.aggregate(at=Max("at"))["at"]
    moments = [moment for moment in (newest["at"], hidden) if moment is not None]
    parts = (newest["last"], newest["at"], hidden, kept.count(), section_version(name=SECTION), localtime().date())
    return "-".join(str(part) for part in parts), max(moments, default=now())


def _rows(wanted: PublicFilter) -> QuerySet[Complaint]:
    rows = _visible(Complaint.objects.all())
    if wanted.category:
        rows = rows.filter(category=wanted.category)
    if wanted.ward:
        rows = rows.filter(ward_code=wanted.ward)
    if wanted.state:
        rows = rows.filter(state__in=sorted(DONE if wanted.state == "done" else OPEN))
    if wanted.days:
        rows = rows.filter(opened_at__gte=begins(wanted.days))
    return rows.order_by("-opened_at", "-pk")


def begins(days: int) -> datetime:
    """The first day of the month: by its day nobody narrows down when something was reported."""
    return (localtime() - timedelta(days=days)).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _visible(rows: QuerySet[Complaint]) -> QuerySet[Complaint]:
    kept = KeptFromPublic.objects.filter(complaint=OuterRef("pk"))
    return rows.filter(
        ~Exists(kept.filter(words_only=False)),
        organisation_id=current_organisation_id(),
        state__in=sorted(SHOWN),
    ).annotate(words_kept=Subquery(kept.values("words_only")[:1]), **_reporter())


def _reporter() -> dict[str, F]:
    """Their name is asked for where words are shown, to be taken out of them."""
    return {"reporter": F("contact__name")} if get_openness().words else {}


def _public_words(row: Complaint) -> str:
    """Without numbers, addresses, links and names that were introduced, and without the reporter's own name."""
    masked = _PLACEHOLDER.sub(_HIDDEN, mask_personal(row.description))
    names = [part for part in (getattr(row, "reporter", None) or "").split() if len(part) >= _SHORTEST_NAME]
    if not names:
        return masked
    return re.sub(rf"\b({'|'.join(map(re.escape, names))})\b", _HIDDEN, masked, flags=re.IGNORECASE)


def _shown(row: Complaint) -> PublicReport:
    openness = get_openness()
    metres = BLURS[openness.blur]
    place: tuple[float | None, float | None] = (None, None)
    if metres is not None and row.latitude is not None and row.longitude is not None:
        place = blurred(latitude=row.latitude, longitude=row.longitude, metres=metres)
    kept = getattr(row, "words_kept", None) is not None
    return PublicReport(
        reference=row.reference,
        category=row.category,
        state=State(row.state),
        area=row.area_name,
        ward=row.ward_code,
        month=localtime(row.opened_at).date().replace(day=1),
        latitude=place[0],
        longitude=place[1],
        words=_public_words(row) if openness.words and not kept else "",
    )


def is_kept_back(*, reference: str) -> str:
    """What staff keep from everybody: "all", "words" or "" when the public sees it as the organisation set."""
    row = KeptFromPublic.objects.filter(complaint__reference=reference).first()
    if row is None:
        return ""
    return "words" if row.words_only else "all"
