"""Threads in which nothing was said for a long time go, with what staff noted there."""

from datetime import datetime

from baraza.conversation.models import Thread
from baraza.core.tenancy.scope import current_organisation_id


def forget_threads(*, before: datetime, at_most: int) -> int:
    """Of the organisation in scope, but of nobody who still waits; returns how many."""
    rows = Thread.objects.filter(organisation_id=current_organisation_id(), last_at__lt=before)
    due = list(rows.exclude(state=Thread.State.WAITING).values_list("pk", flat=True)[:at_most])
    Thread.objects.filter(pk__in=due).delete()
    return len(due)
