"""Writes down what became of an attempt, and what follows from it."""

import logging
from datetime import timedelta

from django.conf import settings

from baraza.core.tenancy.scope import organisation_scope
from baraza.lib import clock
from baraza.messaging.backoff import pause_before_retry
from baraza.messaging.claiming import Claim, is_exhausted
from baraza.messaging.contract import DeliveryStatus, Failure, SendError
from baraza.messaging.emails import Stop, stop_email
from baraza.messaging.fallback import fall_back, finish
from baraza.messaging.locks import lock_entry
from baraza.messaging.metrics import SENDS
from baraza.messaging.models import Attempt, OutboxEntry
from baraza.messaging.outbox import request_dispatch
from baraza.messaging.reaching import note_unreachable
from baraza.messaging.receipts import apply_early
from baraza.messaging.statuses import advanced
from baraza.messaging.troubles import forget_trouble, note_trouble

logger = logging.getLogger(__name__)

# Statuses in which the attempt's own answer still decides: nobody who knows better has spoken meanwhile.
_OPEN = frozenset({DeliveryStatus.SENDING, DeliveryStatus.UNCERTAIN})


def settle_sent(*, organisation_id: int, claim: Claim, external_id: str) -> None:
    with organisation_scope(organisation_id=organisation_id):
        entry = lock_entry(entry_id=claim.entry_id)
        _note(entry, claim, outcome="sent", code="", detail="")
        entry.external_id = external_id
        before = DeliveryStatus(entry.status)
        after = advanced(before, DeliveryStatus.SENT)
        if after is before:
            # A receipt that named our key was quicker, and says more than that the message was taken.
            entry.save(update_fields=["external_id"])
        else:
            finish(entry, status=after)
        apply_early(entry)
        forget_trouble(connection_id=entry.connection_id)


def settle_error(*, organisation_id: int, claim: Claim, error: SendError) -> None:
    with organisation_scope(organisation_id=organisation_id):
        entry = lock_entry(entry_id=claim.entry_id)
        _note(entry, claim, outcome=error.failure.value, code=error.code, detail=error.detail)
        if error.failure is Failure.ACCOUNT:
            _flag(entry, error)
        # A receipt, or staff, may have decided while the call was on its way.
        if DeliveryStatus(entry.status) in _OPEN and entry.attempts == claim.attempt:
            _after_error(entry, claim, error)


def _note(entry: OutboxEntry, claim: Claim, *, outcome: str, code: str, detail: str) -> None:
    SENDS.labels(claim.route.connection.source, outcome).inc()
    Attempt.objects.filter(entry_id=entry.pk, number=claim.attempt).update(
        finished_at=clock.now(), outcome=outcome, code=code[:40], detail=detail[:500]
    )


def _after_error(entry: OutboxEntry, claim: Claim, error: SendError) -> None:
    """`retryable` decides whether it is tried again here; the kind of failure decides what else can be done."""
    code = error.code or error.failure.value
    if error.failure is Failure.UNCERTAIN and error.retryable:
        _await_receipt(entry, error, code)
    elif error.failure is Failure.UNCERTAIN:
        finish(entry, status=DeliveryStatus.UNCERTAIN, code=code, detail=error.detail)
    elif error.retryable or error.failure is Failure.ACCOUNT:
        _retry(entry, error, code)
    elif error.failure is Failure.WINDOW_CLOSED and entry.template is not None and not claim.as_template:
        entry.as_template = True
        _queue(entry, pause=timedelta(0))
    elif error.failure in {Failure.UNREACHABLE, Failure.WINDOW_CLOSED}:
        if error.failure is Failure.UNREACHABLE:
            if not entry.to:
                note_unreachable(contact_id=entry.contact_id, connection_id=entry.connection_id)
            if claim.outgoing.recipient.email:
                stop_email(email=claim.outgoing.recipient.email, why=Stop.BOUNCED)
        fall_back(entry, code=code, detail=error.detail)
    else:
        finish(entry, status=DeliveryStatus.FAILED, code=code, detail=error.detail)


def _await_receipt(entry: OutboxEntry, error: SendError, code: str) -> None:
    """The provider says by its receipts, under our key, what it has; when it says nothing, the message goes again."""
    finish(entry, status=DeliveryStatus.UNCERTAIN, code=code, detail=error.detail)
    entry.lease_until = clock.now() + timedelta(seconds=settings.SEND_RECEIPT_WAIT_SECONDS)
    entry.save(update_fields=["lease_until"])
    request_dispatch(contact_id=entry.contact_id, at=entry.lease_until)


def _retry(entry: OutboxEntry, error: SendError, code: str) -> None:
    entry.error_code, entry.error_detail = code[:40], error.detail[:500]
    if is_exhausted(entry, now=clock.now()):
        fall_back(entry, code=code, detail=error.detail)
        return
    _queue(entry, pause=pause_before_retry(attempts=entry.attempts - entry.tries_from, error=error))


def _queue(entry: OutboxEntry, *, pause: timedelta) -> None:
    entry.status, entry.lease_until, entry.settled_at = DeliveryStatus.QUEUED, None, None
    entry.next_attempt_at = clock.now() + pause
    entry.save()
    request_dispatch(contact_id=entry.contact_id, at=entry.next_attempt_at)


def _flag(entry: OutboxEntry, error: SendError) -> None:
    logger.error("The provider refuses connection %s: %s", entry.connection_id, error.code or error.failure.value)
    note_trouble(connection_id=entry.connection_id, code=error.code, detail=error.detail)
