"""Chooses the next message to send to a contact and takes it, so that nobody else does.

The claim is committed after everything is prepared and right before the provider is called: an entry that is found
`sending` with its lease expired may have been sent, one that is still `queued` has not been.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from baraza.core.ingress.secrets import SecretsUnreadable
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib import clock
from baraza.messaging import content as contents
from baraza.messaging.backoff import ACCOUNT_PAUSE_SECONDS, ATTEMPTS_AT_MOST, TRIED_FOR_AT_MOST, UNANSWERED_AT_MOST
from baraza.messaging.circuit import circuit_of
from baraza.messaging.contract import Content, DeliveryStatus, Image, Outgoing
from baraza.messaging.fallback import fall_back, finish
from baraza.messaging.files import FetchedMedia, PhotoGone, open_photo
from baraza.messaging.letterheads import letterhead_for
from baraza.messaging.locks import lock_pending
from baraza.messaging.mail_threads import Placed, placed
from baraza.messaging.metrics import CIRCUIT_WAITS
from baraza.messaging.models import Attempt, OutboxEntry
from baraza.messaging.outbox import request_dispatch
from baraza.messaging.reaching import Route, route_by
from baraza.messaging.troubles import note_trouble

logger = logging.getLogger(__name__)

# A message that has to wait lets the later ones of its contact and connection pass after this time: late news in the
# wrong order is better than none.
HELD_AT_MOST = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class Claim:
    entry_id: int
    attempt: int
    route: Route
    outgoing: Outgoing
    as_template: bool
    correlation_id: str


def claim_next(*, organisation_id: int, contact_id: int) -> Claim | None:
    """The next message that may go, taken and committed; None when there is none at this moment."""
    with organisation_scope(organisation_id=organisation_id):
        held: set[int] = set()
        for entry in _in_turn(lock_pending(contact_id=contact_id), held):
            try:
                claim = _claim(entry, held)
            except SecretsUnreadable as error:
                _wait_for_secrets(entry, error)
                held.add(entry.connection_id)
                continue
            if claim is not None:
                return claim
    return None


def settle_expired(entry: OutboxEntry) -> None:
    """Whoever was sending is gone: the message may or may not have left, so it is shown and not repeated."""
    attempt = Attempt.objects.filter(entry_id=entry.pk, number=entry.attempts, finished_at=None)
    attempt.update(finished_at=clock.now(), outcome="interrupted")
    finish(
        entry,
        status=DeliveryStatus.UNCERTAIN,
        code="interrupted",
        detail="The process that was sending ended before the provider's answer was stored.",
    )


def _in_turn(pending: list[OutboxEntry], held: set[int]) -> Iterator[OutboxEntry]:
    """Due entries, oldest first; those behind an entry that is being sent or waits on the same connection are left."""
    now = clock.now()
    for entry in pending:
        if entry.status == DeliveryStatus.SENDING:
            if entry.lease_until is None or entry.lease_until <= now:
                settle_expired(entry)
            else:
                held.add(entry.connection_id)
        elif entry.status == DeliveryStatus.UNCERTAIN:
            # It holds nobody back: it may have arrived.
            if entry.connection_id not in held and _receipt_overdue(entry, now=now):
                yield entry
        elif entry.connection_id in held:
            continue
        elif entry.next_attempt_at <= now:
            yield entry
        elif timedelta(0) <= now - entry.tried_since < HELD_AT_MOST:
            held.add(entry.connection_id)


def _claim(entry: OutboxEntry, held: set[int]) -> Claim | None:
    """None when the entry cannot go: it failed over, or waits for its provider's circuit and holds back the others."""
    now = clock.now()
    route = route_by(contact_id=entry.contact_id, connection_id=entry.connection_id, to=entry.to)
    if route is None:
        _give_up(entry, code="no_route", detail="The connection is switched off or has no address of this person.")
        return None
    if is_exhausted(entry, now=now):
        _give_up(entry, code=entry.error_code or "gave_up", detail=entry.error_detail or "It waited for too long.")
        return None
    try:
        content = sendable(entry, route)
        photo = _photo(content)
    except (contents.ContentUnreadable, PhotoGone) as error:
        finish(entry, status=DeliveryStatus.FAILED, code=error.code, detail=str(error))
        return None
    if content is None:
        _give_up(entry, code="window_closed", detail="The person wrote too long ago and there is no template.")
        return None
    if not circuit_of(connection_id=entry.connection_id).admits():
        _wait_for_circuit(entry, route, now)
        held.add(entry.connection_id)
        return None
    return _take(entry, route, content, photo, now)


