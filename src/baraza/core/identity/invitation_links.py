"""The secret part of an invitation's link.

It is made from the row with the project's key, so that the job which mails it need not be told it.
"""

import hashlib
from collections.abc import Collection
from typing import Final

from django.utils.crypto import salted_hmac

from baraza.core.identity.errors import InvitationGone
from baraza.core.identity.models import Invitation, Membership, User
from baraza.core.identity.roles import role_of
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.clock import now

# Stands for whoever runs the commands.
OPERATOR: Final = 0
_INVITING: Final = "members.manage"


def token_of(row: Invitation) -> str:
    """The secret part of the link; another one after every sending."""
    value = f"{row.organisation_id}:{row.email}:{row.sent_at.isoformat()}"
    return salted_hmac("baraza.invitation", value, algorithm="sha256").hexdigest()


def find_open(*, token: str, lock: bool = False) -> Invitation:
    """In its organisation's scope. Raises InvitationGone."""
    rows = Invitation.objects.select_for_update(of=("self",)) if lock else Invitation.objects.all()
    row = (
        rows.filter(organisation_id=current_organisation_id(), token_digest=digest_of(token))
        .select_related("custom_role")
        .first()
    )
    if row is None or row.used_at is not None or row.expires_at <= now() or not stands([row])[row.pk]:
        raise InvitationGone
    return row


def stands(rows: Collection[Invitation]) -> dict[int, bool]:
    """By row: whether whoever invited could do so now. Who was sent away does not come back by their own invitation."""
    asked = {row.invited_by_id for row in rows}
    platform = set(User.objects.filter(pk__in=asked, is_super_admin=True, is_active=True).values_list("pk", flat=True))
    members = Membership.objects.filter(
        organisation_id=current_organisation_id(), user_id__in=asked, active=True, user__is_active=True
    ).select_related("custom_role")
    may = {member.user_id: role_of(member).permissions for member in members}
    always = platform | {OPERATOR}
    return {
        row.pk: row.invited_by_id in always
        or role_of(row).permissions | {_INVITING} <= may.get(row.invited_by_id, frozenset())
        for row in rows
    }


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
