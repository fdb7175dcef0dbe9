"""What came through the door, in messaging's words: who wrote, what they wrote, who takes it from here."""

from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import override

from baraza.core.ingress.contract import ConnectionFacts, Item, JsonObject
from baraza.core.jobs.queue import enqueue
from baraza.core.organisations.queries import get_organisation
from baraza.lib.correlation import correlation_id as current_correlation_id
from baraza.messaging import contacts, mails, receipts, threads
from baraza.messaging.contract import (
    AddressChanged,
    ChannelProvider,
    Kind,
    Limits,
    Mail,
    MediaReference,
    Notice,
    Parsed,
    Receipt,
    Received,
    Screen,
)
from baraza.messaging.metrics import RECEIVED, count_notice
from baraza.messaging.models import Contact, ProviderNotice
from baraza.messaging.reaching import note_inbound
from baraza.messaging.registry import provider_named
from baraza.messaging.voice import CallEvent, hand_over

# Kept in the thread, but nothing that a conversation answers.
_ONLY_STORED = frozenset({Kind.REACTION})
MARK_READ_JOB = "messaging.mark_read"


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """A stored message with all that its subscriber may need; the contact is locked while it is handled."""

    contact_id: int
    contact_language: str
    phone: str
    name: str
    connection: ConnectionFacts
    provider: str
    channel: str
    limits: Limits
    inline: bool
    received: Received
    media_id: str
    message_id: int
    correlation_id: str


class OnReceived(Protocol):
    def __call__(self, *, incoming: Incoming) -> Screen | None:
        """Answers a person: with a screen where the channel is inline, through the outbox elsewhere."""


class OnMedia(Protocol):
    def __call__(self, *, connection: ConnectionFacts, reference: MediaReference, contact_id: int) -> str:
        """Sees to it that the file is fetched, and returns our id of it."""


class NobodyAnswers(RuntimeError):
    """A session channel wants a screen and no conversation gave one."""


@dataclass
class _Subscribers:
    received: OnReceived | None = None
    media: OnMedia | None = None


_subscribers = _Subscribers()


def on_received(handler: OnReceived) -> None:
    _subscribers.received = handler


def on_media(handler: OnMedia) -> None:
    _subscribers.media = handler


def handle_item(
    *,
    connection: ConnectionFacts,
    item: Item,
    previous: Item | None,
    event_id: int,  # noqa: ARG001 - part of the door's signature; the correlation id ties the log lines together
    correlation_id: str,
) -> JsonObject | None:
    """The door's handler, inside its transaction: everything or nothing of an item happens."""
    provider = provider_named(connection.source)
    token = current_correlation_id.set(correlation_id)
    try:
        screen: Screen | None = None
        for parsed in provider.parse(item=item, connection=connection, previous=previous):
            screen = _handle(parsed, connection, provider) or screen
    finally:
        current_correlation_id.reset(token)
    return provider.answer_of(screen=screen) if provider.inline and screen is not None else None


def _handle(parsed: Parsed, connection: ConnectionFacts, provider: ChannelProvider) -> Screen | None:
    match parsed:
        case Received():
            return _receive(parsed, connection, provider)
        case Receipt():
            receipts.apply_receipt(receipt=parsed, connection_id=connection.id)
        case AddressChanged():
            _move(parsed, connection, provider)
        case Notice():
            _keep(parsed, connection)
        case Mail():
            mails.take(mail=parsed, connection=connection, channel=provider.channel, photos=_subscribers.media)
        case CallEvent():
            hand_over(connection=connection, event=parsed)
    return None


def _receive(received: Received, connection: ConnectionFacts, provider: ChannelProvider) -> Screen | None:
    """1. the contact, locked; 2. where they can be reached; 3. the message, once; 4. whoever converses."""
    contact = contacts.contact_of(sender=received.sender)
    # An item that is answered inside the request was stored by this very transaction: it cannot be known already.
    if not provider.inline and threads.is_stored(connection_id=connection.id, external_id=received.external_id):
        return None
    RECEIVED.labels(connection.source, received.kind.value).inc()
    note_inbound(contact_id=contact.pk, connection_id=connection.id, received=received)
    media_id = _request_media(received, connection, contact)
    message_id = threads.store_received(
        contact_id=contact.pk,
        connection_id=connection.id,
        channel=provider.channel,
        received=received,
        media_id=media_id,
    )
    if contact.blocked_at is not None:
        screen = _refusal(contact) if provider.inline else None
    else:
        screen = _converse(_incoming(received, connection, provider, contact, media_id=media_id, message_id=message_id))
    if screen is not None:
        threads.store_screen(
            contact_id=contact.pk, connection_id=connection.id, channel=provider.channel, screen=screen
        )
    return screen


def _incoming(
    received: Received,
    connection: ConnectionFacts,
    provider: ChannelProvider,
    contact: Contact,
    *,
    media_id: str,
    message_id: int,
) -> Incoming:
    return Incoming(
        contact_id=contact.pk,
        contact_language=contact.language,
        phone=contacts.number_of(received.sender) or contacts.phone_of(contact_id=contact.pk),
        name=contact.name,
        connection=connection,
        provider=connection.source,
        channel=provider.channel,
        limits=provider.limits,
        inline=provider.inline,
        received=received,
        media_id=media_id,
        message_id=message_id,
        correlation_id=current_correlation_id.get(),
    )


def _converse(incoming: Incoming) -> Screen | None:
    received = incoming.received
    if received.kind in _ONLY_STORED or _subscribers.received is None:
        if incoming.inline:
            raise NobodyAnswers(f"{incoming.provider} awaits a screen.")
        return None
    if not incoming.inline:
        enqueue(
            job=MARK_READ_JOB,
            organisation_id=incoming.connection.organisation_id,
            arguments={"connection_id": incoming.connection.id, "external_id": received.external_id},
        )
    screen = _subscribers.received(incoming=incoming)
    if screen is None and incoming.inline and received.kind is not Kind.SESSION_END:
        raise NobodyAnswers(f"{incoming.provider} awaits a screen, and the conversation gave none.")
    return screen if incoming.inline else None


def _request_media(received: Received, connection: ConnectionFacts, contact: Contact) -> str:
    """Pictures are fetched, also those that people send as a document to keep their quality."""
    reference = received.media
    if reference is None or _subscribers.media is None or contact.blocked_at is not None:
        return ""
    if received.kind is Kind.IMAGE or (received.kind is Kind.DOCUMENT and reference.mime_type.startswith("image/")):
        return _subscribers.media(connection=connection, reference=reference, contact_id=contact.pk)
    return ""


def _refusal(contact: Contact) -> Screen:
    organisation = get_organisation(organisation_id=contact.organisation_id)
    with override(contact.language or organisation.default_language):
        return Screen(text=_("This service is not open to this number. Please visit our office."), end=True)


def _move(changed: AddressChanged, connection: ConnectionFacts, provider: ChannelProvider) -> None:
    contact_id = contacts.move_address(before=changed.before, after=changed.after)
    if contact_id is not None:
        threads.store_event(
            contact_id=contact_id, connection_id=connection.id, channel=provider.channel, kind="address_changed"
        )


def _keep(notice: Notice, connection: ConnectionFacts) -> None:
    count_notice(provider=connection.source, reason=notice.reason)
    ProviderNotice.objects.create(
        organisation_id=connection.organisation_id,
        connection_id=connection.id,
        reason=notice.reason[:80],
        detail=notice.detail[:500],
    )
