"""Forgets what providers sent, once it is handled and no repeat of it can come any more."""

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
