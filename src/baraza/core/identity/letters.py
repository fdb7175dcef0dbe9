"""The letter to somebody who is invited."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from baraza.core.identity.invitation_links import token_of
from baraza.core.identity.models import Invitation
from baraza.core.organisations.queries import get_organisation
from baraza.core.tenancy.scope import organisation_scope


def send_invitation(*, organisation_id: int, invitation_id: int, address: str) -> None:
    """Nothing is sent when the invitation was withdrawn or used meanwhile. Mails outside any transaction."""
    with organisation_scope(organisation_id=organisation_id):
        row = Invitation.objects.filter(pk=invitation_id, used_at__isnull=True).first()
        organisation = get_organisation(organisation_id=organisation_id)
    if row is None:
        return
    context = {
        "organisation": organisation.name,
        "invited_by": row.invited_by_name,
        "link": address.replace("TOKEN", token_of(row)),
        "expires_at": row.expires_at,
    }
    # A name may hold anything, a heading of a letter must be one line.
    subject = " ".join(f"{row.invited_by_name} invites you to {organisation.name}".split())
    letter = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string("identity/invitation.txt", context),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[row.email],
    )
    letter.attach_alternative(render_to_string("identity/invitation.html", context), "text/html")
    letter.send()
