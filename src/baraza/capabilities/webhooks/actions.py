"""Endpoints are added, changed, tried, paused and taken away; what was sent is sent again."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.db.models import Q

from baraza.capabilities.webhooks.emitting import hurry, send_off, start
from baraza.capabilities.webhooks.errors import ChangedMeanwhile, DeliveryUnknown, EndpointUnknown, TooManyEndpoints
from baraza.capabilities.webhooks.kinds import TEST, require_known
from baraza.capabilities.webhooks.models import Delivery, Endpoint, Event
from baraza.capabilities.webhooks.policies import require, require_to_begin
from baraza.capabilities.webhooks.secrets import OVERLAP, new_secret, sealed
from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.ingress.secrets import unseal
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.clock import now
from baraza.lib.public_addresses import public_address

MOST_ENDPOINTS: Final = 10
MOST_AT_ONCE: Final = 1000
# Not taken so far, and tried again by itself at a time that is known.
_PLANNED: Final = Q(state=Delivery.State.WAITING, next_at__isnull=False)
_SETTLED: Final = (Delivery.State.TAKEN, Delivery.State.FAILED, Delivery.State.HELD)


@dataclass(frozen=True, kw_only=True)
class NewEndpoint:
    """`secret` cannot be had again."""

    id: int
    secret: str = field(repr=False)


def check_address(*, url: str) -> None:
    """Raises NotPublic. It asks the name servers, so outside of any lock; it is judged anew at each request."""
    if (urlsplit(url).hostname or "") not in settings.WEBHOOKS_INSIDE_HOSTS:
        public_address(url=url)


def add_endpoint(*, actor: Actor, name: str, url: str, events: Collection[str]) -> NewEndpoint:
    """Raises NotAllowed, NotPublic, EventKindUnknown, TooManyEndpoints."""
    require_to_begin(actor=actor)
    _check(url, events)
    if Endpoint.objects.filter(organisation_id=current_organisation_id()).count() >= MOST_ENDPOINTS:
        raise TooManyEndpoints(f"An organisation has at most {MOST_ENDPOINTS}.")
    secret = new_secret()
    row = Endpoint.objects.create(
        organisation_id=current_organisation_id(),
        name=name,
        url=url,
        events=sorted(events),
        secrets_sealed=sealed(organisation_id=current_organisation_id(), current=secret),
    )
    _note(actor, "webhook.added", row, {"name": name, "host": urlsplit(url).hostname, "events": row.events})
    return NewEndpoint(id=row.pk, secret=secret)


def change_endpoint(
    *, actor: Actor, endpoint_id: int, name: str, url: str, events: Collection[str], version: int
) -> None:
    """Raises NotAllowed, NotPublic, EventKindUnknown, EndpointUnknown, ChangedMeanwhile."""
    require_to_begin(actor=actor)
    _check(url, events)
    row = _locked(endpoint_id)
    if row.version != version:
        raise ChangedMeanwhile("Somebody else changed it meanwhile.")
    before = {"name": row.name, "host": urlsplit(row.url).hostname, "events": row.events}
    row.name, row.url, row.events = name, url, sorted(events)
    row.version += 1
    row.save(update_fields=["name", "url", "events", "version"])
    after = {"name": name, "host": urlsplit(url).hostname, "events": row.events}
    _note(actor, "webhook.changed", row, {key: [before[key], after[key]] for key in after if before[key] != after[key]})


def rotate_secret(*, actor: Actor, endpoint_id: int) -> NewEndpoint:
    """Both secrets sign for a day, so that the other system can change over."""
    require_to_begin(actor=actor)
    row = _locked(endpoint_id)
    secret = new_secret()
    kept = unseal(row.secrets_sealed, organisation_id=row.organisation_id)
    row.secrets_sealed = sealed(organisation_id=row.organisation_id, current=secret, previous=kept["current"])
    row.previous_until = now() + OVERLAP
    row.version += 1
    row.save(update_fields=["secrets_sealed", "previous_until", "version"])
    _note(actor, "webhook.secret_replaced", row, {"previous_until": row.previous_until.isoformat()})
    return NewEndpoint(id=row.pk, secret=secret)


def set_active(*, actor: Actor, endpoint_id: int, active: bool) -> None:
    """What is held stays so until somebody sends it again."""
    require(actor=actor)
    row = _locked(endpoint_id)
    state = Endpoint.State.ACTIVE if active else Endpoint.State.PAUSED
    if row.state == state:
        return
    before, row.state, row.stopped_because = row.state, state, ""
    row.failing_since = None
    row.version += 1
    row.save(update_fields=["state", "stopped_because", "failing_since", "version"])
    _note(actor, "webhook.resumed" if active else "webhook.paused", row, {"state": [before, state]})


def remove_endpoint(*, actor: Actor, endpoint_id: int) -> None:
    """With its log."""
    require(actor=actor)
    row = _locked(endpoint_id)
    _note(actor, "webhook.removed", row, {"name": row.name, "host": urlsplit(row.url).hostname})
    row.delete()


def send_test(*, actor: Actor, endpoint_id: int) -> int:
    """The id of the delivery, whose page says what became of it."""
    require(actor=actor)
    row = _locked(endpoint_id)
    event = Event.objects.create(
        organisation_id=row.organisation_id, kind=TEST, key=f"{TEST}:{uuid4().hex}", data={"endpoint": row.name},
        at=now(),
    )  # fmt: skip
    (delivery_id,) = send_off(endpoint=row, events=[event])
    _note(actor, "webhook.tested", row, {})
    return delivery_id


def send_again(*, actor: Actor, delivery_id: int) -> int:
    """The id of its endpoint. One that waits for its next try is tried at once. The receiver knows it again by its id.
    Raises DeliveryUnknown.
    """
    require(actor=actor)
    row = Delivery.objects.filter(organisation_id=current_organisation_id(), pk=delivery_id).first()
    if row is None:
        raise DeliveryUnknown(f"There is no delivery {delivery_id}.")
    endpoint = _locked(row.endpoint_id)
    _send_again(actor, endpoint, list(Delivery.objects.filter(_PLANNED | Q(state__in=_SETTLED), pk=row.pk)))
    return endpoint.pk


def send_again_since(*, actor: Actor, endpoint_id: int, since: datetime, with_taken: bool = False) -> int:
    """How many, the oldest first, those that wait for their next try included; what was taken only when that is wanted."""
    require(actor=actor)
    endpoint = _locked(endpoint_id)
    states = _SETTLED if with_taken else (Delivery.State.FAILED, Delivery.State.HELD)
    rows = Delivery.objects.filter(
        _PLANNED | Q(state__in=states), organisation_id=current_organisation_id(), endpoint=endpoint, at__gte=since
    ).exclude(event__kind=TEST)
    return _send_again(actor, endpoint, list(rows.order_by("at", "pk")[:MOST_AT_ONCE]))


def _send_again(actor: Actor, endpoint: Endpoint, rows: list[Delivery]) -> int:
    if endpoint.state != Endpoint.State.ACTIVE:
        return 0
    waiting = [row for row in rows if row.state == Delivery.State.WAITING]
    settled = [row for row in rows if row.state != Delivery.State.WAITING]
    Delivery.objects.filter(pk__in=[row.pk for row in settled]).update(
        state=Delivery.State.WAITING, tries=0, next_at=None
    )
    for row in settled:
        start(delivery=row)
    for row in waiting:
        hurry(delivery=row)
    if rows:
        _note(actor, "webhook.sent_again", endpoint, {"deliveries": len(rows)})
    return len(rows)


def _check(url: str, events: Collection[str]) -> None:
    for one in events:
        require_known(one)
    if not events:
        raise ValueError("An endpoint wants at least one event.")
    check_address(url=url)


def _locked(endpoint_id: int) -> Endpoint:
    row = Endpoint.objects.select_for_update().filter(organisation_id=current_organisation_id(), pk=endpoint_id).first()
    if row is None:
        raise EndpointUnknown(f"There is no endpoint {endpoint_id}.")
    return row


def _note(actor: Actor, action: str, row: Endpoint, changes: dict[str, object]) -> None:
    record(actor=actor, action=action, subject_kind="webhook", subject_id=str(row.pk), changes=changes)
