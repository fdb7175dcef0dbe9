"""A member says that they have a complaint open, and whether they write; it is forgotten within a minute."""

from typing import Final

from baraza.capabilities.live.actions import publish
from baraza.core.identity.actor import Actor
from baraza.lib.clock import now
from baraza.services.complaints.models import Presence
from baraza.services.complaints.policies import require
from baraza.services.complaints.queries.one import ComplaintUnknown, referred_to_as
from baraza.services.complaints.queries.presence import HERE_FOR

LOOKED_AT: Final = "complaints.looked_at"


def be_present(*, actor: Actor, reference: str, writing: bool) -> None:
    """Other open pages of the complaint hear of it when it is news. Raises NotAllowed, ComplaintUnknown."""
    require(actor=actor, act="read")
    assert actor.id is not None
    complaint = referred_to_as(reference).only("pk", "organisation_id").first()
    if complaint is None:
        raise ComplaintUnknown(reference)
    at = now()
    known = Presence.objects.filter(complaint=complaint, user_id=actor.id, seen_at__gt=at - HERE_FOR, writing=writing)
    is_news = not known.exists()
    Presence.objects.update_or_create(
        complaint=complaint,
        user_id=actor.id,
        defaults={"organisation_id": complaint.organisation_id, "writing": writing, "seen_at": at},
    )
    if is_news:
        publish(kind=LOOKED_AT, subject=reference, facts={"by": actor.id, "writing": int(writing)})
