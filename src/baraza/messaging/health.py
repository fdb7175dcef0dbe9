"""How each connection is doing, for the page on which staff look after them; cheap however much was sent."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from baraza.core.ingress.checks import KeptCheck, last_events, list_checks
from baraza.core.ingress.connections import ConnectionSummary, list_connections
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock
from baraza.messaging.circuit import FAILURES_TO_OPEN
from baraza.messaging.contract import MAIL, DeliveryStatus, Failure
from baraza.messaging.models import Attempt, OutboxEntry
from baraza.messaging.queries import Trouble, connection_troubles
from baraza.messaging.registry import ProviderUnknown, provider_named

# What is older is no news.
_LATELY = 2000
_FAILURES_OF = timedelta(hours=24)
_WAITING = (DeliveryStatus.QUEUED, DeliveryStatus.SENDING)
_SENT = (DeliveryStatus.SENT, DeliveryStatus.DELIVERED, DeliveryStatus.READ)
_DOWN = {Failure.TEMPORARY.value, Failure.UNCERTAIN.value}


@dataclass(frozen=True, kw_only=True)
class ConnectionHealth:
    """`last_mail_at` is of connections through which letters come in, None when none came yet. `resting` when the last tries all failed for the provider's sake: nothing is sent for a while, then one is tried."""

    connection: ConnectionSummary
    channel: str
    title: str
    last_event_at: datetime | None
    last_sent_at: datetime | None
    last_mail_at: datetime | None
    takes_mail: bool
    failed_lately: int
    waiting: int
    resting: bool
    trouble: Trouble | None
    check: KeptCheck | None


def list_health() -> list[ConnectionHealth]:
    """Of all connections that are not closed."""
    connections = list_connections()
    events, checks, sent = last_events(), list_checks(), _last_sent()
    mails = last_events(kind=MAIL, among=[one.id for one in connections if _takes_mail(one)])
    failed, waiting, resting = _failed(), _waiting(), _resting()
    troubles = {one.connection_id: one for one in connection_troubles()}
    return [
        ConnectionHealth(
            connection=one,
            channel=_channel(one.source),
            title=_title(one.source),
            last_event_at=events.get(one.id),
            last_sent_at=sent.get(one.id),
            last_mail_at=mails.get(one.id),
            takes_mail=_takes_mail(one),
            failed_lately=failed.get(one.id, 0),
            waiting=waiting.get(one.id, 0),
            resting=one.id in resting,
            trouble=troubles.get(one.id),
            check=checks.get(one.id),
        )
        for one in connections
    ]


def _takes_mail(one: ConnectionSummary) -> bool:
    return bool(one.options.get("answers_at"))


def _channel(source: str) -> str:
    try:
        return provider_named(source).channel
    except ProviderUnknown:
        return source.partition(".")[0]


def _title(source: str) -> str:
    try:
        return provider_named(source).title
    except ProviderUnknown:
        return source


def _last_sent() -> dict[int, datetime]:
    newest: dict[int, datetime] = {}
    rows = OutboxEntry.objects.filter(organisation_id=current_organisation_id()).order_by("-pk")[:_LATELY]
    for connection_id, status, at in rows.values_list("connection_id", "status", "settled_at"):
        if status in _SENT and at is not None:
            newest.setdefault(connection_id, at)
    return newest


def _failed() -> dict[int, int]:
    rows = OutboxEntry.objects.filter(
        organisation_id=current_organisation_id(),
        status=DeliveryStatus.FAILED,
        settled_at__gte=clock.now() - _FAILURES_OF,
    )
    return _counted(rows.values_list("connection_id").annotate(Count("pk")))


def _waiting() -> dict[int, int]:
    rows = OutboxEntry.objects.filter(organisation_id=current_organisation_id(), status__in=_WAITING)
    return _counted(rows.values_list("connection_id").annotate(Count("pk")))


def _counted(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    return dict(pairs)


def _resting() -> set[int]:
    """As the circuit of a worker sees it, which this process cannot look into: the last tries, all in vain."""
    outcomes: defaultdict[int, list[str]] = defaultdict(list)
    rows = Attempt.objects.filter(organisation_id=current_organisation_id(), finished_at__isnull=False).order_by("-pk")
    for connection_id, outcome in rows[:_LATELY].values_list("entry__connection_id", "outcome"):
        if len(outcomes[connection_id]) < FAILURES_TO_OPEN:
            outcomes[connection_id].append(outcome)
    return {one for one, last in outcomes.items() if len(last) == FAILURES_TO_OPEN and set(last) <= _DOWN}
