"""Outages and notices, for staff and for residents."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from baraza.core.organisations.queries import get_organisation
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.clock import now
from baraza.services.complaints.models import Notice

_MOST = 100


@dataclass(frozen=True, kw_only=True)
class NoticeDetail:
    id: int
    kind: str
    titles: Mapping[str, str]
    texts: Mapping[str, str]
    wards: tuple[str, ...]
    begins_at: datetime
    ends_at: datetime | None
    published_at: datetime | None
    withdrawn_at: datetime | None
    version: int

    @property
    def state(self) -> str:
        """One of "draft", "withdrawn", "over", "coming" and "current"."""
        if self.published_at is None:
            return "draft"
        if self.withdrawn_at is not None:
            return "withdrawn"
        if self.ends_at is not None and self.ends_at <= now():
            return "over"
        return "coming" if self.begins_at > now() else "current"


@dataclass(frozen=True, kw_only=True)
class NoticeShown:
    """In the language of the page, or the organisation's own where a translation is missing (`language` says which)."""

    id: int
    kind: str
    title: str
    text: str
    language: str
    wards: tuple[str, ...]
    begins_at: datetime
    ends_at: datetime | None

    @property
    def coming(self) -> bool:
        return self.begins_at > now()


class NoticeUnknown(LookupError):
    """No notice of this organisation has this number."""


def list_notices() -> list[NoticeDetail]:
    """For staff: the newest ones, drafts and withdrawn ones too."""
    return [_detail(row) for row in _own().order_by("-begins_at", "-pk")[:_MOST]]


def get_notice(*, notice_id: int) -> NoticeDetail:
    """Raises NoticeUnknown."""
    row = _own().filter(pk=notice_id).first()
    if row is None:
        raise NoticeUnknown(notice_id)
    return _detail(row)


def public_notices() -> list[NoticeShown]:
    """What is so now or is to come, the nearest first."""
    rows = _public().order_by("begins_at", "pk")[:_MOST]
    return [_shown(row) for row in rows]


def notices_now(*, wards: Collection[str] = ()) -> list[NoticeShown]:
    """What is so now for everybody, or in one of the wards."""
    rows = (
        _public().filter(begins_at__lte=now()).filter(Q(wards=[]) | Q(wards__overlap=[ward for ward in wards if ward]))
    )
    return [_shown(row) for row in rows.order_by("-begins_at", "-pk")[:5]]


def _own() -> QuerySet[Notice]:
    return Notice.objects.filter(organisation_id=current_organisation_id())


def _public() -> QuerySet[Notice]:
    at = now()
    return _own().filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), published_at__lte=at, withdrawn_at__isnull=True)


def _detail(row: Notice) -> NoticeDetail:
    return NoticeDetail(
        id=row.pk,
        kind=row.kind,
        titles=row.titles,
        texts=row.texts,
        wards=tuple(row.wards),
        begins_at=row.begins_at,
        ends_at=row.ends_at,
        published_at=row.published_at,
        withdrawn_at=row.withdrawn_at,
        version=row.version,
    )


def _shown(row: Notice) -> NoticeShown:
    organisation = get_organisation(organisation_id=current_organisation_id())
    wanted = (get_language() or "").split("-")[0]
    language = next((code for code in (wanted, *organisation.languages) if row.titles.get(code)), wanted)
    return NoticeShown(
        id=row.pk,
        kind=row.kind,
        title=row.titles.get(language, ""),
        text=row.texts.get(language, ""),
        language=language,
        wards=tuple(row.wards),
        begins_at=row.begins_at,
        ends_at=row.ends_at,
    )
