"""Once a month whoever keeps an organisation's members is told to look through who has access, until somebody did."""

from typing import Final

from baraza.capabilities.live.actions import tell_member
from baraza.core.identity.permissions import allows
from baraza.core.identity.queries import actors_at_work
from baraza.core.identity.queries.access import is_review_due
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now

_KEEPING: Final = "members.manage"


def remind(*, organisation_id: int) -> int:
    """How many are told: on their page of notifications, and from there in the digest of those who chose one."""
    with organisation_scope(organisation_id=organisation_id):
        if not is_review_due():
            return 0
        keepers = [one for one in actors_at_work() if allows(actor=one, permission=_KEEPING)]
        for one in keepers:
            tell_member(
                member_id=one.id or 0, kind="members.review_due", subject="", key=f"members.review_due:{now():%Y-%m}"
            )
    return len(keepers)
