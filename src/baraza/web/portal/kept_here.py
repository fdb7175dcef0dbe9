"""What of a person's own report a phone keeps when they say so, to be read without a network. See decision 0067."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator

from baraza.lib.clock import now
from baraza.services.complaints.queries.records import ComplaintDetail
from baraza.web.ui.components import TimelineItem

_LONGEST_NEWS = 400


@dataclass(frozen=True, kw_only=True)
class KeptHere:
    """No names, numbers or photos, not what was said, and not the link that lets who has it act."""

    reference: str
    kind: str
    place: str
    state: str
    meaning: str
    news: str
    as_of: str


def kept_here(
    *, complaint: ComplaintDetail, kind: str, state: str, meaning: str, items: list[TimelineItem]
) -> KeptHere:
    """`items` as the person sees them, the last one newest."""
    last = items[-1]
    said = ": ".join(part for part in (last.title, last.body) if part)
    return KeptHere(
        reference=complaint.reference,
        kind=kind,
        place=", ".join(part for part in (complaint.place, complaint.area_name) if part),
        state=state,
        meaning=meaning,
        news=f"{_day(last.at)}: {Truncator(said).chars(_LONGEST_NEWS)}" if last.at else said,
        as_of=_day(now()),
    )


def _day(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y, H:i")
