"""Connects an organisation's account at a provider of voice agents; who cannot be reached from outside is refused."""

from dataclasses import asdict

from django.conf import settings

from baraza.core.identity.actor import SYSTEM, Actor
from baraza.core.ingress.connections import change_connection, get_connection, open_connection
from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.jobs.queue import enqueue
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock
from baraza.lib.public_addresses import NotPublic, refuse_unless_public_https
from baraza.messaging.checking import ask_check
from baraza.messaging.registry import ProviderUnknown, provider_named
from baraza.messaging.voice import VoiceAgent, VoiceProvider
from baraza.services.call_analytics.actions.agents import NewAgent, add_agents
from baraza.services.call_analytics.actions.errors import AddressNotPublic, ProviderAway
from baraza.services.call_analytics.models import AgentOffer
from baraza.services.call_analytics.policies import require

RETELL = "voice.retell"
LIST_AGENTS = "calls.list_agents"


def connect(*, actor: Actor, name: str, api_key: str, webhook_base: str, source: str = RETELL) -> int:
    """The id of the new connection; it is tested at once. `webhook_base` is our address as the world sees it.

    Raises NotAllowed, AddressNotPublic.
    """
    require(actor=actor, act="configure")
    refuse_private_address(webhook_base)
    made = open_connection(
        organisation_id=current_organisation_id(),
        source=source,
        name=name,
        secrets={"api_key": api_key},
        options={},
        actor=actor if actor.permissions is None else SYSTEM,
    )
    ask_check(actor=SYSTEM, connection_id=made.id, webhook_url=webhook_base.rstrip("/") + made.path)
    return made.id


def replace_key(*, actor: Actor, connection_id: int, name: str, api_key: str, webhook_base: str) -> None:
    """An empty key keeps the one that is set. Raises NotAllowed, ConnectionUnknown, AddressNotPublic."""
    require(actor=actor, act="configure")
    refuse_private_address(webhook_base)
    found = get_connection(connection_id=connection_id)
    secrets = {"api_key": api_key} if api_key else {}
    change_connection(
        connection_id=connection_id,
        name=name,
        secrets=secrets,
        options=found.options,
        actor=actor if actor.permissions is None else SYSTEM,
    )
    ask_check(actor=SYSTEM, connection_id=connection_id, webhook_url=webhook_base.rstrip("/") + found.path)


def ask_for_agents(*, actor: Actor, connection_id: int) -> None:
    """A job fetches the provider's list; `queries.offers` shows it. Raises NotAllowed, ConnectionUnknown."""
    require(actor=actor, act="configure")
    get_connection(connection_id=connection_id)
    AgentOffer.objects.update_or_create(
        connection_id=connection_id,
        defaults={
            "organisation_id": current_organisation_id(), "asked_at": clock.now(), "finished_at": None, "error": ""
        },
    )  # fmt: skip
    enqueue(job=LIST_AGENTS, organisation_id=current_organisation_id(), arguments={"connection_id": connection_id})


def keep_offer(*, connection_id: int, agents: tuple[VoiceAgent, ...], error: str = "") -> None:
    """What the provider listed, or why it did not."""
    listed = [asdict(one) for one in agents]
    AgentOffer.objects.filter(connection_id=connection_id).update(
        finished_at=clock.now(), error=error[:300], **({} if error else {"agents": listed})
    )


def import_agents(*, actor: Actor, connection_id: int, chosen: frozenset[str], client: str) -> list[int]:
    """Those of the provider's list that were chosen. Raises NotAllowed, ConnectionUnknown, AgentTaken."""
    offer = AgentOffer.objects.filter(organisation_id=current_organisation_id(), connection_id=connection_id).first()
    several = [
        NewAgent(
            external_id=one["external_id"],
            name=one["name"][:200],
            client=client,
            language=one["language"][:20],
            events=tuple(one["events"]),
            imported=True,
        )
        for one in (offer.agents if offer else [])
        if one["external_id"] in chosen
    ]
    return add_agents(actor=actor, connection_id=connection_id, several=several)


def voice_provider(*, connection: ConnectionFacts) -> VoiceProvider:
    """Raises ProviderAway for a connection that knows no calls."""
    try:
        provider = provider_named(connection.source)
    except ProviderUnknown as error:
        raise ProviderAway("This provider is no longer installed.") from error
    if not isinstance(provider, VoiceProvider):
        raise ProviderAway("This connection has no voice agents.")
    return provider


def refuse_private_address(webhook_base: str) -> None:
    """In a demonstration everything is on one machine. Raises AddressNotPublic."""
    if settings.DEMO_MODE:
        return
    try:
        refuse_unless_public_https(webhook_base)
    except NotPublic as error:
        raise AddressNotPublic(str(error)) from error
