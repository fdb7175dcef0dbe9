"""A resident of the demonstration who is told by e-mail, one who writes by SMS, and what the city announces.

Letters are kept as files below the run directory and go nowhere; the SMS connection rests.
"""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from django.conf import settings

from baraza.core.identity.actor import SYSTEM, Actor, resident
from baraza.core.ingress.connections import open_connection, set_connection_active
from baraza.core.organisations.actions import NewOrganisation
from baraza.lib import clock
from baraza.messaging import threads
from baraza.messaging.actions import contact_without_address
from baraza.messaging.contacts import contact_of, set_language
from baraza.messaging.contract import Kind, Received, Sender, Text
from baraza.messaging.emails import keep_email
from baraza.messaging.reaching import note_inbound
from baraza.services.complaints.actions.answers import reply
from baraza.services.complaints.actions.move import move, take
from baraza.services.complaints.actions.notices import NewNotice, write_notice
from baraza.services.complaints.actions.open import NewComplaint, open_complaint
from baraza.services.complaints.states import State

READER: Final = "ayanda.khumalo@example.org"
_SMS: Final = (
    (True, "Streetlight 4417 at the taxi rank is dark since Friday. Can somebody come before the weekend?"),
    (False, "Thank you. A team checks the lights at the taxi rank tomorrow. We write to you when it is done."),
    (True, "Siyabonga"),
)


def seed_letters(*, organisation_id: int, new: NewOrganisation, clerks: Sequence[Actor]) -> None:
    """In the organisation's scope."""
    _connections(organisation_id=organisation_id, new=new)
    _told_by_letter(new=new, clerk=clerks[0])
    _announcements()


def _connections(*, organisation_id: int, new: NewOrganisation) -> None:
    open_connection(
        organisation_id=organisation_id,
        source="email.mailgun",
        name=f"{new.name} by e-mail",
        secrets={"api_key": "demonstration-key", "signing_key": secrets.token_urlsafe(24)},
        options={
            "domain": settings.LETTERS_SANDBOX,
            "region": "eu",
            "sender": f"reports@{new.slug}.example",
            "answers_at": f"reply@in.{new.slug}.example",
            "address_line": "1 Church Square",
        },
    )
    sms = open_connection(
        organisation_id=organisation_id,
        source="sms.twilio",
        name=f"{new.name} by SMS",
        secrets={"auth_token": "demonstration-token"},
        options={"account_sid": f"AC{'0' * 32}", "sender": "+27600000000"},
    )
    _sms_thread(connection_id=sms.id)
    # Nothing stands in for Twilio here, so nothing may be sent to it.
    set_connection_active(connection_id=sms.id, active=False, actor=SYSTEM)


def _sms_thread(*, connection_id: int) -> None:
    sender = Sender(phone="+27820000104", name="Lindiwe Nkosi")
    contact = contact_of(sender=sender)
    set_language(contact_id=contact.pk, language="en")
    for place, (incoming, text) in enumerate(_SMS):
        if not incoming:
            threads.store_sent(
                contact_id=contact.pk, connection_id=connection_id, channel="sms", content=Text(body=text)
            )
            continue
        received = Received(
            sender=sender,
            external_id=f"demonstration:sms:{place}",
            kind=Kind.TEXT,
            text=text,
            sent_at=clock.now() - timedelta(hours=30 - place),
        )
        note_inbound(contact_id=contact.pk, connection_id=connection_id, received=received)
        threads.store_received(
            contact_id=contact.pk, connection_id=connection_id, channel="sms", received=received, media_id=""
        )


def _told_by_letter(*, new: NewOrganisation, clerk: Actor) -> None:
    contact_id = contact_without_address(name="Ayanda Khumalo", language="en")
    contact_id = keep_email(contact_id=contact_id, email=READER, language="en", proof="demonstration")
    reference = open_complaint(
        actor=resident(contact_id=contact_id),
        new=NewComplaint(
            source_key="demonstration:letters",
            channel="web",
            language="en",
            contact_id=contact_id,
            description="The ramp at the library is broken, so I cannot get in with my wheelchair. Please answer by e-mail, "
            "I am deaf.",
            category="pothole_road",
            priority="medium",
            place_text=f"Library, Main Road, {new.name}",
        ),
    )
    take(actor=clerk, reference=reference)
    reply(
        actor=clerk,
        reference=reference,
        text="Thank you. A team measures the ramp on Thursday. Until it is mended, the door on the parking side is level.",
        source_key="demonstration:letters:reply",
    )
    move(actor=clerk, reference=reference, wanted=State.IN_PROGRESS, reason="")


def _announcements() -> None:
    now = clock.now()
    write_notice(
        actor=SYSTEM,
        new=NewNotice(
            kind="planned",
            titles={
                "en": "No water on Main Road in the mornings",
                "af": "Soggens geen water in Main Road nie",
                "zu": "Awekho amanzi e-Main Road ekuseni",
                "xh": "Akukho manzi eMain Road kusasa",
            },
            texts={
                "en": "A valve is replaced. Water is off from 08:00 to 13:00. A tanker stands at the library.",
                "af": "'n Klep word vervang. Die water is van 08:00 tot 13:00 af. 'n Watertrok staan by die biblioteek.",
                "zu": "Kushintshwa ivalvu. Amanzi avaliwe kusuka ngo-08:00 kuya ku-13:00. Ithange likule layibhrari.",
                "xh": "Kutshintshwa ivalvu. Amanzi avaliwe ukusuka ngo-08:00 ukuya ku-13:00. Itanki yamanzi imi kwithala leencwadi.",
            },
            wards=(),
            begins_at=now,
            ends_at=now + timedelta(days=4),
        ),
        publish=True,
    )
