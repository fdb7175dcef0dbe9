"""What happens beside the pages: letters about access, and old counts that are forgotten."""

from datetime import datetime

from baraza.core.identity import letters
from baraza.core.identity.actions.account import LETTER
from baraza.core.identity.actions.email import LINK_LETTER, NOTE_LETTER
from baraza.core.identity.actions.invitations import LETTER as INVITATION
from baraza.core.identity.sign_in import buckets, limits
from baraza.core.jobs.registry import job, periodic
from baraza.lib.clock import now


@job(name=LETTER, attempts=1)
def send_reset_link(*, organisation_id: int | None, email: str, address: str, asked_at: str = "") -> None:  # noqa: ARG001 - of nobody's
    letters.send_reset_link(
        email=email, address=address, asked_at=datetime.fromisoformat(asked_at) if asked_at else now()
    )


@job(name=LINK_LETTER, attempts=1)
def send_email_link(*, organisation_id: int | None, user_id: int, email: str, address: str, asked_at: str) -> None:  # noqa: ARG001 - of nobody's
    letters.send_email_link(user_id=user_id, email=email, address=address, asked_at=datetime.fromisoformat(asked_at))


@job(name=NOTE_LETTER, attempts=1)
def send_email_note(*, organisation_id: int | None, user_id: int, before: str, asked_at: str) -> None:  # noqa: ARG001 - of nobody's
    letters.send_email_note(user_id=user_id, before=before, asked_at=datetime.fromisoformat(asked_at))


@job(name=INVITATION)
def mail_invitation(*, organisation_id: int, invitation_id: int, address: str, sent_at: str = "") -> None:
    letters.send_invitation(
        organisation_id=organisation_id, invitation_id=invitation_id, address=address, sent_at=sent_at
    )


@periodic(name="identity.forget_tries", every_seconds=3600)
def forget_tries() -> None:
    limits.forget_old()
    buckets.forget_full()