def _give_up(entry: OutboxEntry, *, code: str, detail: str) -> None:
    """What got no answer before may have arrived, and nobody has said anything else since."""
    fall_back(entry, code=code, detail=detail, unclear=entry.status == DeliveryStatus.UNCERTAIN)


def _photo(content: Content | None) -> FetchedMedia | None:
    """Raises PhotoGone."""
    return open_photo(content.photo_id) if isinstance(content, Image) and content.photo_id else None


def _receipt_overdue(entry: OutboxEntry, *, now: datetime) -> bool:
    return entry.lease_until is not None and entry.lease_until <= now


def is_exhausted(entry: OutboxEntry, *, now: datetime) -> bool:
    most = UNANSWERED_AT_MOST if entry.status == DeliveryStatus.UNCERTAIN else ATTEMPTS_AT_MOST
    return entry.attempts - entry.tries_from >= most or now - entry.tried_since >= TRIED_FOR_AT_MOST


def sendable(entry: OutboxEntry, route: Route) -> Content | None:
    """The content, or its template where only that may be sent; None when nothing may be."""
    content = contents.from_json(entry.content)
    if contents.kind_of(content) == "template" or (route.window_open and not entry.as_template):
        return content
    return None if entry.template is None else contents.from_json(entry.template)


def _take(entry: OutboxEntry, route: Route, content: Content, photo: FetchedMedia | None, now: datetime) -> Claim:
    entry.status = DeliveryStatus.SENDING
    entry.attempts += 1
    # Longer than a call of a provider should take (PROVIDER_TIMEOUT_SECONDS for each read). A call that is slower still
    # is shown as uncertain until it is back.
    entry.lease_until = now + timedelta(seconds=settings.SEND_LEASE_SECONDS)
    entry.save(update_fields=["status", "attempts", "lease_until"])
    Attempt.objects.create(
        organisation_id=entry.organisation_id, entry_id=entry.pk, number=entry.attempts, started_at=now
    )
    return Claim(
        entry_id=entry.pk,
        attempt=entry.attempts,
        route=route,
        outgoing=_outgoing(entry, route, content, photo),
        as_template=contents.kind_of(content) == "template",
        correlation_id=entry.correlation_id,
    )


def _outgoing(entry: OutboxEntry, route: Route, content: Content, photo: FetchedMedia | None) -> Outgoing:
    letters = route.provider.limits.letters
    # A code that proves an address is nobody's to answer.
    if letters and not entry.to:
        place = placed(content=content, contact_id=entry.contact_id, connection_id=entry.connection_id)
    else:
        place = Placed(content=content, in_reply_to="", token="")
    return Outgoing(
        key=entry.key,
        recipient=route.recipient,
        content=place.content,
        in_reply_to=entry.in_reply_to or place.in_reply_to,
        answer_token=place.token,
        photo=photo,
        letterhead=letterhead_for(contact_id=entry.contact_id, stoppable=not entry.to) if letters else None,
    )


def _wait_for_secrets(entry: OutboxEntry, error: SecretsUnreadable) -> None:
    """A key that was taken out too early, or a restore without it: an operator mends that, and nobody else can."""
    now = clock.now()
    logger.error("Connection %d cannot be used: %s", entry.connection_id, error)
    note_trouble(connection_id=entry.connection_id, code="secrets_unreadable", detail=str(error))
    if is_exhausted(entry, now=now):
        _give_up(entry, code="secrets_unreadable", detail=str(error))
    else:
        _put_off(entry, until=now + timedelta(seconds=ACCOUNT_PAUSE_SECONDS))


def _wait_for_circuit(entry: OutboxEntry, route: Route, now: datetime) -> None:
    CIRCUIT_WAITS.labels(route.connection.source).inc()
    _put_off(entry, until=now + timedelta(seconds=circuit_of(connection_id=entry.connection_id).pause_seconds))


def _put_off(entry: OutboxEntry, *, until: datetime) -> None:
    entry.next_attempt_at = until
    if entry.status == DeliveryStatus.UNCERTAIN:
        entry.lease_until = entry.next_attempt_at
    entry.save(update_fields=["next_attempt_at", "lease_until"])
    request_dispatch(contact_id=entry.contact_id, at=entry.next_attempt_at)
