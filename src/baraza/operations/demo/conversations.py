"""Residents of the demonstration who wrote and asked for a person, so that the inbox has something to show."""

from dataclasses import dataclass
from datetime import timedelta

from baraza.conversation.threads.actions import ask_for_person, assign
from baraza.conversation.threads.queries import thread_ids_of
from baraza.core.identity.actor import Actor
from baraza.core.ingress.connections import list_connections
from baraza.lib import clock
from baraza.messaging import threads
from baraza.messaging.contacts import contact_of, set_language
from baraza.messaging.contract import Kind, Received, Sender
from baraza.messaging.reaching import note_inbound


@dataclass(frozen=True, kw_only=True)
class Caller:
    """`lines` are what they wrote, the last one is their question."""

    name: str
    phone: str
    language: str
    source: str
    lines: tuple[str, ...]
    taken: bool = False


CALLERS = (
    Caller(
        name="Nomvula Dube",
        phone="+27820000101",
        language="zu",
        source="whatsapp.meta_cloud",
        lines=("Sawubona", "Ngicela ukukhuluma nomuntu. Ngithole i-akhawunti yamanzi engaphezulu kwejwayelekile."),
    ),
    Caller(
        name="Johan van Wyk",
        phone="+27820000102",
        language="af",
        source="whatsapp.meta_cloud",
        lines=("Goeiemôre", "Wanneer word die vullis op Vryheidsdag gehaal? Ek sien niks op die kennisgewing nie."),
        taken=True,
    ),
    Caller(
        name="Thabo Mokoena",
        phone="+27820000103",
        language="en",
        source="ussd.africas_talking",
        lines=("3", "Can somebody phone me about my prepaid meter? It shows an error since Monday."),
    ),
)


def seed_conversations(*, clerks: list[Actor]) -> None:
    """In the organisation's scope, which has none yet. Nothing is sent to anybody."""
    connections = {connection.source: connection.id for connection in list_connections()}
    for number, caller in enumerate(CALLERS):
        connection_id = connections[caller.source]
        contact = contact_of(sender=Sender(phone=caller.phone, name=caller.name))
        set_language(contact_id=contact.pk, language=caller.language)
        for place, text in enumerate(caller.lines):
            received = Received(
                sender=Sender(phone=caller.phone),
                external_id=f"demonstration:{number}:{place}",
                kind=Kind.TEXT,
                text=text,
                sent_at=clock.now() - timedelta(minutes=40 - 9 * number),
            )
            note_inbound(contact_id=contact.pk, connection_id=connection_id, received=received)
            threads.store_received(
                contact_id=contact.pk,
                connection_id=connection_id,
                channel=caller.source.partition(".")[0],
                received=received,
                media_id="",
            )
        ask_for_person(
            contact_id=contact.pk, connection_id=connection_id, text=caller.lines[-1], key=f"demonstration:{number}"
        )
        if caller.taken and clerks:
            for thread_id in thread_ids_of(contact_id=contact.pk):
                assign(actor=clerks[0], thread_id=thread_id, member_id=clerks[0].id)
