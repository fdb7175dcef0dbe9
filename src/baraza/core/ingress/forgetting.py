"""Forgets what providers sent: after its time, or with a person who asks to be forgotten."""

from collections.abc import Collection
from datetime import datetime, timedelta

from baraza.core.ingress.models import InboundEvent
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock

# Meta repeats a webhook for seven days; the row is what tells that it is a repeat.
REPEATED_FOR = timedelta(days=8)


def forget_events(*, before: datetime, at_most: int) -> int:
    """Handled ones of the organisation in scope, oldest first, `at_most` in one go; returns how many.

    What could not be handled stays until somebody saw to it.
    """
    oldest = min(before, clock.now() - REPEATED_FOR)
    rows = InboundEvent.objects.filter(
        organisation_id=current_organisation_id(), state=InboundEvent.State.HANDLED, received_at__lt=oldest
    ).order_by("pk")
    deleted, _ = InboundEvent.objects.filter(pk__in=list(rows.values_list("pk", flat=True)[:at_most])).delete()
    return deleted


def forget_senders(*, senders: Collection[str]) -> int:
    """Takes these people, and their words, out of what was handled or given up; returns of how many events.

    The row itself stays: by it a repeat is known as one. What is still waiting to be handled is theirs to send.
    """
    rows = InboundEvent.objects.filter(organisation_id=current_organisation_id(), sender__in=set(senders) - {""})
    return rows.exclude(state=InboundEvent.State.RECEIVED).update(
        sender="", payload={}, answer=None, error="", state=InboundEvent.State.HANDLED
    )
