"""Sign-ins and what people change of their own access: a line in the log, and in the trail of their organisations."""

import logging
from collections.abc import Mapping

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.identity.models import User
from baraza.core.identity.queries import list_memberships
from baraza.core.tenancy.scope import organisation_scope

logger = logging.getLogger(__name__)


def write(
    *, user_id: int, action: str, changes: Mapping[str, object] | None = None, actor: Actor | None = None
) -> None:
    """Without `actor` the person did it themselves. Who belongs to no organisation stands in the log alone."""
    logger.info("%s of person %s", action, user_id, extra={"action": action, "person": user_id})
    person = User.objects.get(pk=user_id)
    for membership in list_memberships(user_id=user_id):
        own = Actor(kind="member", id=user_id, role=membership.role, name=person.name)
        with organisation_scope(organisation_id=membership.organisation_id):
            record(actor=actor or own, action=action, subject_kind="person", subject_id=str(user_id), changes=changes)
