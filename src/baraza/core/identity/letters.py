"""Letters about access: invitations, links for a new password or e-mail address. All go outside any transaction."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext

from baraza.core.identity import email_links
from baraza.core.identity.invitation_links import token_of
from baraza.core.identity.models import Invitation, User
from baraza.core.identity.queries.memberships import standings_of
from baraza.core.identity.sign_in import standing
from baraza.core.jobs.registry import RetryLater
from baraza.core.organisations.queries import OrganisationProfile, get_organisation
from baraza.core.organisations.senders import sender_of
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now
from baraza.lib.mail_retries import is_given_up, pause_after

logger = logging.getLogger(__name__)
# Whoever waits for a link has asked again by then.
_TRIED_FOR: Final = timedelta(hours=1)
_AGAIN_AFTER: Final = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class _Taken:
    message: EmailMultiAlternatives
    attempts: int
    expires_at: datetime


def send_invitation(*, organisation_id: int, invitation_id: int, address: str, sent_at: str = "") -> None:
    """1. take it, 2. hand it to the mail server, 3. say what became of it. Raises RetryLater.

    Nothing is sent when the invitation was withdrawn, used or sent again meanwhile (`sent_at` is another then).
    """
    with organisation_scope(organisation_id=organisation_id):
        taken = _take(invitation_id, address=address, sent_at=sent_at)
    if taken is None:
        return
    try:
        taken.message.send()
    except Exception as error:  # noqa: BLE001 - each service behind anymail has errors of its own
        _put_back(organisation_id, invitation_id, taken, error)
        return
    _note(organisation_id, invitation_id, Invitation.Mail.SENT)


def send_reset_link(*, email: str, address: str, asked_at: datetime) -> None:
    """To whoever may sign in under this address; nothing for anybody else. Raises RetryLater for an hour."""
    user = User.objects.filter(email__iexact=email.strip()).first()
    if user is None or not standing.may_sign_in(user=user):
        return
    _send_within_the_hour(_reset_letter(user, address=address), asked_at=asked_at)


def send_email_link(*, user_id: int, email: str, address: str, asked_at: datetime) -> None:
    """To the new address; nothing when somebody else has an account under it. Raises RetryLater for an hour."""
    user = User.objects.filter(pk=user_id).first()
    if user is None or not standing.may_sign_in(user=user) or email_links.is_taken(email=email):
        return
    link = address.replace("TOKEN", email_links.token_of(user=user, email=email))
    context = {"person": user.name, "email": email, "link": link, "minutes": settings.PASSWORD_RESET_TIMEOUT // 60}
    with _in_the_name_of(user) as name:
        letter = _written(
            "email_link", gettext("Your new e-mail address at %(name)s") % {"name": name}, email, name, context
        )
    _send_within_the_hour(letter, asked_at=asked_at)


def send_email_note(*, user_id: int, before: str, asked_at: datetime) -> None:
    """To the old address, whose owner may not have wanted it. Raises RetryLater for an hour."""
    user = User.objects.get(pk=user_id)
    context = {"person": user.name, "before": before, "link": f"{settings.PUBLIC_URL}{reverse(settings.LOGIN_URL)}"}
    with _in_the_name_of(user) as name:
        subject = gettext("Your e-mail address at %(name)s was changed") % {"name": name}
        letter = _written("email_note", subject, before, name, context)
    _send_within_the_hour(letter, asked_at=asked_at)


def _send_within_the_hour(letter: EmailMultiAlternatives, *, asked_at: datetime) -> None:
    """Whoever waits for it asks again after that."""
    try:
        letter.send()
    except Exception as error:
        logger.warning("The letter with a new link was not taken by the mail server: %s", type(error).__name__)
        if now() - asked_at < _TRIED_FOR:
            raise RetryLater(_AGAIN_AFTER.total_seconds()) from error
        raise


def _take(invitation_id: int, *, address: str, sent_at: str) -> _Taken | None:
    row = Invitation.objects.select_for_update().filter(pk=invitation_id, used_at__isnull=True).first()
    if row is None or row.mail_state != Invitation.Mail.WAITING or sent_at not in {"", row.sent_at.isoformat()}:
        return None
    row.mail_attempts += 1
    row.save(update_fields=["mail_attempts"])
    organisation = get_organisation(organisation_id=row.organisation_id)
    context = {"invited_by": row.invited_by_name, "link": address.replace("TOKEN", token_of(row)), "row": row}
    known = User.objects.filter(email__iexact=row.email).first()
    with _as_read_by(known.language if known else organisation.default_language, organisation):
        words = gettext("%(who)s invites you to %(organisation)s")
        subject = words % {"who": row.invited_by_name, "organisation": organisation.name}
        message = _written("invitation", subject, row.email, organisation.name, context)
    return _Taken(message=message, attempts=row.mail_attempts, expires_at=row.expires_at)


def _put_back(organisation_id: int, invitation_id: int, taken: _Taken, error: Exception) -> None:
    pause = pause_after(attempts=taken.attempts)
    logger.warning("Invitation %d was not taken by the mail server: %s", invitation_id, type(error).__name__)
    if is_given_up(error=error, attempts=taken.attempts) or now() + pause >= taken.expires_at:
        _note(organisation_id, invitation_id, Invitation.Mail.FAILED)
        return
    raise RetryLater(pause.total_seconds()) from error


def _note(organisation_id: int, invitation_id: int, state: Invitation.Mail) -> None:
    with organisation_scope(organisation_id=organisation_id):
        Invitation.objects.filter(pk=invitation_id).update(mail_state=state)


def _reset_letter(user: User, *, address: str) -> EmailMultiAlternatives:
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    link = address.replace("UID", uid).replace("TOKEN", default_token_generator.make_token(user))
    context = {"email": user.email, "link": link, "minutes": settings.PASSWORD_RESET_TIMEOUT // 60}
    with _in_the_name_of(user) as name:
        return _written("reset", gettext("A new password for %(name)s") % {"name": name}, user.email, name, context)


@contextmanager
def _in_the_name_of(user: User) -> Iterator[str]:
    """Of their organisation when there is one alone, in its scope, so that the letter looks like theirs; else of ours."""
    places = [one.organisation for one in standings_of(user_id=user.pk).values()]
    place = places[0] if len(places) == 1 else None
    scope = organisation_scope(organisation_id=place.id) if place else nullcontext()
    with scope, _as_read_by(user.language, place):
        yield place.name if place else "Baraza"


@contextmanager
def _as_read_by(language: str, organisation: OrganisationProfile | None) -> Iterator[None]:
    """In the reader's language where we have it, and by the organisation's clock."""
    known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    zone = ZoneInfo(organisation.time_zone) if organisation else timezone.get_default_timezone()
    with translation.override(known), timezone.override(zone):
        yield


def _written(
    name: str, subject: str, to: str, organisation: str, context: Mapping[str, object]
) -> EmailMultiAlternatives:
    whole = {**context, "organisation": organisation}
    message = EmailMultiAlternatives(
        # A name may hold anything, a heading of a letter must be one line.
        subject=" ".join(subject.split()),
        body=render_to_string(f"identity/{name}.txt", whole),
        from_email=sender_of(name=organisation),
        to=[to],
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string(f"identity/{name}.html", whole), "text/html")
    return message
