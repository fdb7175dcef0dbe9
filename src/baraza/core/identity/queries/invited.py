"""What the page of an invitation's link may say, to whoever has the link."""

from dataclasses import dataclass

from baraza.core.identity.invitation_links import find_open
from baraza.core.identity.models import User
from baraza.core.tenancy.scope import organisation_scope


@dataclass(frozen=True, kw_only=True)
class Invited:
    email: str
    invited_by: str
    has_account: bool


def get_invited(*, organisation_id: int, token: str) -> Invited:
    """Raises InvitationGone."""
    with organisation_scope(organisation_id=organisation_id):
        row = find_open(token=token)
    has_account = User.objects.filter(email__iexact=row.email).exists()
    return Invited(email=row.email, invited_by=row.invited_by_name, has_account=has_account)
