"""An organisation's agents, how they are heard of, and those that are told of but stand nowhere yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Max, Min, OuterRef, Subquery

from baraza.core.identity.actor import SYSTEM, Actor
from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.call_analytics.models import Agent, AgentPing, Call, CallEvent
from baraza.services.call_analytics.queries.filters import agents_seen

# A call that ended may be analysed while others go on: the last event need not be of the newest call.
_NEWEST: Final = 20


@dataclass(frozen=True, kw_only=True)
class Ping:
    """The last test of an agent's address. `result` as in `models/ping`; `finished_at` is None while it is under way."""

    asked_at: datetime
    finished_at: datetime | None
    result: str
    status: int | None
    why: str


@dataclass(frozen=True, kw_only=True)
class LastEvent:
    event: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class AgentRow:
    """`webhook_path` is its own address at our door; `last_heard_at` is of its newest call; `ping` None: never tested."""

    id: int
    connection_id: int
    external_id: str
    name: str
    client: str
    language: str
    webhook_path: str
    events_at_provider: tuple[str, ...]
    archived_at: datetime | None
    last_heard_at: datetime | None
    version: int
    ping: Ping | None = None


@dataclass(frozen=True, kw_only=True)
class WaitingAgent:
    """Calls that were told of it wait, unread, until it is added. `external_id` is empty where none was told yet."""

    connection_id: int
    external_id: str
    calls: int
    first_at: datetime
    last_at: datetime


def list_agents(*, connection_paths: dict[int, str], archived: bool = False) -> list[AgentRow]:
    """`connection_paths` are the webhook paths of the connections that are wanted."""
    newest = Call.objects.filter(agent_id=OuterRef("pk")).order_by("-at", "-pk")
    rows = (
        Agent.objects.filter(
            organisation_id=current_organisation_id(),
            connection_id__in=connection_paths,
            archived_at__isnull=not archived,
        )
        .annotate(last=Subquery(newest.values("at")[:1]))
        .order_by("name", "pk")
    )
    pings = _pings([one.pk for one in rows])
    return [_row(one, connection_paths[one.connection_id], pings.get(one.pk)) for one in rows]


def get_agent(*, agent_id: int, connection_paths: dict[int, str]) -> AgentRow | None:
    one = Agent.objects.filter(
        organisation_id=current_organisation_id(), pk=agent_id, connection_id__in=connection_paths
    ).first()
    return _row(one, connection_paths[one.connection_id], _pings([one.pk]).get(one.pk)) if one else None


def last_event(*, agent_id: int) -> LastEvent | None:
    """What a webhook told last of its newest calls."""
    newest = Call.objects.filter(organisation_id=current_organisation_id(), agent_id=agent_id).order_by("-at", "-pk")
    rows = CallEvent.objects.filter(call_id__in=list(newest.values_list("pk", flat=True)[:_NEWEST]), by_webhook=True)
    found = rows.order_by("-received_at", "-pk").first()
    return LastEvent(event=found.event, at=found.received_at) if found else None


def agent_choices(*, actor: Actor = SYSTEM) -> list[tuple[int, str]]:
    """For filters: archived ones too, for their calls are still there."""
    rows = agents_seen(actor=actor).order_by("name", "pk")
    return [(one.pk, one.name) for one in rows]


def clients(*, actor: Actor) -> list[str]:
    rows = agents_seen(actor=actor).exclude(client="")
    return list(rows.order_by("client").values_list("client", flat=True).distinct())


def known_external_ids(*, source: str) -> frozenset[str]:
    rows = Agent.objects.filter(organisation_id=current_organisation_id(), source=source)
    return frozenset(rows.values_list("external_id", flat=True))


def waiting_agents() -> list[WaitingAgent]:
    rows = (
        Call.objects.filter(organisation_id=current_organisation_id(), agent=None)
        .values("connection_id", "agent_external_id")
        .annotate(calls=Count("pk"), first=Min("at"), last=Max("at"))
        .order_by("-last")
    )
    return [
        WaitingAgent(
            connection_id=row["connection_id"],
            external_id=row["agent_external_id"],
            calls=row["calls"],
            first_at=row["first"],
            last_at=row["last"],
        )
        for row in rows
    ]


def _pings(agent_ids: Sequence[int]) -> dict[int, Ping]:
    rows = AgentPing.objects.filter(organisation_id=current_organisation_id(), agent_id__in=agent_ids)
    return {
        row.agent_id: Ping(
            asked_at=row.asked_at,
            finished_at=row.finished_at,
            result=row.result,
            status=row.status,
            why=row.why,
        )
        for row in rows
    }


def _row(one: Agent, path: str, ping: Ping | None) -> AgentRow:
    return AgentRow(
        id=one.pk,
        connection_id=one.connection_id,
        external_id=one.external_id,
        name=one.name,
        client=one.client,
        language=one.language,
        webhook_path=f"{path}{one.path_token}/",
        events_at_provider=tuple(one.events_at_provider),
        archived_at=one.archived_at,
        last_heard_at=getattr(one, "last", None),
        version=one.version,
        ping=ping,
    )
