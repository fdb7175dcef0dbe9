"""An organisation's agents: added by hand or from the provider's list, renamed, archived, given a new address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import F

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.ingress.connections import (
    connection_facts,
    get_connection,
    keep_option,
    list_connections,
    new_path_token,
)
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock
from baraza.services.call_analytics.actions.errors import AgentTaken, AgentUnknown, ChangedMeanwhile
from baraza.services.call_analytics.actions.passing import FIRST_DAYS, begin_anew
from baraza.services.call_analytics.models import Agent, AgentPing, Call
from baraza.services.call_analytics.notices.webhooks import NEWS, tell_of_calls
from baraza.services.call_analytics.policies import require

# Read by the adapter for each webhook: agents by the last part of their address.
PATHS_OPTION = "agent_paths"
_HERE: Final = "The agent %s is in your list already."
_ELSEWHERE: Final = "The agent %s belongs to another organisation on this system. It has to be archived there first."


@dataclass(frozen=True, kw_only=True)
class NewAgent:
    external_id: str
    name: str
    client: str = ""
    language: str = ""
    events: tuple[str, ...] = ()
    imported: bool = False


def add_agent(*, actor: Actor, connection_id: int, new: NewAgent) -> int:
    """Its calls that waited become readable. Raises NotAllowed, ConnectionUnknown, AgentTaken."""
    return add_agents(actor=actor, connection_id=connection_id, several=[new])[0]


def add_agents(*, actor: Actor, connection_id: int, several: Sequence[NewAgent]) -> list[int]:
    """All or none. Raises as `add_agent` does."""
    require(actor=actor, act="configure")
    connection = get_connection(connection_id=connection_id)
    made = [_added(connection_id, connection.source, new) for new in several]
    attach_waiting_calls(source=connection.source, agents=made)
    _publish_paths(connection_id)
    if made:
        # Their past is not known: the passes so far asked for other agents only.
        since = clock.now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(
            days=FIRST_DAYS
        )
        begin_anew(connection=connection_facts(connection_id=connection_id), since=since)
    for row in made:
        _record(actor, row, "calls.agent_added", {"name": row.name, "provider_id": row.external_id})
    return [row.pk for row in made]


def change_agent(*, actor: Actor, agent_id: int, name: str, client: str, version: int) -> None:
    """Raises NotAllowed, AgentUnknown, ChangedMeanwhile."""
    require(actor=actor, act="configure")
    row = _locked(agent_id)
    if row.version != version:
        raise ChangedMeanwhile("A colleague changed this agent meanwhile.")
    before = {"name": row.name, "client": row.client}
    row.name, row.client, row.version = name, client, row.version + 1
    row.save(update_fields=["name", "client", "version"])
    after = {"name": name, "client": client}
    _record(actor, row, "calls.agent_changed", {key: [before[key], after[key]] for key in after})


def archive_agent(*, actor: Actor, agent_id: int, archived: bool) -> None:
    """Of an archived agent nothing is asked any more, what it tells by itself is still kept; others may add it.

    Raises NotAllowed, AgentUnknown, and AgentTaken for one that another organisation has added meanwhile.
    """
    require(actor=actor, act="configure")
    row = _locked(agent_id)
    row.archived_at = clock.now() if archived else None
    row.version += 1
    try:
        with transaction.atomic():
            row.save(update_fields=["archived_at", "version"])
    except IntegrityError as error:
        raise AgentTaken(_ELSEWHERE % row.external_id) from error
    _record(actor, row, "calls.agent_archived" if archived else "calls.agent_restored", {"name": row.name})


def archive_of_closed_accounts() -> None:
    """Nobody reaches them any more: who adds them to another account takes them up again, calls and all."""
    still_open = [one.id for one in list_connections()]
    left = Agent.objects.filter(organisation_id=current_organisation_id(), archived_at=None)
    left.exclude(connection_id__in=still_open).update(archived_at=clock.now(), version=F("version") + 1)


def new_agent_address(*, actor: Actor, agent_id: int) -> None:
    """The old one is refused within seconds. Raises NotAllowed, AgentUnknown."""
    require(actor=actor, act="configure")
    row = _locked(agent_id)
    row.path_token = new_path_token()
    row.version += 1
    row.save(update_fields=["path_token", "version"])
    AgentPing.objects.filter(agent=row).delete()
    _publish_paths(row.connection_id)
    _record(actor, row, "calls.agent_address_changed", {"name": row.name})


def attach_waiting_calls(*, source: str, agents: Sequence[Agent]) -> None:
    """Calls that were told of before their agent stood here: from now on they are read, and other systems hear of them."""
    for agent in agents:
        waiting = Call.objects.filter(
            organisation_id=current_organisation_id(),
            source=source,
            agent=None,
            agent_external_id=agent.external_id,
        )
        news = list(waiting.filter(at__gte=clock.now() - NEWS).values_list("pk", flat=True))
        waiting.update(agent=agent)
        tell_of_calls(Call.objects.filter(pk__in=news).order_by("at", "pk"))


def attach_all_waiting() -> None:
    """An event may have been under way while its agent was added: it did not see the agent, nor the agent it."""
    waiting = Call.objects.filter(organisation_id=current_organisation_id(), agent=None).exclude(agent_external_id="")
    for source, external_id in waiting.values_list("source", "agent_external_id").distinct():
        agents = Agent.objects.filter(organisation_id=current_organisation_id(), source=source, external_id=external_id)
        attach_waiting_calls(source=source, agents=list(agents))


def _added(connection_id: int, source: str, new: NewAgent) -> Agent:
    """A new one, or one that is archived or was left behind by a closed account and is taken up again."""
    here = Agent.objects.select_for_update().filter(
        organisation_id=current_organisation_id(), source=source, external_id=new.external_id
    )
    row = here.first() or Agent(
        organisation_id=current_organisation_id(),
        source=source,
        external_id=new.external_id,
        path_token=new_path_token(),
    )
    if row.pk and row.archived_at is None and get_connection(connection_id=row.connection_id).closed_at is None:
        raise AgentTaken(_HERE % new.external_id)
    left = row.connection_id
    if left != connection_id:
        row.connection_id, row.path_token = connection_id, new_path_token()
    row.name, row.client, row.language = new.name, new.client or row.client, new.language or row.language
    row.events_at_provider, row.imported, row.archived_at = list(new.events), new.imported, None
    row.version += 1 if row.pk else 0
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise AgentTaken((_HERE if here.exists() else _ELSEWHERE) % new.external_id) from error
    if left not in {None, connection_id} and get_connection(connection_id=left).closed_at is None:
        _publish_paths(left)
    return row


def _publish_paths(connection_id: int) -> None:
    rows = Agent.objects.filter(organisation_id=current_organisation_id(), connection_id=connection_id)
    paths = dict(rows.values_list("path_token", "external_id"))
    keep_option(connection_id=connection_id, name=PATHS_OPTION, value=paths)


def _locked(agent_id: int) -> Agent:
    row = Agent.objects.select_for_update().filter(organisation_id=current_organisation_id(), pk=agent_id).first()
    if row is None:
        raise AgentUnknown("There is no such agent.")
    return row


def _record(actor: Actor, row: Agent, action: str, changes: dict[str, object]) -> None:
    record(actor=actor, action=action, subject_kind="agent", subject_id=str(row.pk), changes=changes)
