"""Brings back messages that nobody is sending although they are due."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet

from baraza.core.jobs.queries import tried_again
from baraza.core.jobs.queue import enqueue
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock
from baraza.messaging.claiming import settle_expired
from baraza.messaging.models import OutboxEntry
from baraza.messaging.outbox import DISPATCH_JOB

# A message that has been due for less than this has its own job on the way.
_GRACE = timedelta(seconds=5)
_AT_ONCE = 500


def left_lying() -> QuerySet[OutboxEntry]:
    """Due, and nobody is sending them."""
    now = clock.now()
    return OutboxEntry.objects.filter(
        Q(status="queued", next_attempt_at__lt=now - _GRACE)
        | Q(status="sending", lease_until__lt=now)
        | Q(status="uncertain", lease_until__lt=now - _GRACE)
    )


def _failing() -> list[Mapping[str, Any]]:
    return tried_again(job=DISPATCH_JOB, organisation_id=current_organisation_id())


def sweep() -> int:
    """In the scope of one organisation; returns for how many contacts it asked for dispatch.

    Rows that somebody holds are being dealt with, so they are skipped.
    """
    found = (
        left_lying()
        .select_for_update(of=("self",), no_key=True, skip_locked=True)
        .filter(organisation_id=current_organisation_id())
        .order_by("next_attempt_at")[:_AT_ONCE]
    )
    contacts = set[int]()
    for entry in found:
        if entry.status == "sending":
            settle_expired(entry)
        contacts.add(entry.contact_id)
    # Where sending fails by a fault of ours its job comes back by itself: with one more every few seconds the queue
    # would soon hold nothing else.
    contacts -= {one["contact_id"] for one in _failing()} if contacts else set()
    for contact_id in sorted(contacts):
        enqueue(
            job=DISPATCH_JOB,
            organisation_id=current_organisation_id(),
            arguments={"contact_id": contact_id},
            key=f"sweep:{contact_id}",
        )
    return len(contacts)
