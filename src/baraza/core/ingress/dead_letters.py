"""Events that could not be handled: what operators see of them and how they come back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from baraza.core.ingress.handling import enqueue_drain
from baraza.core.ingress.models import InboundEvent
from baraza.core.organisations.queries import list_organisation_ids
from baraza.core.tenancy.scope import organisation_scope
from baraza.core.tenancy.searching import organisations_having


@dataclass(frozen=True, kw_only=True)
class FailedEvent:
    """Without the person's words."""

    id: int
    organisation_id: int
    connection_id: int
    kind: str
    sender: str
    received_at: datetime
    attempts: int
    error: str
    correlation_id: str


def list_failed_events() -> list[FailedEvent]:
    """Of all organisations, oldest first; for the command line."""
    return [event for organisation_id in list_organisation_ids() for event in _failed_of(organisation_id)]


def count_failed_events() -> int:
    """Of all organisations."""
    having = organisations_having(_failed(), among=list_organisation_ids())
    return sum(_count_of(organisation_id) for organisation_id in having)


def replay_events(*, ids: Collection[int] | None = None) -> int:
    """These failed events, or all failed ones, are handled again; returns how many."""
    return sum(_replay_of(organisation_id, ids) for organisation_id in list_organisation_ids())


def _failed() -> QuerySet[InboundEvent]:
    return InboundEvent.objects.filter(state=InboundEvent.State.FAILED)


def _count_of(organisation_id: int) -> int:
    with organisation_scope(organisation_id=organisation_id):
        return _failed().count()


def _failed_of(organisation_id: int) -> list[FailedEvent]:
    with organisation_scope(organisation_id=organisation_id):
        # Without what was sent: a letter with its photos has some fifty megabytes.
        rows = _failed().defer("payload", "answer").order_by("pk")
        return [
            FailedEvent(
                id=row.pk,
                organisation_id=organisation_id,
                connection_id=row.connection_id,
                kind=row.kind,
                sender=row.sender,
                received_at=row.received_at,
                attempts=row.attempts,
                error=row.error,
                correlation_id=row.correlation_id,
            )
            for row in rows
        ]


def _replay_of(organisation_id: int, ids: Collection[int] | None) -> int:
    with organisation_scope(organisation_id=organisation_id):
        failed = _failed().select_for_update()
        chosen = (failed if ids is None else failed.filter(pk__in=ids)).order_by("pk")
        rows = list(chosen.values_list("pk", "connection_id", "sender"))
        InboundEvent.objects.filter(pk__in=[pk for pk, _, _ in rows]).update(
            state=InboundEvent.State.RECEIVED, attempts=0, error="", retry_at=None
        )
        for connection_id, sender in sorted({(connection_id, sender) for _, connection_id, sender in rows}):
            enqueue_drain(organisation_id=organisation_id, connection_id=connection_id, sender=sender)
    return len(rows)
