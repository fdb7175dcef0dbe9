"""Sign-ins and what people change of their own access: a line in the log, and in the trail of their organisations."""

import logging
from collections.abc import Mapping
from typing import Final

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.identity.models import PlatformEntry, User
from baraza.core.identity.permissions import SUPER_ADMIN
from baraza.core.identity.queries import list_memberships
from baraza.core.identity.queries.memberships import list_suspended
from baraza.core.tenancy.scope import organisation_scope, platform_scope

logger = logging.getLogger(__name__)
REFUSED: Final = "session.refused"


def write(
    *, user_id: int, action: str, changes: Mapping[str, object] | None = None, actor: Actor | None = None
) -> None:
    """Without `actor` the person did it themselves. Of super admins it stands in the platform's trail as well.

    That whoever is suspended everywhere tries to come back stands where they were.
    """
    logger.info("%s of person %s", action, user_id, extra={"action": action, "person": user_id})
    person = User.objects.get(pk=user_id)
    if person.is_super_admin:
        own = Actor(kind="member", id=user_id, role=SUPER_ADMIN, name=person.name)
        _write_for_platform(actor=actor or own, action=action, subject=person.email, changes=changes)
    places = list_memberships(user_id=user_id)
    if not places and action == REFUSED:
        places = list_suspended(user_id=user_id)
    for membership in places:
        own = Actor(kind="member", id=user_id, role=membership.role, name=person.name)
        with organisation_scope(organisation_id=membership.organisation_id):
            record(actor=actor or own, action=action, subject_kind="person", subject_id=str(user_id), changes=changes)


def _write_for_platform(*, actor: Actor, action: str, subject: str, changes: Mapping[str, object] | None) -> None:
    with platform_scope():
        PlatformEntry.objects.create(
            actor_kind=actor.kind,
            actor_id=actor.id,
            actor_name=actor.name,
            action=action,
            subject=subject,
            changes=dict(changes or {}),
        )
