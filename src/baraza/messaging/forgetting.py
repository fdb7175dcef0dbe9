"""Forgets messages after their time; what a report needs of them is in the report's own timeline."""

from collections.abc import Callable, Collection
from datetime import datetime

from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.sweeping import Swept
from baraza.messaging.locks import AWAITS_RECEIPT, PENDING
from baraza.messaging.models import Message, OutboxEntry

# Which of these contacts have a matter that is not settled; a service registers one.
Needed = Callable[[Collection[int]], Collection[int]]
_needed: list[Needed] = []


def on_asked_for_need(handler: Needed) -> None:
    _needed.append(handler)


def forget_messages(*, before: datetime, after: int | None, at_most: int) -> Swept[int]:
    """Looks at `at_most` messages of the organisation in scope from before then, after this id, with their outbox rows.

    What is still to be sent stays, and what was said with somebody whose matter is open.
    """
    rows = Message.objects.filter(
        organisation_id=current_organisation_id(), created_at__lt=before, pk__gt=after or 0
    ).order_by("pk")
    found = dict(rows.values_list("pk", "contact_id")[:at_most])
    needed = {contact_id for handler in _needed for contact_id in handler(set(found.values()))}
    outbox = OutboxEntry.objects.filter(message_id__in=found)
    unsent = outbox.filter(status__in=PENDING) | outbox.filter(AWAITS_RECEIPT)
    kept = set(unsent.values_list("message_id", flat=True))
    gone = [pk for pk, contact_id in found.items() if pk not in kept and contact_id not in needed]
    Message.objects.filter(pk__in=gone).delete()
    return Swept(count=len(gone), last=max(found) if len(found) == at_most else None)
