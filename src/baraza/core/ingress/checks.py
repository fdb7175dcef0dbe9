"""Tests of a connection: asked for by a person, done by a job that messaging knows, kept until the next one."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from baraza.core.ingress.connections import ConnectionUnknown
from baraza.core.ingress.contract import OWN_TEST
from baraza.core.ingress.models import Connection, ConnectionCheck, InboundEvent
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.clock import now

# Whoever has been quiet for longer than this many events of everybody has been quiet.
_LATELY = 5000


@dataclass(frozen=True, kw_only=True)
class KeptCheck:
    """`finished_at` is None while the job is at it; lines and templates are as the adapter wrote them."""

    connection_id: int
    asked_at: datetime
    finished_at: datetime | None
    lines: Sequence[Mapping[str, object]]
    templates: Sequence[Mapping[str, str]]


def begin_check(*, connection_id: int) -> str:
    """The key under which the result is kept; a test that was asked for before it comes too late. Raises ConnectionUnknown."""
    organisation_id = current_organisation_id()
    if not Connection.objects.filter(pk=connection_id, closed_at=None).exists():
        raise ConnectionUnknown(f"No connection {connection_id} in organisation {organisation_id}.")
    key = uuid.uuid4().hex
    ConnectionCheck.objects.update_or_create(
        connection_id=connection_id,
        defaults={"organisation_id": organisation_id, "key": key, "asked_at": now(), "finished_at": None},
    )
    return key


def keep_check(
    *,
    connection_id: int,
    key: str,
    lines: Sequence[Mapping[str, object]],
    templates: Sequence[Mapping[str, str]],
) -> bool:
    """False when somebody has asked again meanwhile."""
    kept = ConnectionCheck.objects.filter(connection_id=connection_id, key=key, finished_at=None).update(
        lines=[dict(line) for line in lines], templates=[dict(one) for one in templates], finished_at=now()
    )
    return kept == 1


def list_checks() -> dict[int, KeptCheck]:
    """The last one of each connection."""
    return {
        row.connection_id: KeptCheck(
            connection_id=row.connection_id,
            asked_at=row.asked_at,
            finished_at=row.finished_at,
            lines=row.lines,
            templates=row.templates,
        )
        for row in ConnectionCheck.objects.filter(organisation_id=current_organisation_id())
    }


def last_event_at(*, connection_id: int) -> datetime | None:
    """When something last came in through it, our own tests aside."""
    rows = InboundEvent.objects.filter(connection_id=connection_id).exclude(kind=OWN_TEST)
    return rows.order_by("-pk").values_list("received_at", flat=True).first()


def last_events(*, kind: str = "") -> dict[int, datetime]:
    """By connection, among the last few thousand events of the organisation; of one `kind`, or of all but our tests."""
    recent = InboundEvent.objects.filter(organisation_id=current_organisation_id()).order_by("-pk")[:_LATELY]
    newest: dict[int, datetime] = {}
    for connection_id, its_kind, at in recent.values_list("connection_id", "kind", "received_at"):
        if its_kind == kind or not (kind or its_kind == OWN_TEST):
            newest.setdefault(connection_id, at)
    return newest


def is_kept(*, connection_id: int, item_id: str) -> bool:
    """Whether the door let an item in and stored it."""
    return InboundEvent.objects.filter(connection_id=connection_id, item_id=item_id).exists()
