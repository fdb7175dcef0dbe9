"""What a service says happened: kept once and sent off with the caller's commit, or not at all."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from baraza.capabilities.webhooks.kinds import require_known
from baraza.capabilities.webhooks.models import Delivery, Endpoint, Event
from baraza.core.jobs.queue import enqueue, enqueue_several
from baraza.core.tenancy.rows import insert_absent, insert_rows
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.clock import now

DELIVER: Final = "webhooks.deliver"
DELIVER_NOW: Final = "webhooks.deliver_now"


@dataclass(frozen=True, kw_only=True)
class Happening:
    """`key` is told once for good; `data` is what receivers read: ids and codes, no person's words."""

    kind: str
    key: str
    data: Mapping[str, Any]
    at: datetime


def emit(happenings: Sequence[Happening]) -> int:
    """To every endpoint that wants it; returns how many events were new. Raises EventKindUnknown.

    Without an endpoint nothing is kept: whoever connects later hears of what happens later.
    """
    for one in happenings:
        require_known(one.kind)
    wanted = {one.kind for one in happenings}
    if not wanted:
        return 0
    endpoints = list(Endpoint.objects.filter(organisation_id=current_organisation_id(), events__overlap=sorted(wanted)))
    wanted &= {kind for endpoint in endpoints for kind in endpoint.events}
    new = _kept([one for one in happenings if one.kind in wanted])
    for endpoint in endpoints:
        send_off(endpoint=endpoint, events=[one for one in new if one.kind in endpoint.events])
    return len(new)


def send_off(*, endpoint: Endpoint, events: Sequence[Event]) -> list[int]:
    """The ids of the deliveries; they are held while the endpoint is paused or stopped."""
    active = endpoint.state == Endpoint.State.ACTIVE
    rows = [
        Delivery(
            organisation_id=endpoint.organisation_id,
            endpoint=endpoint,
            event=one,
            state=Delivery.State.WAITING if active else Delivery.State.HELD,
            at=now(),
        )
        for one in events
    ]
    insert_rows(rows=rows, numbered=True)
    if active:
        waiting = {str(one.pk): {"delivery_id": one.pk} for one in rows}
        enqueue_several(job=DELIVER, organisation_id=endpoint.organisation_id, several=waiting)
    return [one.pk for one in rows]


def start(*, delivery: Delivery) -> None:
    enqueue(
        job=DELIVER,
        organisation_id=delivery.organisation_id,
        arguments={"delivery_id": delivery.pk},
        key=str(delivery.pk),
    )


def hurry(*, delivery: Delivery) -> None:
    """One try at once, beside the one that is planned."""
    enqueue(
        job=DELIVER_NOW,
        organisation_id=delivery.organisation_id,
        arguments={"delivery_id": delivery.pk},
        key=str(delivery.pk),
    )


def _kept(happenings: Sequence[Happening]) -> list[Event]:
    """Those that were not told before; two workers that tell the same at once wait for each other here."""
    rows = [
        Event(
            id=uuid.uuid4(),
            organisation_id=current_organisation_id(),
            kind=one.kind,
            key=one.key,
            data=dict(one.data),
            at=one.at,
        )
        for one in {one.key: one for one in happenings}.values()
    ]
    told_before = set(insert_absent(rows=rows, known_by="key"))
    return [one for one in rows if one.key not in told_before]
