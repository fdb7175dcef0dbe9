"""What happens beside the pages: the letter with the link for a new password, and old counts that are forgotten."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from baraza.core.identity.actions.account import LETTER
from baraza.core.identity.actions.invitations import LETTER as INVITATION
from baraza.core.identity.letters import send_invitation
from baraza.core.identity.models import User
from baraza.core.identity.sign_in import limits, standing
from baraza.core.jobs.registry import job, periodic

_SUBJECT = "A new password for Baraza"
_TEXT = """Somebody, probably you, asked for a new password for {email}.

Choose it here within {minutes} minutes:
{link}

If it was not you, do nothing: your password stays as it is.
"""


@job(name=LETTER)
def send_reset_link(*, organisation_id: int | None, email: str, address: str) -> None:  # noqa: ARG001 - of nobody's
    """To whoever may sign in under this address; nothing for anybody else."""
    user = User.objects.filter(email__iexact=email.strip()).first()
    if user is None or not standing.may_sign_in(user=user):
        return
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    link = address.replace("UID", uid).replace("TOKEN", default_token_generator.make_token(user))
    text = _TEXT.format(email=user.email, minutes=settings.PASSWORD_RESET_TIMEOUT // 60, link=link)
    send_mail(_SUBJECT, text, None, [user.email])


@job(name=INVITATION)
def mail_invitation(*, organisation_id: int, invitation_id: int, address: str) -> None:
    send_invitation(organisation_id=organisation_id, invitation_id=invitation_id, address=address)


@periodic(name="identity.forget_tries", every_seconds=3600)
def forget_tries() -> None:
    limits.forget_old()
