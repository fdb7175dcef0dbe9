"""A voice agency with the agents of two clients and their calls of ninety days; a second run adds nothing."""

import orjson

from baraza.capabilities.exports.scheduling import Plan, write_schedule
from baraza.capabilities.saved_views.actions import save_view
from baraza.core.identity.actions import enrol_member
from baraza.core.identity.actor import SYSTEM, Actor
from baraza.core.ingress.connections import list_connections, open_connection
from baraza.core.ingress.contract import ConnectionFacts, RawRequest
from baraza.core.organisations.actions import found_organisation
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib import clock
from baraza.messaging.registry import provider_named
from baraza.messaging.voice import ENDED, CallEvent
from baraza.operations.demo.organisations import PASSWORD, STAFF, VOICE_AGENCY
from baraza.operations.demo.voice_alerts import seed_alerts
from baraza.operations.demo.voice_bills import seed_bills
from baraza.operations.demo.voice_calls import AGENTS, all_calls
from baraza.operations.demo.voice_sound import sound_of
from baraza.operations.demo.voice_webhooks import seed_webhooks
from baraza.services.call_analytics.actions.agents import NewAgent, add_agents
from baraza.services.call_analytics.actions.backfill import keep_page
from baraza.services.call_analytics.actions.recordings import keep_sound

SOURCE = "voice.retell"
# The sandbox takes any key; this one proves nothing to anyone else.
SECRETS = {"api_key": "demonstration-retell-key"}
_PAGE = 300
_SOUNDS = 12
_VIEWS = (("Not successful", "outcome=unsuccessful"), ("Voicemail", "outcome=voicemail"))


def seed_voice() -> None:
    organisation_id = found_organisation(new=VOICE_AGENCY)
    staff = [
        Actor(
            kind="member",
            id=enrol_member(
                email=member.email,
                name=member.name,
                password=PASSWORD,
                organisation_id=organisation_id,
                role=member.role,
                clients=member.clients,
            ),
            role=member.role,
            name=member.name,
            clients=frozenset(member.clients),
        )
        for member in STAFF
        if member.organisation == VOICE_AGENCY.slug
    ]
    with organisation_scope(organisation_id=organisation_id):
        if list_connections():
            return
        connection = open_connection(
            organisation_id=organisation_id, source=SOURCE, name="Retell account", secrets=SECRETS, options={}
        )
        several = [NewAgent(external_id=one.external_id, name=one.name, client=one.client) for one in AGENTS]
        add_agents(actor=SYSTEM, connection_id=connection.id, several=several)
        calls = all_calls(until=clock.now())
        for first in range(0, len(calls), _PAGE):
            keep_page(connection=connection, events=[_event(connection, one) for one in calls[first : first + _PAGE]])
        seed_alerts()
        seed_bills()
        for name, query in _VIEWS:
            save_view(actor=staff[0], of="calls", name=name, query=query, shared=True)
        seed_webhooks()
        _write_report(staff)
    _keep_sounds(organisation_id, calls)


def _write_report(staff: list[Actor]) -> None:
    """Each Monday the figures of the week before go to those who see them whole; a client's viewer looks them up."""
    plan = Plan(
        title="The week’s calls", kind="call_figures", format="xlsx", every="week", hour=7, period="last",
        recipient_ids=tuple(one.id for one in staff if one.id and not one.clients),
    )  # fmt: skip
    write_schedule(actor=staff[0], plan=plan)


def _keep_sounds(organisation_id: int, calls: list[dict[str, object]]) -> None:
    """Of the newest talks, so that they play at once. Those of the week before are fetched from the sandbox."""
    talks = [one for one in calls if "transcript" in one]
    for one in talks[-_SOUNDS:]:
        keep_sound(organisation_id=organisation_id, external_id=str(one["call_id"]), sound=sound_of(one))


def _event(connection: ConnectionFacts, call: dict[str, object]) -> CallEvent:
    """As its webhook told it."""
    provider = provider_named(SOURCE)
    body = orjson.dumps({"event": ENDED, "call": call})
    request = RawRequest(
        method="POST", path=connection.path, query={}, headers={}, body=body, remote_address="127.0.0.1"
    )
    (item,) = provider.items(request=request, connection=connection)
    (found,) = provider.parse(item=item, connection=connection, previous=None)
    if not isinstance(found, CallEvent):
        raise TypeError("The demonstration's call is none.")
    return found
