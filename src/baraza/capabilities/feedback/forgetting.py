"""Words whose time is over."""

from datetime import datetime

from baraza.capabilities.feedback.models import Feedback
from baraza.core.tenancy.scope import current_organisation_id


def forget(*, before: datetime, at_most: int) -> int:
    """Of the organisation in scope; returns how many."""
    rows = Feedback.objects.filter(organisation_id=current_organisation_id(), given_at__lt=before)
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[:at_most])
    Feedback.objects.filter(pk__in=ids).delete()
    return len(ids)
