"""Ready-made replies: written and put away by leads, used by whoever replies."""

import hashlib
import json
from collections.abc import Mapping

from django.db import IntegrityError, transaction

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.organisations.queries import get_organisation
from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.complaints.models import CannedReply
from baraza.services.complaints.policies import require
from baraza.services.complaints.rules.canned import check_text


class CannedReplyUnknown(LookupError):
    """This organisation has no ready-made reply of this id."""


class TitleTaken(ValueError):
    """Another ready-made reply has this title."""


class CannedReplyChanged(Exception):
    """A colleague changed the reply since it was looked at."""


def reply_mark(*, title: str, texts: Mapping[str, str], category: str) -> str:
    """Stands for the reply as somebody saw it; given back with a change."""
    return hashlib.sha256(json.dumps([title, dict(texts), category], sort_keys=True).encode()).hexdigest()


def save_canned_reply(
    *,
    actor: Actor,
    title: str,
    texts: Mapping[str, str],
    category: str = "",
    reply_id: int | None = None,
    expected: str | None = None,
) -> int:
    """A new one, or new words for an old one; `expected` is the `reply_mark` of what was looked at.

    Raises NotAllowed, CannedReplyUnknown, CannedReplyChanged, TitleTaken, rules.canned.BadText.
    """
    require(actor=actor, act="write_canned")
    organisation = get_organisation(organisation_id=current_organisation_id())
    kept = {code: text.strip() for code, text in texts.items() if text.strip() and code in organisation.languages}
    for text in kept.values():
        check_text(text)
    row = CannedReply(organisation_id=organisation.id) if reply_id is None else _found(reply_id)
    if expected is not None and expected != reply_mark(title=row.title, texts=row.texts, category=row.category):
        raise CannedReplyChanged(reply_id)
    before = {"title": row.title, "languages": sorted(row.texts), "category": row.category}
    row.title, row.texts, row.category = title.strip(), kept, category
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "canned_reply_once" in str(error):
            raise TitleTaken(title) from error
        raise
    after = {"title": row.title, "languages": sorted(kept), "category": category}
    changes: dict[str, object] = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    _audit(actor=actor, action="canned_reply.saved", row=row, changes=changes)
    return row.pk


def set_canned_reply_active(*, actor: Actor, reply_id: int, active: bool) -> None:
    """What is put away is offered to nobody and can be taken out again. Raises NotAllowed, CannedReplyUnknown."""
    require(actor=actor, act="write_canned")
    row = _found(reply_id)
    changes: dict[str, object] = {"active": [row.active, active]}
    row.active = active
    row.save(update_fields=["active", "changed_at"])
    _audit(actor=actor, action="canned_reply.switched", row=row, changes=changes)


def _found(reply_id: int) -> CannedReply:
    row = CannedReply.objects.select_for_update().filter(pk=reply_id).first()
    if row is None:
        raise CannedReplyUnknown(reply_id)
    return row


def _audit(*, actor: Actor, action: str, row: CannedReply, changes: Mapping[str, object]) -> None:
    record(actor=actor, action=action, subject_kind="canned_reply", subject_id=str(row.pk), changes=changes)
