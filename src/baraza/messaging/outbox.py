"""What we have to send: a row first, in the transaction of the act that causes it; sending is `dispatch`'s business."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from baraza.core.ingress.connections import connection_facts
from baraza.core.jobs.queue import enqueue
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock
from baraza.lib.correlation import correlation_id
from baraza.messaging import content as contents
from baraza.messaging import threads
from baraza.messaging.contract import Content, DeliveryStatus, Template
from baraza.messaging.locks import lock_entry
from baraza.messaging.models import OutboxEntry
from baraza.messaging.registry import provider_named

DISPATCH_JOB = "outbox.dispatch"
# Leaves room for ":fallback:<n>".
KEY_LENGTH = 180
# Ends the key of what goes beside another message: only that one finds another way when it fails.
BESIDE = ":beside"


class CannotPush(ValueError):
    """A session channel cannot be written to: leave the text with `waiting.leave`."""


class NotForResending(ValueError):
    """Only a message that failed or whose fate is unknown may be sent again."""


@dataclass(frozen=True, kw_only=True)
class Delay:
    """Until then a message waits and can be cancelled. What is posted later to the same person over the same connection
    waits behind it, unless it `holds_others` not.
    """

    until: datetime
    holds_others: bool = True


def post(
    *,
    contact_id: int,
    connection_id: int,
    content: Content,
    key: str,
    template: Template | None = None,
    in_reply_to: str = "",
    delay: Delay | None = None,
    to: str = "",
) -> int | None:
    """The id of the new entry; None when an entry of this key is there already, and then nothing happens.

    `template` is what goes instead of `content` when the channel's window is closed. `to` is an e-mail address or a
    number that is not theirs yet, and a code goes there to prove it; or one that is theirs no more.
    """
    if not key or len(key) > KEY_LENGTH:
        raise ValueError(f"An outbox key has 1 to {KEY_LENGTH} characters, this one has {len(key)}.")
    provider = provider_named(connection_facts(connection_id=connection_id).source)
    if provider.inline:
        raise CannotPush(f"Nothing can be pushed over connection {connection_id}.")
    if _is_known(key):
        return None
    try:
        with transaction.atomic():
            message_id = threads.store_sent(
                contact_id=contact_id, connection_id=connection_id, channel=provider.channel, content=content
            )
            entry = _new_entry(contact_id, connection_id, message_id, key, in_reply_to)
            entry.content = contents.to_json(content)
            entry.template = None if template is None else contents.to_json(template)
            entry.to = to
            if delay is not None:
                entry.next_attempt_at = delay.until
                entry.tried_since = entry.tried_since if delay.holds_others else delay.until
            entry.save(force_insert=True)
    except IntegrityError:
        # Somebody posted the same key between our look and our insert; any other breach is an error.
        if _is_known(key):
            return None
        raise
    request_dispatch(contact_id=contact_id, at=delay.until if delay else None)
    return entry.pk


def cancel(*, key: str) -> bool:
    """Whether the message was stopped: it waits still and was never handed to its provider."""
    entry = (
        OutboxEntry.objects.select_for_update(of=("self",), no_key=True)
        .filter(organisation_id=current_organisation_id(), key=key, status=DeliveryStatus.QUEUED, attempts=0)
        .first()
    )
    if entry is None:
        return False
    entry.status, entry.settled_at = DeliveryStatus.CANCELLED, clock.now()
    entry.save(update_fields=["status", "settled_at"])
    return True


def _new_entry(contact_id: int, connection_id: int, message_id: int, key: str, in_reply_to: str) -> OutboxEntry:
    return OutboxEntry(
        organisation_id=current_organisation_id(),
        key=key,
        contact_id=contact_id,
        connection_id=connection_id,
        message_id=message_id,
        in_reply_to=in_reply_to,
        next_attempt_at=clock.now(),
        correlation_id=correlation_id.get(),
    )


def request_dispatch(*, contact_id: int, at: datetime | None = None) -> None:
    """Without a key: two acts that tell the same people in another order would wait for each other's jobs.

    A job that finds nothing left to send costs next to nothing.
    """
    enqueue(
        job=DISPATCH_JOB,
        organisation_id=current_organisation_id(),
        arguments={"contact_id": contact_id},
        run_at=at,
    )


def send_again(*, entry_id: int) -> None:
    """A member of staff decides that a failed or uncertain message is to be tried anew; it may arrive twice."""
    entry = lock_entry(entry_id=entry_id)
    if entry.status not in {DeliveryStatus.FAILED, DeliveryStatus.UNCERTAIN}:
        raise NotForResending(f"The message is {entry.status}.")
    entry.status = DeliveryStatus.QUEUED
    entry.as_template = False
    entry.tries_from = entry.attempts
    entry.tried_since = entry.next_attempt_at = clock.now()
    entry.error_code = entry.error_detail = entry.external_id = ""
    entry.settled_at = entry.lease_until = None
    entry.save()
    request_dispatch(contact_id=entry.contact_id)


def _is_known(key: str) -> bool:
    return OutboxEntry.objects.filter(organisation_id=current_organisation_id(), key=key).exists()
