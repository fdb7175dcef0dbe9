"""What became of what we sent, by the keys under which it was posted."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from baraza.core.tenancy.scope import current_organisation_id
from baraza.messaging.models import OutboxEntry, WaitingText


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """`status` is one of DeliveryStatus; `waits` until the person dials; `rerouted` when another way took over."""

    status: str
    channel: str
    error_code: str
    as_template: bool
    rerouted: bool
    waits: bool
    at: datetime


def deliveries(*, keys: Collection[str]) -> Mapping[str, Delivery]:
    """Of a message and those that stood in for it the newest counts. A key that sent nothing is not among them."""
    if not keys:
        return {}
    organisation_id = current_organisation_id()
    posted = OutboxEntry.objects.filter(organisation_id=organisation_id, key__in=keys)
    rows = OutboxEntry.objects.filter(message_id__in=posted.values("message_id")).select_related("message")
    found: dict[str, Delivery] = {}
    names: dict[int, str] = {}
    for row in rows.order_by("id"):
        key = names.setdefault(row.message_id, row.key)
        found[key] = Delivery(
            status=row.status,
            channel=row.message.channel,
            error_code=row.error_code,
            as_template=row.as_template,
            rerouted=row.fallback_of_id is not None,
            waits=False,
            at=row.settled_at or row.created_at,
        )
    return {**_waiting(set(keys) - set(found), organisation_id), **found}


def _waiting(keys: Collection[str], organisation_id: int) -> dict[str, Delivery]:
    """Texts of session channels, which the person sees when they dial."""
    if not keys:
        return {}
    return {
        row.key: Delivery(
            status="read" if row.shown_at else "queued",
            channel="",
            error_code="",
            as_template=False,
            rerouted=False,
            waits=row.shown_at is None,
            at=row.shown_at or row.created_at,
        )
        for row in WaitingText.objects.filter(organisation_id=organisation_id, key__in=keys)
    }
