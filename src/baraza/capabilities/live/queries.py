"""Reads of what members were told."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from baraza.capabilities.live.events import Fact
from baraza.capabilities.live.models import MemberNotice
from baraza.core.identity.actor import Actor
from baraza.core.tenancy.questions import Question, how_many
from baraza.core.tenancy.scope import current_organisation_id

PAGE_SIZE = 25


@dataclass(frozen=True, kw_only=True)
class Notice:
    id: int
    kind: str
    subject: str
    facts: dict[str, Fact]
    at: datetime
    unread: bool


@dataclass(frozen=True, kw_only=True)
class NoticePage:
    notices: list[Notice]
    older: int | None


def list_notices(*, actor: Actor, before: int | None = None) -> NoticePage:
    """The member's own, newest first; `older` is the id to ask the next page by."""
    rows = _of(actor).order_by("-id")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE_SIZE + 1])
    return NoticePage(
        notices=[_notice(row) for row in found[:PAGE_SIZE]],
        older=found[PAGE_SIZE - 1].pk if len(found) > PAGE_SIZE else None,
    )


def get_notice(*, actor: Actor, notice_id: int) -> Notice | None:
    row = _of(actor).filter(pk=notice_id).first()
    return _notice(row) if row else None


def unread_since(*, actor: Actor, since: datetime, until: datetime) -> list[Notice]:
    """What the member was told in this time and has not read, newest first."""
    rows = _of(actor).filter(read_at__isnull=True, at__gt=since, at__lte=until).order_by("-id")
    return [_notice(row) for row in rows]


def unread_question(*, actor: Actor) -> Question:
    """How many the member has not read, for asking together with what else stands around a page."""
    return how_many(key=f"notices.unread:{actor.id}", rows=_of(actor).filter(read_at__isnull=True))


def _of(actor: Actor) -> QuerySet[MemberNotice]:
    rows = MemberNotice.objects.filter(organisation_id=current_organisation_id())
    return rows.none() if actor.id is None else rows.filter(user_id=actor.id)


def _notice(row: MemberNotice) -> Notice:
    return Notice(
        id=row.pk,
        kind=row.kind,
        subject=row.subject,
        facts=row.facts,
        at=row.at,
        unread=row.read_at is None,
    )
