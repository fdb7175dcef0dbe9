"""Tests of a connection: asked for by a person, done by a job that messaging knows, kept until the next one."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from baraza.core.ingress.connections import ConnectionUnknown
from baraza.core.ingress.contract import OWN_TEST
from baraza.core.ingress.models import Connection, ConnectionCheck, InboundEvent
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.clock import now


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


def last_events(*, kind: str = "", among: Collection[int] | None = None) -> dict[int, datetime]:
    """By connection, of all that are open or of those `among` them; of one `kind`, or of all but our tests.

    One look per connection, written out with its number: for a quiet one PostgreSQL takes the few that it has, for a
    busy one the newest of all. Asked for the organisation's last ones, it read everybody's.
    """
    if among is None:
        open_ones = Connection.objects.filter(organisation_id=current_organisation_id(), closed_at=None)
        among = list(open_ones.values_list("pk", flat=True))
    looks = [_newest(connection_id, kind) for connection_id in among]
    return dict(looks[0].union(*looks[1:], all=True)) if looks else {}


def _newest(connection_id: int, kind: str) -> "QuerySet[InboundEvent, tuple[int, datetime]]":
    rows = InboundEvent.objects.filter(connection_id=connection_id)
    rows = rows.filter(kind=kind) if kind else rows.exclude(kind=OWN_TEST)
    return rows.order_by("-pk").values_list("connection_id", "received_at")[:1]


def is_kept(*, connection_id: int, item_id: str) -> bool:
    """Whether the door let an item in and stored it."""
    return InboundEvent.objects.filter(connection_id=connection_id, item_id=item_id).exists()
