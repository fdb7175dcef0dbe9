"""E-mails that a file is ready: a link that asks to sign in, never the file; once to each person."""

import logging
from datetime import timedelta
from typing import Final

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import gettext

from baraza.capabilities.exports.kinds import kind_named
from baraza.capabilities.exports.models import Export, Letter, Recipient
from baraza.capabilities.exports.policies import FILE_READY
from baraza.capabilities.exports.queries import actor_of, may_receive
from baraza.capabilities.staff_letters import choices
from baraza.capabilities.staff_letters.writing import addressed_to
from baraza.core.jobs.queue import enqueue
from baraza.core.jobs.registry import RetryLater
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now
from baraza.lib.mail_retries import is_given_up, pause_after

logger = logging.getLogger(__name__)

SEND_JOB: Final = "exports.send_letter"
_SENDING_TAKES: Final = timedelta(minutes=5)


def write_for(export: Export) -> None:
    """In the transaction that finishes the file: one letter for each recipient of its schedule who may read it."""
    if export.schedule_id is None:
        return
    kind = kind_named(export.kind)
    for user_id in Recipient.objects.filter(schedule_id=export.schedule_id).values_list("user_id", flat=True):
        actor = actor_of(user_id)
        if actor is None or not may_receive(actor=actor, kind=kind):
            logger.info("Person %d may not receive list %s any more and is not written to", user_id, export.kind)
            continue
        if not choices.wants(user_id=user_id, kind=FILE_READY):
            continue
        letter, is_new = Letter.objects.get_or_create(
            organisation_id=export.organisation_id, export=export, user_id=user_id
        )
        if is_new:
            enqueue(job=SEND_JOB, organisation_id=export.organisation_id, arguments={"letter_id": letter.pk})


def send(*, organisation_id: int, letter_id: int) -> None:
    """1. take it, 2. hand it to the mail server outside any transaction, 3. say so. Raises RetryLater."""
    with organisation_scope(organisation_id=organisation_id):
        taken = _take(letter_id)
    if taken is None:
        return
    message, attempt = taken
    try:
        message.send()
    except Exception as error:  # noqa: BLE001 - each service behind anymail has errors of its own
        _put_back(organisation_id, letter_id, attempt=attempt, error=error)
        return
    with organisation_scope(organisation_id=organisation_id):
        Letter.objects.filter(pk=letter_id).update(state=Letter.State.SENT, changed_at=now())


def _take(letter_id: int) -> tuple[EmailMultiAlternatives, int] | None:
    """None when it is settled. One that was being sent when its worker died may have gone: it is not sent again."""
    letter = Letter.objects.select_for_update(of=("self",)).filter(pk=letter_id).select_related("export").first()
    if letter is None or letter.state not in {Letter.State.WAITING, Letter.State.SENDING}:
        return None
    if letter.state == Letter.State.SENDING:
        if now() - letter.changed_at < _SENDING_TAKES:
            raise RetryLater(_SENDING_TAKES.total_seconds())
        letter.state = Letter.State.UNCERTAIN
        letter.save(update_fields=["state", "changed_at"])
        return None
    letter.state, letter.attempts = Letter.State.SENDING, letter.attempts + 1
    letter.save(update_fields=["state", "attempts", "changed_at"])
    return _message(letter), letter.attempts


def _put_back(organisation_id: int, letter_id: int, *, attempt: int, error: Exception) -> None:
    """Raises RetryLater, unless it was tried often enough or the server refuses this letter for good."""
    given_up = is_given_up(error=error, attempts=attempt)
    state = Letter.State.FAILED if given_up else Letter.State.WAITING
    with organisation_scope(organisation_id=organisation_id):
        Letter.objects.filter(pk=letter_id).update(state=state, changed_at=now())
    if given_up:
        logger.error("Letter %d was not taken by the mail server: %s", letter_id, type(error).__name__)
    if not given_up:
        raise RetryLater(pause_after(attempts=attempt).total_seconds()) from error


def _message(letter: Letter) -> EmailMultiAlternatives:
    export = letter.export
    with addressed_to(user_id=letter.user_id) as member:
        return member.letter(
            kind=FILE_READY,
            name=f"export-{export.pk}-{letter.pk}",
            subject=gettext("%(title)s is ready") % {"title": export.asked_name},
            template="exports/letter",
            path=reverse("console:export", args=[export.pk]),
            facts={
                "title": export.asked_name,
                "list": gettext(kind_named(export.kind).label),
                "narrowed_by": export.narrowed_by,
                "rows": export.rows_done,
                "until": export.expires_at,
            },
        )
