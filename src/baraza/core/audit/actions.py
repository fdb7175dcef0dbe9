"""Appends to the audit trail, in the transaction of the act itself."""

from collections.abc import Mapping

from baraza.core.audit.models import AuditEntry
from baraza.core.identity.actor import Actor
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.correlation import correlation_id


def record(
    *,
    actor: Actor,
    action: str,
    subject_kind: str,
    subject_id: str,
    changes: Mapping[str, object] | None = None,
) -> None:
    """`changes` maps a field to its new value or to [before, after]; never secrets, never a person's words."""
    AuditEntry.objects.create(
        organisation_id=current_organisation_id(),
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name,
        action=action,
        subject_kind=subject_kind,
        subject_id=subject_id,
        changes=dict(changes or {}),
        correlation_id=correlation_id.get(),
    )
