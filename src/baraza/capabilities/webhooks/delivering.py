"""Brings one delivery to its endpoint, decides when it is tried again and when the endpoint is stopped."""

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

from baraza.capabilities.webhooks.models import Delivery, Endpoint, Try
from baraza.capabilities.webhooks.secrets import signing_secrets
from baraza.capabilities.webhooks.sending import Outcome, Parcel, body_of, hand_over
from baraza.capabilities.webhooks.stopping import stop
from baraza.core.jobs.registry import RetryLater
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now

# After each try that failed; about a day in all.
PAUSES: Final = (5, 300, 1800, 7200, 18_000, 28_800, 28_800)
LASTING: Final = timedelta(hours=20)
_LONGEST_ASKED: Final = 3600.0
_WAIT_FOR_TURN: Final = 15.0
# Endpoints that fail are asked one request at a time in each process: one that hangs must not hold all its threads.
_asked_now: set[int] = set()
_guard = threading.Lock()


def deliver(*, organisation_id: int, delivery_id: int, hurried: bool = False) -> None:
    """1. what to send, in a short transaction; 2. the request, in none; 3. what became of it. Raises RetryLater.

    A hurried one is a try besides those that are planned: where it fails, they go on as they were.
    """
    with organisation_scope(organisation_id=organisation_id):
        parcel = _parcel(delivery_id)
    if parcel is None:
        return
    with _turn(parcel):
        outcome = hand_over(parcel)
    with organisation_scope(organisation_id=organisation_id):
        again = _settle(delivery_id, outcome, hurried=hurried)
    if again is not None:
        raise RetryLater(again)


@contextmanager
def _turn(parcel: Parcel) -> Iterator[None]:
    if not parcel.failing:
        yield
        return
    with _guard:
        if parcel.endpoint_id in _asked_now:
            raise RetryLater(_WAIT_FOR_TURN)
        _asked_now.add(parcel.endpoint_id)
    try:
        yield
    finally:
        with _guard:
            _asked_now.discard(parcel.endpoint_id)


def pause_after(*, tries: int, asked: float = 0.0) -> float | None:
    """Seconds until the next try; None when it was tried often enough. Never all at the same moment."""
    if tries > len(PAUSES):
        return None
    pause = PAUSES[tries - 1] * random.uniform(0.9, 1.1)  # noqa: S311 - not a secret
    return max(pause, min(asked, _LONGEST_ASKED))


def _parcel(delivery_id: int) -> Parcel | None:
    """None when it is settled already, or is held because its endpoint does not take anything now."""
    row = Delivery.objects.select_related("endpoint", "event").filter(pk=delivery_id).first()
    if row is None or row.state != Delivery.State.WAITING:
        return None
    if row.endpoint.state != Endpoint.State.ACTIVE:
        Delivery.objects.filter(pk=row.pk).update(state=Delivery.State.HELD, next_at=None)
        return None
    return Parcel(
        endpoint_id=row.endpoint_id,
        failing=row.endpoint.failing_since is not None,
        url=row.endpoint.url,
        event_id=row.event_id,
        body=body_of(kind=row.event.kind, at=row.event.at, data=row.event.data),
        secrets=signing_secrets(row.endpoint),
    )


def _settle(delivery_id: int, outcome: Outcome, *, hurried: bool) -> float | None:
    """Seconds until the next try. The endpoint is locked first, here and in every act."""
    row = Delivery.objects.filter(pk=delivery_id).first()
    if row is None:
        return None
    endpoint = Endpoint.objects.select_for_update().get(pk=row.endpoint_id)
    row = Delivery.objects.select_for_update().get(pk=delivery_id)
    _write_try(row, outcome)
    if not outcome.taken and row.state == Delivery.State.TAKEN:
        # Another try was quicker, and was heard.
        return None
    if hurried and not outcome.taken and not outcome.gone:
        Delivery.objects.filter(pk=row.pk).update(last_status=outcome.status)
        return None
    row.tries, row.last_status, row.next_at = row.tries + 1, outcome.status, None
    pause = None if outcome.taken or outcome.gone else pause_after(tries=row.tries, asked=outcome.retry_after)
    if outcome.taken:
        row.state = Delivery.State.TAKEN
    elif pause is None:
        row.state = Delivery.State.FAILED
    else:
        row.next_at = now() + timedelta(seconds=pause)
    row.save(update_fields=["state", "tries", "last_status", "next_at"])
    _judge(endpoint, row, outcome)
    return pause


def _write_try(row: Delivery, outcome: Outcome) -> None:
    Try.objects.create(
        organisation_id=row.organisation_id,
        delivery=row,
        at=now(),
        duration_ms=outcome.duration_ms,
        status=outcome.status,
        trouble=outcome.trouble,
        excerpt=outcome.excerpt,
    )


def _judge(endpoint: Endpoint, row: Delivery, outcome: Outcome) -> None:
    if outcome.taken:
        Endpoint.objects.filter(pk=endpoint.pk).update(taken_at=now(), failing_since=None)
        return
    if endpoint.failing_since is None:
        endpoint.failing_since = now()
        endpoint.save(update_fields=["failing_since"])
    if endpoint.state != Endpoint.State.ACTIVE:
        return
    if outcome.gone:
        stop(endpoint=endpoint, because="gone")
    elif row.state == Delivery.State.FAILED and now() - endpoint.failing_since >= LASTING:
        stop(endpoint=endpoint, because="failing")
