"""Letters about alerts: once to each person who may see it, in the organisation's name."""

import logging
from datetime import timedelta
from typing import Final

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import gettext

from baraza.capabilities.staff_letters.writing import addressed_to
from baraza.core.identity.queries import actor_for
from baraza.core.jobs.registry import RetryLater
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now
from baraza.lib.mail_retries import is_given_up, pause_after
from baraza.services.call_analytics.models import AlertLetter
from baraza.services.call_analytics.policies import ALERT, may
from baraza.services.call_analytics.queries.alert_words import alert_words

logger = logging.getLogger(__name__)
_SENDING_TAKES: Final = timedelta(minutes=5)


def send(*, organisation_id: int, letter_id: int) -> None:
    """1. take it, 2. hand it to the mail server outside any transaction, 3. say so. Raises RetryLater."""
    with organisation_scope(organisation_id=organisation_id):
        taken = _take(letter_id)
    if taken is None:
        return
    message, attempts = taken
    try:
        message.send()
    except Exception as error:
        given_up = is_given_up(error=error, attempts=attempts)
        with organisation_scope(organisation_id=organisation_id):
            AlertLetter.objects.filter(pk=letter_id).update(taken_at=None, given_up=given_up)
        if not given_up:
            raise RetryLater(pause_after(attempts=attempts).total_seconds()) from error
        logger.error("Letter %d about an alert was not taken by the mail server: %s", letter_id, type(error).__name__)  # noqa: TRY400 - the error may name people
        return
    with organisation_scope(organisation_id=organisation_id):
        AlertLetter.objects.filter(pk=letter_id).update(sent_at=now())


def _take(letter_id: int) -> tuple[EmailMultiAlternatives, int] | None:
    """None when it is settled, or when the person may not see it any more."""
    letter = AlertLetter.objects.select_for_update(of=("self",)).filter(pk=letter_id).first()
    if letter is None or letter.sent_at is not None or letter.given_up:
        return None
    if letter.taken_at is not None and now() - letter.taken_at < _SENDING_TAKES:
        raise RetryLater(_SENDING_TAKES.total_seconds())
    actor = actor_for(user_id=letter.user_id, organisation_id=letter.organisation_id)
    if letter.taken_at is not None or actor is None or not may(actor=actor, act="cost"):
        letter.given_up = True
        letter.save(update_fields=["given_up"])
        return None
    letter.taken_at, letter.attempts = now(), letter.attempts + 1
    letter.save(update_fields=["taken_at", "attempts"])
    return _message(letter), letter.attempts


def _message(letter: AlertLetter) -> EmailMultiAlternatives:
    alert = letter.alert
    with addressed_to(user_id=letter.user_id) as member:
        return member.letter(
            kind=ALERT,
            name=f"call-alert-{alert.pk}-{letter.pk}",
            subject=gettext("An alert about the calls of %(organisation)s") % {"organisation": member.organisation},
            template="call_analytics/alert",
            path=reverse("console:call-alerts"),
            facts={
                "says": alert_words(
                    kind=alert.kind, agent_name=alert.agent.name if alert.agent else "", facts=alert.facts
                ),
                "since": alert.began_at,
            },
        )
