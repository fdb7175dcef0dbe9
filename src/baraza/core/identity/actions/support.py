"""Help from the platform inside an organisation: with a reason, for half an hour at most, in everybody's sight."""

from datetime import timedelta
from typing import Final

from django.db.models import QuerySet

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.identity.errors import MemberUnknown, NotSupporting, RoleUnknown
from baraza.core.identity.models import Membership, SupportAccess
from baraza.core.identity.permissions import require
from baraza.core.identity.policies import PLATFORM
from baraza.core.identity.roles import BUILT_IN
from baraza.core.identity.support_ends import end, end_all
from baraza.core.tenancy.scope import current_organisation_id, organisation_scope, user_scope
from baraza.lib.clock import now

LASTS: Final = timedelta(minutes=30)


def start_support(*, actor: Actor, organisation_id: int, role: str, member_id: int | None, reason: str) -> int:
    """Either a role of ours or a member's place; whatever this person had going on elsewhere ends.

    Raises RoleUnknown, MemberUnknown, or ValueError without a reason.
    """
    require(actor=actor, permission=PLATFORM)
    if not reason.strip():
        raise ValueError("Support access needs a reason.")
    if member_id is None and role not in BUILT_IN:
        raise RoleUnknown(role)
    began = now()
    with organisation_scope(organisation_id=organisation_id):
        if member_id is not None and not _members(organisation_id).filter(user_id=member_id).exists():
            raise MemberUnknown(member_id)
    # One at a time: nobody is in two places, nor in a second one out of the first.
    end_all(user_id=actor.id or 0, actor=actor)
    with organisation_scope(organisation_id=organisation_id):
        row = SupportAccess.objects.create(
            organisation_id=organisation_id,
            user_id=actor.id or 0,
            user_name=actor.name,
            role="" if member_id is not None else role,
            member_id=member_id,
            reason=reason.strip(),
            started_at=began,
            ends_at=began + LASTS,
        )
        changes = {"role": row.role, "member_id": member_id, "reason": row.reason, "ends_at": row.ends_at.isoformat()}
        record(actor=actor, action="support.started", subject_kind="support", subject_id=str(row.pk), changes=changes)
    return row.pk


def end_support(*, actor: Actor, support_id: int) -> int:
    """Returns the organisation's id. Raises NotSupporting when it is over or was never this person's."""
    with user_scope(user_id=actor.id or 0):
        row = SupportAccess.objects.filter(pk=support_id, user_id=actor.id or 0, ended_at__isnull=True).first()
    if row is None:
        raise NotSupporting
    end(row, actor=actor)
    return row.organisation_id


def stop_support(*, actor: Actor, support_id: int) -> None:
    """By an admin of the organisation, whose house it is. Raises NotSupporting when there is none (any more)."""
    require(actor=actor, permission="members.manage")
    rows = SupportAccess.objects.select_for_update().filter(organisation_id=current_organisation_id(), pk=support_id)
    row = rows.filter(ended_at__isnull=True, ends_at__gt=now()).first()
    if row is None:
        raise NotSupporting
    end(row, actor=actor)


def _members(organisation_id: int) -> QuerySet[Membership]:
    return Membership.objects.filter(organisation_id=organisation_id, active=True, user__is_active=True)
