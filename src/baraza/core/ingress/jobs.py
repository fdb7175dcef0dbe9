"""Jobs of the inbox: drain a sender's events, and find those that were forgotten."""

from datetime import timedelta

from django.db.models import QuerySet

from baraza.core.ingress.files import FORGET_FILES_JOB, forget_files
from baraza.core.ingress.handling import DRAIN, drain_sender, enqueue_drain
from baraza.core.ingress.models import InboundEvent
from baraza.core.jobs.registry import job, periodic
from baraza.core.organisations.queries import list_organisation_ids
from baraza.core.tenancy.rounds import in_each
from baraza.core.tenancy.scope import current_organisation_id, organisation_scope
from baraza.core.tenancy.searching import organisations_having
from baraza.lib.clock import now

FORGOTTEN_AFTER = timedelta(seconds=30)


@job(name=DRAIN)
def drain(*, organisation_id: int, connection_id: int, sender: str) -> None:
    drain_sender(organisation_id=organisation_id, connection_id=connection_id, sender=sender)


@job(name=FORGET_FILES_JOB)
def forget_files_of(*, organisation_id: int, connection_id: int, item_id: str) -> None:
    with organisation_scope(organisation_id=organisation_id):
        forget_files(connection_id=connection_id, item_id=item_id)


@periodic(name="ingress.sweep", every_seconds=30)
def sweep() -> None:
    """Every event has its job from the same transaction; this is for jobs that were purged or lost by hand."""
    in_each(organisation_ids=organisations_having(_forgotten(), among=list_organisation_ids()), act=_sweep_organisation)


def _forgotten() -> QuerySet[InboundEvent]:
    before = now() - FORGOTTEN_AFTER
    return InboundEvent.objects.filter(state=InboundEvent.State.RECEIVED, received_at__lt=before).exclude(
        retry_at__gt=before
    )


def _sweep_organisation() -> None:
    forgotten = _forgotten().values_list("connection_id", "sender").distinct().order_by("connection_id", "sender")
    for connection_id, sender in forgotten:
        enqueue_drain(
            organisation_id=current_organisation_id(),
            connection_id=connection_id,
            sender=sender,
            key=f"{connection_id}:{sender}",
        )
