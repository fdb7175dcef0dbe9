"""Tests of agents' own addresses: a signed event is posted to each, and has to be among what the door kept."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.ingress.checks import is_kept
from baraza.core.ingress.connections import connection_facts
from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.jobs.queue import enqueue
from baraza.core.tenancy.scope import current_organisation_id, organisation_scope
from baraza.lib import clock
from baraza.messaging.voice import Knocked
from baraza.services.call_analytics.actions.connecting import refuse_private_address, voice_provider
from baraza.services.call_analytics.models import Agent, AgentPing
from baraza.services.call_analytics.policies import require

PING: Final = "calls.ping_agents"
_AT_ONCE: Final = 20


@dataclass(frozen=True, kw_only=True)
class _Waiting:
    agent_id: int
    mark: str
    connection: ConnectionFacts
    path: str


def ask_pings(*, actor: Actor, connection_id: int, webhook_base: str, agent_id: int | None = None) -> int:
    """Of one agent, or of all of an account that are not archived; jobs do it. Returns how many.

    `webhook_base` is our address as the world sees it. Raises NotAllowed, AddressNotPublic.
    """
    require(actor=actor, act="configure")
    refuse_private_address(webhook_base)
    agents = Agent.objects.filter(organisation_id=current_organisation_id(), connection_id=connection_id)
    chosen = agents.filter(archived_at=None) if agent_id is None else agents.filter(pk=agent_id)
    ids = list(chosen.order_by("name", "pk").values_list("pk", flat=True))
    for one in ids:
        begun = {"organisation_id": current_organisation_id(), "mark": uuid.uuid4().hex, "asked_at": clock.now()}
        found = {"finished_at": None, "result": AgentPing.Result.WAITING, "status": None, "why": ""}
        AgentPing.objects.update_or_create(agent_id=one, defaults={**begun, **found})
        record(actor=actor, action="calls.agent_address_tested", subject_kind="agent", subject_id=str(one), changes={})
    for first in range(0, len(ids), _AT_ONCE):
        enqueue(
            job=PING,
            organisation_id=current_organisation_id(),
            arguments={"agent_ids": list(ids[first : first + _AT_ONCE]), "webhook_base": webhook_base},
        )
    return len(ids)


def ping_agents(*, organisation_id: int, agent_ids: Collection[int], webhook_base: str) -> None:
    """Each is tried outside of any transaction."""
    with organisation_scope(organisation_id=organisation_id):
        waiting = _waiting(agent_ids)
    for one in waiting:
        provider = voice_provider(connection=one.connection)
        knocked = provider.knock(
            connection=one.connection, webhook_url=webhook_base.rstrip("/") + one.path, mark=one.mark
        )
        with organisation_scope(organisation_id=organisation_id):
            _write_down(one, knocked)


def _waiting(agent_ids: Collection[int]) -> list[_Waiting]:
    rows = AgentPing.objects.filter(
        organisation_id=current_organisation_id(), agent_id__in=agent_ids, finished_at=None
    ).select_related("agent")
    facts = {one: connection_facts(connection_id=one) for one in {row.agent.connection_id for row in rows}}
    return [
        _Waiting(
            agent_id=row.agent_id,
            mark=row.mark,
            connection=facts[row.agent.connection_id],
            path=f"{facts[row.agent.connection_id].path}{row.agent.path_token}/",
        )
        for row in rows.order_by("agent__name", "pk")
    ]


def _write_down(one: _Waiting, knocked: Knocked) -> None:
    """Whoever asked again meanwhile, or made a new address, hears nothing of this one."""
    let_in = knocked.status // 100 == HTTPStatus.OK // 100
    if let_in and is_kept(connection_id=one.connection.id, item_id=knocked.item_id):
        result = AgentPing.Result.KEPT
    else:
        result = AgentPing.Result.TURNED_AWAY if knocked.status else AgentPing.Result.NOT_REACHED
    AgentPing.objects.filter(agent_id=one.agent_id, mark=one.mark, finished_at=None).update(
        result=result, status=knocked.status or None, why=knocked.why[:300], finished_at=clock.now()
    )
