"""The demonstration's own role, invitation and keys."""

from typing import Final

from django.conf import settings
from django.urls import reverse

from baraza.core.identity.actions.invitations import invite
from baraza.core.identity.actions.keys import make_key
from baraza.core.identity.actions.roles import make_role
from baraza.core.identity.actor import SYSTEM
from baraza.core.identity.queries.keys import list_keys

_INSPECTOR: Final = ("complaints.read", "complaints.note", "complaints.place", "complaints.download")


def seed_access(*, slug: str) -> None:
    """In the organisation's scope; a second run changes nothing."""
    if list_keys():
        return
    role = make_role(actor=SYSTEM, name="Field inspector", permissions=_INSPECTOR)
    address = settings.PUBLIC_URL + reverse("console:invitation", args=[slug, "TOKEN"])
    invite(actor=SYSTEM, email=f"inspector@{slug}.example", role=f"custom:{role}", address=address)
    make_key(actor=SYSTEM, name="Map on the website", scopes=["complaints.read", "organisation.read"], days=90)
