"""That somebody looked through who has access, which is due every month."""

from baraza.core.audit.actions import record
from baraza.core.identity import policies  # noqa: F401 - declares the permissions
from baraza.core.identity.actor import Actor
from baraza.core.identity.models import AccessReview, ApiKey, Membership
from baraza.core.identity.permissions import require
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.clock import now


def confirm_review(*, actor: Actor) -> None:
    require(actor=actor, permission="members.manage")
    organisation_id = current_organisation_id()
    people = Membership.objects.filter(organisation_id=organisation_id, active=True).count()
    keys = ApiKey.objects.filter(organisation_id=organisation_id, revoked_at__isnull=True, expires_at__gt=now()).count()
    row = AccessReview.objects.create(
        organisation_id=organisation_id, by_id=actor.id or 0, by_name=actor.name, people=people, keys=keys
    )
    changes = {"people": people, "keys": keys}
    record(actor=actor, action="access.reviewed", subject_kind="access", subject_id=str(row.pk), changes=changes)
