"""People who talk with an organisation over a message channel and a session channel, through the real inbox."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.conversation.renderers.strategies import WHATSAPP
from tests.factories.core import make_organisation
from tests.factories.messaging import (
    a_connection,
    a_contact,
    a_dialled,
    a_received,
    chat_provider,
    comes_in,
    session_provider,
)

from baraza.conversation import catalogue
from baraza.conversation.engine.contract import Dialogue
from baraza.conversation.models import Session
from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope
from baraza.messaging.contacts import set_language
from baraza.messaging.content import from_json
from baraza.messaging.contract import Content, Kind, MediaReference, Sender, SessionEvent
from baraza.messaging.models import Contact, OutboxEntry

PHONE = "+27821234567"
A_PHOTO = MediaReference(id="m1", mime_type="image/jpeg")


@contextmanager
def on_offer(*dialogues: Dialogue) -> Iterator[None]:
    for dialogue in dialogues:
        catalogue.offer(dialogue)
    try:
        yield
    finally:
        for dialogue in dialogues:
            catalogue.withdraw(dialogue.name)


@dataclass
class Resident:
    """One person with one number, on both channels."""

    organisation: OrganisationProfile
    chat: ConnectionFacts
    dial: ConnectionFacts
    seen: int = field(default=0)

    def writes(self, text: str = "", **received: Any) -> list[Content]:
        comes_in(self.chat, a_received(text, sender=Sender(phone=PHONE), **received))
        return self.new_messages()

    def taps(self, choice_id: str, title: str = "") -> list[Content]:
        return self.writes(title, kind=Kind.CHOICE, choice_id=choice_id)

    def dials(self, *inputs: str) -> str:
        return self._screen(a_dialled(inputs=inputs))

    def keys(self, text: str) -> str:
        return self._screen(a_received(text, session=SessionEvent.RESUME, session_key="s1"))

    def hangs_up(self) -> None:
        ended = a_received("", kind=Kind.SESSION_END, session=SessionEvent.CLOSE)
        assert comes_in(self.dial, ended) is None

    def new_messages(self) -> list[Content]:
        with organisation_scope(organisation_id=self.organisation.id):
            rows = OutboxEntry.objects.filter(id__gt=self.seen).order_by("id")
            entries = list(rows)
        self.seen = max([self.seen, *(entry.pk for entry in entries)])
        return [from_json(entry.content) for entry in entries]

    @property
    def session(self) -> Session:
        with organisation_scope(organisation_id=self.organisation.id):
            return Session.objects.get()

    @property
    def contact(self) -> Contact:
        with organisation_scope(organisation_id=self.organisation.id):
            return Contact.objects.get()

    def _screen(self, received: Any) -> str:
        screen = comes_in(self.dial, received)
        assert screen is not None
        return f"{screen['text']}{' [END]' if screen['end'] else ''}"


def a_resident(*, services: tuple[str, ...] = ("small",), language: str = "", **organisation: Any) -> Resident:
    """Of an organisation whose first language is English; `language` is what they chose some time ago."""
    chat_provider(limits=WHATSAPP)
    session_provider()
    profile = make_organisation(services=services, **organisation)
    if language:
        contact_id = a_contact(organisation_id=profile.id, phone=PHONE)
        with organisation_scope(organisation_id=profile.id):
            set_language(contact_id=contact_id, language=language)
    return Resident(
        organisation=profile,
        chat=a_connection(organisation_id=profile.id),
        dial=a_connection(organisation_id=profile.id, source="dial.scripted"),
    )
