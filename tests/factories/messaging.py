"""A channel provider that follows a script, and people who write over it."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.factories.core import make_connection

from baraza.core.ingress.contract import ConnectionFacts, Item, JsonObject, RawRequest, RawResponse
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib import clock
from baraza.messaging import actions, inbox, registry
from baraza.messaging.contract import (
    CheckFacts,
    CheckReport,
    ConnectionField,
    FetchedMedia,
    Kind,
    Limits,
    MediaReference,
    Outgoing,
    Parsed,
    Received,
    Screen,
    Sender,
    SessionEvent,
)
from baraza.messaging.inbox import Incoming

_numbers = itertools.count(1)

Answer = str | Exception | Callable[[], str]


@dataclass
class ScriptedProvider:
    """Sends what it is given into `sent`; answers from `answers` in turn, with an id of its own when there is none."""

    channel: str = "chat"
    title: str = "Chat"
    guide: tuple[str, ...] = ()
    report: CheckReport | Exception = field(default_factory=lambda: CheckReport(lines=()))
    inline: bool = False
    limits: Limits = field(default_factory=lambda: Limits(text=4096, window_hours=24))
    fields: tuple[ConnectionField, ...] = ()
    content_types: frozenset[str] = frozenset({"application/json"})
    parsed: list[Parsed] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    sent: list[Outgoing] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    files: dict[str, FetchedMedia | Exception] = field(default_factory=dict)

    # The contract names the arguments; a script needs few of them.
    # ruff: noqa: ARG002
    def handshake(self, *, request: RawRequest, connection: ConnectionFacts) -> RawResponse:
        return RawResponse(status=405)

    def verify(self, *, request: RawRequest, connection: ConnectionFacts) -> bool:
        return True

    def items(self, *, request: RawRequest, connection: ConnectionFacts) -> list[Item]:
        return []

    def acknowledge(self, *, answer: JsonObject | None) -> RawResponse:
        return RawResponse(status=200)

    def parse(self, *, item: Item, connection: ConnectionFacts, previous: Item | None) -> list[Parsed]:
        return list(self.parsed)

    def send(self, *, outgoing: Outgoing, connection: ConnectionFacts) -> str:
        self.sent.append(outgoing)
        answer = self.answers.pop(0) if self.answers else f"{self.channel}-{next(_numbers)}"
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, str) else answer()

    def check(self, *, connection: ConnectionFacts, facts: CheckFacts) -> CheckReport:
        if isinstance(self.report, Exception):
            raise self.report
        return self.report

    def mark_read(self, *, external_id: str, connection: ConnectionFacts) -> None:
        self.read.append(external_id)

    def fetch_media(self, *, media: MediaReference, connection: ConnectionFacts) -> FetchedMedia:
        found = self.files[media.id]
        if isinstance(found, Exception):
            raise found
        return found

    def answer_of(self, *, screen: Screen) -> JsonObject:
        return {"text": screen.text, "end": screen.end}


def chat_provider(name: str = "chat.scripted", **overrides: Any) -> ScriptedProvider:
    """A message channel with a 24-hour window, under this name in the registry."""
    provider = ScriptedProvider(**overrides)
    registry.register(name=name, provider=provider)
    return provider


def sms_provider() -> ScriptedProvider:
    return chat_provider("sms.scripted", channel="sms", limits=Limits(text=480))


def session_provider() -> ScriptedProvider:
    return chat_provider("dial.scripted", channel="dial", inline=True, limits=Limits(text=160, alphabet="gsm7"))


def a_connection(*, organisation_id: int, source: str = "chat.scripted", **overrides: Any) -> ConnectionFacts:
    return make_connection(organisation_id=organisation_id, source=source, **overrides)


def a_received(text: str = "Hello", **overrides: Any) -> Received:
    number = next(_numbers)
    values: dict[str, Any] = {
        "sender": Sender(phone="+27821234567"),
        "external_id": f"in-{number}",
        "kind": Kind.TEXT,
        "sent_at": clock.now(),
        "text": text,
    }
    return Received(**{**values, **overrides})


def a_dialled(text: str = "", **overrides: Any) -> Received:
    return a_received(text, **{"session": SessionEvent.NEW, "session_key": "s1", **overrides})


def comes_in(connection: ConnectionFacts, *parsed: Parsed) -> JsonObject | None:
    """As the door hands an item over: in a transaction, with the organisation's scope open."""
    provider = registry.provider_named(connection.source)
    assert isinstance(provider, ScriptedProvider)
    provider.parsed = list(parsed)
    item = Item(item_id=f"item-{next(_numbers)}", kind="message", sender="", payload={})
    with organisation_scope(organisation_id=connection.organisation_id):
        return inbox.handle_item(connection=connection, item=item, previous=None, event_id=1, correlation_id="c-1")


def a_contact(*, organisation_id: int, phone: str = "+27821234567") -> int:
    with organisation_scope(organisation_id=organisation_id):
        return actions.contact_for_phone(phone=phone)


class Listener:
    """A conversation that remembers what came and answers with the screen it was given."""

    def __init__(self) -> None:
        self.heard: list[Incoming] = []
        self.screen: Screen | None = None

    def __call__(self, *, incoming: Incoming) -> Screen | None:
        self.heard.append(incoming)
        return self.screen
