"""The agents that the provider listed, for whoever chooses among them."""

from dataclasses import dataclass
from datetime import datetime

from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.call_analytics.models import Agent, AgentOffer


@dataclass(frozen=True, kw_only=True)
class OfferedAgent:
    external_id: str
    name: str
    here: bool


@dataclass(frozen=True, kw_only=True)
class Offer:
    """`finished_at` is None while the job is at it; `error` says in English why there is no list."""

    asked_at: datetime
    finished_at: datetime | None
    error: str
    agents: tuple[OfferedAgent, ...]


def offered_agents(*, connection_id: int) -> Offer | None:
    """None when nobody asked yet."""
    row = AgentOffer.objects.filter(organisation_id=current_organisation_id(), connection_id=connection_id).first()
    if row is None:
        return None
    agents = Agent.objects.filter(
        organisation_id=current_organisation_id(), connection_id=connection_id, archived_at=None
    )
    here = set(agents.values_list("external_id", flat=True))
    return Offer(
        asked_at=row.asked_at,
        finished_at=row.finished_at,
        error=row.error,
        agents=tuple(
            OfferedAgent(external_id=one["external_id"], name=one["name"], here=one["external_id"] in here)
            for one in row.agents
        ),
    )
