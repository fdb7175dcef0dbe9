"""Sources that must answer inside the request (USSD, voice tools): store, handle and keep the answer in one transaction.

A repeated request, also one that comes while the first is under way, gets the stored answer and changes nothing.
"""

import logging
import time
from dataclasses import dataclass

import orjson
from django.db import connection as database
from django.db import connections

from baraza.core.ingress.contract import ConnectionFacts, Item, JsonObject
from baraza.core.ingress.handling import handle, lock_sender
from baraza.core.ingress.models import InboundEvent
from baraza.core.ingress.payloads import check_item, dump_payload
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now
from baraza.lib.correlation import correlation_id

logger = logging.getLogger(__name__)

# What the provider's adapter turns into a polite end of the session.
FAILED: JsonObject = {"failed": True}
# The person waits with the phone at hand and the carrier's clock runs.
LOCK_TIMEOUT = "800ms"
STATEMENT_TIMEOUT = "3s"
STEP_BUDGET_SECONDS = 1.0


@dataclass(frozen=True, kw_only=True)
class InlineOutcome:
    answer: JsonObject | None
    new: int = 0
    repeated: int = 0


def answer_items(*, connection: ConnectionFacts, items: list[Item], correlation: str) -> InlineOutcome:
    """In a thread of the door's pool. The answer is the last item's; a failure is logged and answered politely."""
    began = time.monotonic()
    token = correlation_id.set(correlation)
    try:
        return _answer(connection, items, correlation)
    except Exception:
        logger.exception("An inline item of connection %d was not handled", connection.id)
        return InlineOutcome(answer=FAILED)
    finally:
        took = time.monotonic() - began
        if took > STEP_BUDGET_SECONDS:
            logger.warning("An inline answer of connection %d took %.2f s", connection.id, took)
        correlation_id.reset(token)
        connections.close_all()


def _answer(connection: ConnectionFacts, items: list[Item], correlation: str) -> InlineOutcome:
    answer: JsonObject | None = None
    new = 0
    for item in items:
        answer, is_new = _answer_item(connection, item, correlation)
        new += is_new
    return InlineOutcome(answer=answer, new=new, repeated=len(items) - new)


def _answer_item(connection: ConnectionFacts, item: Item, correlation: str) -> tuple[JsonObject | None, bool]:
    with organisation_scope(organisation_id=connection.organisation_id):
        lock_sender(
            connection_id=connection.id,
            sender=item.sender,
            lock_timeout=LOCK_TIMEOUT,
            statement_timeout=STATEMENT_TIMEOUT,
        )
        event = _store(connection, item, correlation)
        if event is None:
            return _stored_answer(connection, item), False
        answer = handle(event=event)
        _keep_answer(event, answer)
        return answer, True


def _store(connection: ConnectionFacts, item: Item, correlation: str) -> InboundEvent | None:
    """The new event as it lies in the database, or None when the unique constraint knows it already."""
    payload = dump_payload(check_item(item))
    with database.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ingress_event (organisation_id, connection_id, item_id, kind, sender, payload, correlation_id)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (connection_id, item_id) DO NOTHING RETURNING id",
            [
                connection.organisation_id,
                connection.id,
                item.item_id,
                item.kind,
                item.sender,
                payload.decode(),
                correlation,
            ],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    return InboundEvent(
        pk=row[0],
        organisation_id=connection.organisation_id,
        connection_id=connection.id,
        item_id=item.item_id,
        kind=item.kind,
        sender=item.sender,
        payload=orjson.loads(payload),
        correlation_id=correlation,
    )


def _keep_answer(event: InboundEvent, answer: JsonObject | None) -> None:
    written = None if answer is None else orjson.dumps(answer).decode()
    with database.cursor() as cursor:
        cursor.execute(
            "UPDATE ingress_event SET state = 'HANDLED', attempts = 1, handled_at = %s, answer = %s WHERE id = %s",
            [now(), written, event.pk],
        )


def _stored_answer(connection: ConnectionFacts, item: Item) -> JsonObject | None:
    answer: JsonObject | None = InboundEvent.objects.values_list("answer", flat=True).get(
        connection_id=connection.id, item_id=item.item_id
    )
    return answer
