"""Voice agents, their connection, and events as they come through the door."""

import itertools
import uuid
from dataclasses import asdict, dataclass
from typing import Any

from tests.channels.voice.retell import AGENT, KEY, an_analyzed_call, an_event, posted
from tests.factories.core import make_connection, make_member

from baraza.core.identity.actor import Actor
from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.tenancy.scope import organisation_scope
from baraza.messaging import inbox
from baraza.messaging.registry import provider_named
from baraza.services.call_analytics.actions.agents import NewAgent, add_agent
from baraza.services.call_analytics.models import Recording

SOURCE = "voice.retell"
_numbers = itertools.count(1)


def a_voice_connection(*, organisation_id: int) -> ConnectionFacts:
    return make_connection(organisation_id=organisation_id, source=SOURCE, secrets={"api_key": KEY})


def an_agent(
    *, connection: ConnectionFacts, external_id: str = AGENT, actor: Actor | None = None, **values: Any
) -> int:
    with organisation_scope(organisation_id=connection.organisation_id):
        return add_agent(
            actor=actor or make_member(organisation_id=connection.organisation_id, role="org_admin"),
            connection_id=connection.id,
            new=NewAgent(external_id=external_id, **{"name": f"Agent {next(_numbers)}", **values}),
        )


def tells(connection: ConnectionFacts, event: str, call: dict[str, Any], **beside: Any) -> None:
    """As the door hands it over, in the transaction of the event."""
    provider = provider_named(connection.source)
    (item,) = provider.items(request=posted(an_event(event, call, **beside)), connection=connection)
    with organisation_scope(organisation_id=connection.organisation_id):
        inbox.handle_item(connection=connection, item=item, previous=None, event_id=1, correlation_id="c-1")


@dataclass(frozen=True, kw_only=True)
class CallRows:
    voice: int
    agent: int
    call: int
    recording: int

    def words(self) -> dict[str, int]:
        return asdict(self)


def make_call_rows(*, organisation_id: int, actor: Actor) -> CallRows:
    """An account with an agent and a call with a recording, so that every address about calls has something to be about."""
    external_id = f"agent_{uuid.uuid4().hex}"
    connection = a_voice_connection(organisation_id=organisation_id)
    agent_id = an_agent(connection=connection, external_id=external_id, actor=actor)
    address = "https://recordings.example.com/1.wav"
    tells(connection, "call_analyzed", an_analyzed_call(agent_id=external_id, recording_url=address))
    with organisation_scope(organisation_id=organisation_id):
        recording = Recording.objects.get()
    return CallRows(voice=connection.id, agent=agent_id, call=recording.call_id, recording=recording.pk)
