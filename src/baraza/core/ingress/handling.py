"""From a stored event to whoever subscribed to items: one transaction per event, one sender at a time, oldest first."""

import logging
import time
from datetime import timedelta
from typing import Protocol

import orjson
from django.db import connection as database

from baraza.core.ingress.connections import connection_facts
from baraza.core.ingress.contract import ConnectionFacts, Item, JsonObject
from baraza.core.ingress.models import InboundEvent
from baraza.core.jobs.queue import enqueue
from baraza.core.jobs.registry import RetryLater
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now
from baraza.lib.correlation import correlation_id

logger = logging.getLogger(__name__)

DRAIN = "ingress.drain"
MOST_ATTEMPTS = 8
LONGEST_BACK_OFF_SECONDS = 30
# A sender with very many events makes way for others now and then.
_LONGEST_DRAIN_SECONDS = 20.0


class ItemHandler(Protocol):
    """Called inside the event's transaction with the organisation's scope open; what it raises rolls all back.

    `previous` is the sender's previous item of the same session. The result is kept as the event's answer.
    """

    def __call__(
        self,
        *,
        connection: ConnectionFacts,
        item: Item,
        previous: Item | None,
        event_id: int,
        correlation_id: str,
    ) -> JsonObject | None: ...


class NobodyListens(RuntimeError):
    """No handler was registered, so events wait."""


_handlers: list[ItemHandler] = []


def on_item(handler: ItemHandler) -> None:
    """Registers the one subscriber to items; a later one replaces an earlier."""
    _handlers[:] = [handler]


def handle(*, event: InboundEvent) -> JsonObject | None:
    """Hands the event to the subscriber. The caller has the scope, the sender's lock and the transaction."""
    if not _handlers:
        raise NobodyListens("baraza.core.ingress.handling.on_item was never called.")
    token = correlation_id.set(event.correlation_id)
    try:
        return _handlers[0](
            connection=connection_facts(connection_id=event.connection_id),
            item=_item(event),
            previous=_previous(event),
            event_id=event.pk,
            correlation_id=event.correlation_id,
        )
    finally:
        correlation_id.reset(token)


def lock_sender(*, connection_id: int, sender: str, lock_timeout: str, statement_timeout: str) -> None:
    """Until the transaction ends nobody else handles this sender's events, and nothing in it takes longer."""
    with database.cursor() as cursor:
        # From left to right: the wait for the lock has its limit already.
        cursor.execute(
            "SELECT set_config('lock_timeout', %s, true), set_config('statement_timeout', %s, true),"
            " pg_advisory_xact_lock(hashtextextended(%s, %s))",
            [lock_timeout, statement_timeout, sender, connection_id],
        )


def _lock_sender_or_leave(*, connection_id: int, sender: str) -> None:
    # A worker's thread does not wait. It comes back, because the other may have looked before our event was there.
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, %s))", [sender, connection_id])
        (is_ours,) = cursor.fetchone()
    if is_ours is not True:
        raise RetryLater(1)


def drain_sender(*, organisation_id: int, connection_id: int, sender: str) -> None:
    """Handles what waits of this sender. Raises RetryLater when another worker is at it or much is left."""
    deadline = time.monotonic() + _LONGEST_DRAIN_SECONDS
    while _handle_next(organisation_id=organisation_id, connection_id=connection_id, sender=sender):
        if time.monotonic() > deadline:
            raise RetryLater(0)


def _handle_next(*, organisation_id: int, connection_id: int, sender: str) -> bool:
    """Whether there was something to do. A failure is written down in a second transaction and tried again later."""
    event: InboundEvent | None = None
    try:
        with organisation_scope(organisation_id=organisation_id):
            _lock_sender_or_leave(connection_id=connection_id, sender=sender)
            event = _next_event(connection_id=connection_id, sender=sender)
            if event is None:
                return False
            _mark_handled(event, answer=handle(event=event))
    except RetryLater:
        raise
    except Exception as error:
        if event is None:
            raise
        logger.exception("Event %d was not handled", event.pk, extra={"correlation_id": event.correlation_id})
        _write_down_failure(event, error)
    return True


def _next_event(*, connection_id: int, sender: str) -> InboundEvent | None:
    """The oldest that waits, if its time has come: later ones of a person wait behind it, so that order is kept."""
    waiting = InboundEvent.objects.select_for_update().filter(
        connection_id=connection_id, sender=sender, state=InboundEvent.State.RECEIVED
    )
    if not sender:
        # Events of nobody in particular have no order to keep.
        waiting = waiting.exclude(retry_at__gt=now())
    event = waiting.order_by("pk").first()
    if event is not None and event.retry_at is not None and event.retry_at > now():
        return None
    return event


def _mark_handled(event: InboundEvent, *, answer: JsonObject | None) -> None:
    event.state = InboundEvent.State.HANDLED
    event.handled_at = now()
    event.attempts += 1
    event.answer = answer
    event.error = ""
    event.save(update_fields=["state", "handled_at", "attempts", "answer", "error"])


def _write_down_failure(event: InboundEvent, error: Exception) -> None:
    """Tried again later, or put aside as a dead letter so that the sender's later events go on."""
    with organisation_scope(organisation_id=event.organisation_id):
        row = InboundEvent.objects.select_for_update().get(pk=event.pk)
        if row.state != InboundEvent.State.RECEIVED:
            return
        row.attempts += 1
        row.error = f"{type(error).__name__}: {error}"[:2000]
        if row.attempts >= MOST_ATTEMPTS:
            row.state = InboundEvent.State.FAILED
        else:
            row.retry_at = now() + timedelta(seconds=min(2**row.attempts, LONGEST_BACK_OFF_SECONDS))
            enqueue_drain(
                organisation_id=row.organisation_id,
                connection_id=row.connection_id,
                sender=row.sender,
                delay=row.retry_at - now(),
            )
        row.save(update_fields=["attempts", "error", "state", "retry_at"])


def enqueue_drain(
    *, organisation_id: int, connection_id: int, sender: str, delay: timedelta = timedelta(0), key: str | None = None
) -> None:
    enqueue(
        job=DRAIN,
        organisation_id=organisation_id,
        arguments={"connection_id": connection_id, "sender": sender},
        run_at=now() + delay,
        key=key,
    )


def _item(event: InboundEvent) -> Item:
    return Item(item_id=event.item_id, kind=event.kind, sender=event.sender, payload=event.payload)


def _previous(event: InboundEvent) -> Item | None:
    """Gateways that repeat all inputs so far are understood by comparing with the session's item before."""
    if "session" not in event.payload:
        return None
    with database.cursor() as cursor:
        # Written out: building it anew from look-ups into JSON cost more than an eighth of a whole turn.
        cursor.execute(
            "SELECT item_id, kind, payload FROM ingress_event WHERE connection_id = %s AND sender = %s AND id < %s"
            " AND payload ? 'session' AND payload -> 'session' = %s::jsonb ORDER BY id DESC LIMIT 1",
            [event.connection_id, event.sender, event.pk, orjson.dumps(event.payload["session"]).decode()],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    return Item(item_id=row[0], kind=row[1], sender=event.sender, payload=orjson.loads(row[2]))
