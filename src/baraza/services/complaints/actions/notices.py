"""Outages and notices are written, published and withdrawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.clock import now
from baraza.services.complaints.models import Notice
from baraza.services.complaints.policies import require
from baraza.services.complaints.queries.notices import NoticeUnknown


class NoticeChanged(Exception):
    """A colleague changed the notice since the page was opened."""


@dataclass(frozen=True, kw_only=True)
class NewNotice:
    """`titles` and `texts` by language, at least one; no `wards` is for everybody."""

    kind: str
    titles: Mapping[str, str]
    texts: Mapping[str, str]
    wards: Sequence[str]
    begins_at: datetime
    ends_at: datetime | None


def write_notice(*, actor: Actor, new: NewNotice, publish: bool = False) -> int:
    """Raises NotAllowed."""
    require(actor=actor, act="inform")
    row = Notice(organisation_id=current_organisation_id())
    _write(row, new)
    row.published_at = now() if publish else None
    row.save()
    _note(actor, row, "notice.published" if publish else "notice.written")
    return row.pk


def change_notice(*, actor: Actor, notice_id: int, new: NewNotice, version: int) -> None:
    """Raises NotAllowed, NoticeUnknown, NoticeChanged."""
    row = _taken(actor=actor, notice_id=notice_id, version=version)
    before = _facts(row)
    _write(row, new)
    row.save()
    after = _facts(row)
    _note(
        actor,
        row,
        "notice.changed",
        {name: [before[name], after[name]] for name in after if before[name] != after[name]},
    )


def publish_notice(*, actor: Actor, notice_id: int, version: int) -> None:
    """Residents see it from now on, a withdrawn one again. Raises NotAllowed, NoticeUnknown, NoticeChanged."""
    row = _taken(actor=actor, notice_id=notice_id, version=version)
    row.published_at, row.withdrawn_at = now(), None
    row.save()
    _note(actor, row, "notice.published")


def withdraw_notice(*, actor: Actor, notice_id: int, version: int) -> None:
    """Raises NotAllowed, NoticeUnknown, NoticeChanged."""
    row = _taken(actor=actor, notice_id=notice_id, version=version)
    row.withdrawn_at = now()
    row.save()
    _note(actor, row, "notice.withdrawn")


def _taken(*, actor: Actor, notice_id: int, version: int) -> Notice:
    require(actor=actor, act="inform")
    own = Notice.objects.select_for_update().filter(organisation_id=current_organisation_id())
    row = own.filter(pk=notice_id).first()
    if row is None:
        raise NoticeUnknown(notice_id)
    if row.version != version:
        raise NoticeChanged(notice_id)
    row.version += 1
    return row


def _write(row: Notice, new: NewNotice) -> None:
    row.kind, row.begins_at, row.ends_at = new.kind, new.begins_at, new.ends_at
    row.titles = {code: text for code, text in new.titles.items() if text}
    row.texts = {code: text for code, text in new.texts.items() if text}
    row.wards = sorted(set(new.wards))


def _facts(row: Notice) -> dict[str, object]:
    return {
        "kind": row.kind,
        "titles": row.titles,
        "texts": row.texts,
        "wards": row.wards,
        "begins_at": row.begins_at.isoformat(),
        "ends_at": row.ends_at.isoformat() if row.ends_at else None,
    }


def _note(actor: Actor, row: Notice, action: str, changes: Mapping[str, object] | None = None) -> None:
    record(
        actor=actor,
        action=action,
        subject_kind="notice",
        subject_id=str(row.pk),
        changes=changes if changes is not None else _facts(row),
    )
