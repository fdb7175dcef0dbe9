"""Endpoints, what was sent to them and what they answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, QuerySet

from baraza.capabilities.webhooks.errors import DeliveryUnknown, EndpointUnknown
from baraza.capabilities.webhooks.models import Delivery, Endpoint, Try
from baraza.capabilities.webhooks.sending import body_of, message_id
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.clock import now

PAGE_SIZE: Final = 50


@dataclass(frozen=True, kw_only=True)
class EndpointRow:
    """`open` deliveries are on their way, `unsent` ones were given up or are held."""

    id: int
    name: str
    url: str
    events: tuple[str, ...]
    state: str
    stopped_because: str
    failing_since: datetime | None
    taken_at: datetime | None
    two_secrets_until: datetime | None
    open: int
    unsent: int
    version: int


@dataclass(frozen=True, kw_only=True)
class DeliveryRow:
    id: int
    endpoint_id: int
    kind: str
    state: str
    tries: int
    last_status: int | None
    next_at: datetime | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class TryRow:
    at: datetime
    duration_ms: int
    status: int | None
    trouble: str
    excerpt: str


@dataclass(frozen=True, kw_only=True)
class DeliveryCase:
    row: DeliveryRow
    message_id: str
    body: str
    tries: tuple[TryRow, ...]


def list_endpoints() -> list[EndpointRow]:
    """By name."""
    waiting = _not_taken()
    return [_endpoint(one, waiting.get(one.pk, {})) for one in _endpoints().order_by("name", "pk")]


def get_endpoint(*, endpoint_id: int) -> EndpointRow:
    """Raises EndpointUnknown."""
    row = _endpoints().filter(pk=endpoint_id).first()
    if row is None:
        raise EndpointUnknown(f"There is no endpoint {endpoint_id}.")
    return _endpoint(row, _not_taken(endpoint=row.pk).get(row.pk, {}))


def list_deliveries(*, endpoint_id: int, older_than: int | None = None) -> list[DeliveryRow]:
    """The newest first; `older_than` is the id of the last one that was shown."""
    rows = Delivery.objects.filter(organisation_id=current_organisation_id(), endpoint_id=endpoint_id)
    rows = rows.filter(pk__lt=older_than) if older_than is not None else rows
    return [_delivery(one) for one in rows.select_related("event").order_by("-pk")[:PAGE_SIZE]]


def get_delivery(*, delivery_id: int) -> DeliveryCase:
    """Raises DeliveryUnknown."""
    rows = Delivery.objects.filter(organisation_id=current_organisation_id(), pk=delivery_id)
    row = rows.select_related("event").first()
    if row is None:
        raise DeliveryUnknown(f"There is no delivery {delivery_id}.")
    tries = Try.objects.filter(delivery=row).order_by("-at", "-pk")
    return DeliveryCase(
        row=_delivery(row),
        message_id=message_id(row.event_id),
        body=body_of(kind=row.event.kind, at=row.event.at, data=row.event.data).decode(),
        tries=tuple(
            TryRow(at=one.at, duration_ms=one.duration_ms, status=one.status, trouble=one.trouble, excerpt=one.excerpt)
            for one in tries
        ),
    )


def _endpoints() -> QuerySet[Endpoint]:
    return Endpoint.objects.filter(organisation_id=current_organisation_id())


def _not_taken(**narrowed: int) -> dict[int, dict[str, int]]:
    """By endpoint how many deliveries are in each state but the last."""
    rows = Delivery.objects.filter(organisation_id=current_organisation_id(), **narrowed)
    counted: dict[int, dict[str, int]] = {}
    for endpoint_id, state, number in (
        rows.exclude(state=Delivery.State.TAKEN).values_list("endpoint_id", "state").annotate(n=Count("pk"))
    ):
        counted.setdefault(endpoint_id, {})[state] = number
    return counted


def _endpoint(one: Endpoint, by_state: Mapping[str, int]) -> EndpointRow:
    doubled = one.previous_until is not None and one.previous_until > now()
    return EndpointRow(
        id=one.pk,
        name=one.name,
        url=one.url,
        events=tuple(one.events),
        state=one.state,
        stopped_because=one.stopped_because,
        failing_since=one.failing_since,
        taken_at=one.taken_at,
        two_secrets_until=one.previous_until if doubled else None,
        open=by_state.get(Delivery.State.WAITING, 0),
        unsent=by_state.get(Delivery.State.FAILED, 0) + by_state.get(Delivery.State.HELD, 0),
        version=one.version,
    )


def _delivery(one: Delivery) -> DeliveryRow:
    return DeliveryRow(
        id=one.pk,
        endpoint_id=one.endpoint_id,
        kind=one.event.kind,
        state=one.state,
        tries=one.tries,
        last_status=one.last_status,
        next_at=one.next_at,
        at=one.at,
    )
