"""A resident says how their matter was dealt with."""

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.lib.clock import now
from baraza.services.complaints.actions.locks import lock_complaint
from baraza.services.complaints.models import Rating
from baraza.services.complaints.policies import require
from baraza.services.complaints.states import State

RATEABLE = frozenset({State.RESOLVED, State.CLOSED, State.REJECTED})
STARS = range(1, 6)


class NotToRate(ValueError):
    """Only what was dealt with can be rated, with one to five stars."""


def rate(*, actor: Actor, reference: str, stars: int, comment: str = "") -> None:
    """The last rating counts. Raises NotAllowed, NotToRate, ComplaintUnknown."""
    require(actor=actor, act="rate")
    complaint = lock_complaint(reference=reference)
    if stars not in STARS or complaint.state not in RATEABLE:
        raise NotToRate(reference)
    Rating.objects.update_or_create(
        complaint=complaint,
        defaults={
            "organisation_id": complaint.organisation_id,
            "stars": stars,
            "comment": comment.strip(),
            "rated_at": now(),
        },
    )
    record(
        actor=actor,
        action="complaint.rated",
        subject_kind="complaint",
        subject_id=complaint.reference,
        changes={"stars": stars},
    )
