"""Deliveries on their way, and what is too old to be kept."""

from datetime import timedelta
from typing import Final

from baraza.capabilities.webhooks import delivering, stopping
from baraza.capabilities.webhooks.emitting import DELIVER, DELIVER_NOW
from baraza.capabilities.webhooks.models import Delivery, Event
from baraza.core.jobs.registry import job, periodic
from baraza.core.organisations.queries import list_organisation_ids
from baraza.core.tenancy.rounds import in_each
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.clock import now

KEPT: Final = timedelta(days=30)


@job(name=DELIVER)
def deliver(*, organisation_id: int, delivery_id: int) -> None:
    delivering.deliver(organisation_id=organisation_id, delivery_id=delivery_id)


@job(name=DELIVER_NOW)
def deliver_now(*, organisation_id: int, delivery_id: int) -> None:
    delivering.deliver(organisation_id=organisation_id, delivery_id=delivery_id, hurried=True)


@job(name=stopping.TELL)
def send_stopped_letter(*, organisation_id: int, endpoint_id: int, version: int, user_id: int, stopped_at: str) -> None:
    stopping.send_letter(
        organisation_id=organisation_id, endpoint_id=endpoint_id, version=version, user_id=user_id,
        stopped_at=stopped_at,
    )  # fmt: skip


@periodic(name="webhooks.forget", every_seconds=3600)
def forget_old() -> None:
    """Events with their deliveries and tries; not those that are still on their way."""
    in_each(organisation_ids=list_organisation_ids(), act=_forget_settled)


def _forget_settled() -> None:
    old = Event.objects.filter(organisation_id=current_organisation_id(), at__lt=now() - KEPT)
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING).values("event_id")
    old.exclude(pk__in=waiting).delete()
