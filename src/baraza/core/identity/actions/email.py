"""A new e-mail address of one's own: asked for, proved by a link that only its owner gets, told to the old one."""

from typing import Final

from django.db import IntegrityError, transaction

from baraza.core.identity.email_links import LinkUnusable, email_of, is_taken
from baraza.core.identity.models import User
from baraza.core.identity.sign_in import journal, limits
from baraza.core.jobs.queue import enqueue
from baraza.lib.clock import now

LINK_LETTER: Final = "identity.send_email_link"
NOTE_LETTER: Final = "identity.send_email_note"
__all__ = ["EmailTaken", "LinkUnusable", "ask_for_email", "change_email", "email_of"]


class EmailTaken(Exception):
    """Somebody has an account under it."""


def ask_for_email(*, user: User, email: str, address: str) -> None:
    """Mails a link to the new address; whether somebody has an account under it is found out by the job, and told to nobody.

    `address` is the page's, with TOKEN where that belongs. Raises TooManyTries.
    """
    limits.take(limits.of_letters(email), limits.of_letters(user.email))
    enqueue(
        job=LINK_LETTER,
        organisation_id=None,
        arguments={
            "user_id": user.pk, "email": email.strip().lower(), "address": address, "asked_at": now().isoformat(),
        },
    )  # fmt: skip


def change_email(*, user_id: int, token: str) -> str:
    """From now on they sign in with it; returns it. Raises LinkUnusable, EmailTaken."""
    try:
        with transaction.atomic():
            user = User.objects.select_for_update().get(pk=user_id)
            email = email_of(user=user, token=token)
            if is_taken(email=email):
                raise EmailTaken(email)
            before, user.email = user.email, email
            user.save(update_fields=["email"])
            journal.write(user_id=user_id, action="email.changed", changes={"email": [before, email]})
            enqueue(
                job=NOTE_LETTER,
                organisation_id=None,
                arguments={"user_id": user_id, "before": before, "asked_at": now().isoformat()},
            )
    except IntegrityError as error:
        raise EmailTaken from error
    return email
