"""The secret part of an invitation's link.

It is made from the row with the project's key, so that the job which mails it need not be told it.
"""

import hashlib

from django.utils.crypto import salted_hmac

from baraza.core.identity.errors import InvitationGone
from baraza.core.identity.models import Invitation
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.clock import now


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
    if row is None or row.used_at is not None or row.expires_at <= now():
        raise InvitationGone
    return row


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
