"""How support access ends before its time: by hand, by going elsewhere, by signing out, with the role itself."""

from baraza.core.audit.actions import record
from baraza.core.identity.access_changes import access_changed
from baraza.core.identity.actor import Actor
from baraza.core.identity.models import SupportAccess
from baraza.core.tenancy.scope import organisation_scope, user_scope
from baraza.lib.clock import now


def end_all(*, user_id: int, actor: Actor) -> None:
    """Whatever this person of the platform has going on, in whichever organisation."""
    with user_scope(user_id=user_id):
        rows = list(SupportAccess.objects.filter(user_id=user_id, ended_at__isnull=True, ends_at__gt=now()))
    for row in rows:
        end(row, actor=actor)


def end(row: SupportAccess, *, actor: Actor) -> None:
    """In the organisation's trail, and at once in pages that are open."""
    with organisation_scope(organisation_id=row.organisation_id):
        row.ended_at = now()
        row.save(update_fields=["ended_at"])
        record(actor=actor, action="support.ended", subject_kind="support", subject_id=str(row.pk), changes={})
        access_changed(user_id=row.user_id)
