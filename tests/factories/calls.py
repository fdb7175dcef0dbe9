"""Voice agents, their connection, and events as they come through the door."""

import itertools
import uuid
from dataclasses import asdict, dataclass
from typing import Any

from tests.channels.voice.retell import AGENT, KEY, an_analyzed_call, an_event, posted
from tests.factories.core import make_connection, make_member

from baraza.capabilities.saved_views.actions import save_view
from baraza.core.identity.actor import Actor
from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib import clock
from baraza.messaging import inbox
from baraza.messaging.registry import provider_named
from baraza.services.call_analytics.actions.agents import NewAgent, add_agent
from baraza.services.call_analytics.actions.alerts import NewRule, write_rule
from baraza.services.call_analytics.actions.billing import save_rules
from baraza.services.call_analytics.actions.work import note
from baraza.services.call_analytics.actions.working_out import work_out
from baraza.services.call_analytics.models import Alert, Recording
from baraza.services.call_analytics.rules.billing import Kind, Rule

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
    call_note: int
    recording: int
    month: str
    call_alert: int
    call_alert_rule: int
    calls_view: int

    def words(self) -> dict[str, int | str]:
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
        first = recording.call.at.date().replace(day=1)
        save_rules(actor=actor, rules=[Rule(kind=Kind.RATE, amount=100_000_000)], starts_on=first, seen_number=0)
        work_out(since=first)
        rule = write_rule(actor=actor, new=NewRule(kind="silence", hours=3))
        alert = Alert.objects.create(
            organisation_id=organisation_id, rule_id=rule, kind="silence", about="", episode="1", began_at=clock.now()
        )
        view = save_view(actor=actor, of="calls", name="Long ones", query="shortest=60", shared=True)
        written = note(actor=actor, call_id=recording.call_id, text="Rang back.")
    return CallRows(
        voice=connection.id,
        agent=agent_id,
        call=recording.call_id,
        call_note=written,
        recording=recording.pk,
        month=f"{first:%Y-%m}",
        call_alert=alert.pk,
        call_alert_rule=rule,
        calls_view=view,
    )
