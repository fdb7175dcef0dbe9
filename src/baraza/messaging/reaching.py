"""Where a person can be reached now: the connections they used, and those that can write to their number."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from baraza.core.ingress.connections import connection_facts, list_connections
from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.ingress.secrets import SecretsUnreadable
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock
from baraza.messaging.contacts import number_of, phone_of
from baraza.messaging.contract import ChannelProvider, Kind, Received, Recipient
from baraza.messaging.devices import devices_of
from baraza.messaging.emails import email_of
from baraza.messaging.models import Reach
from baraza.messaging.registry import ProviderUnknown, provider_named

logger = logging.getLogger(__name__)

# Meta repeats a webhook for seven days. What claims to be older, or to be of the future, is of a clock that is wrong.
OLDEST_BELIEVED = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Route:
    """One way to a person. `session` channels show a text only when the person dials."""

    connection: ConnectionFacts
    provider: ChannelProvider
    recipient: Recipient
    last_inbound_at: datetime | None
    unreachable: bool = False
    # To an address by itself: whoever posted it looked at the window, and the provider says when it is closed.
    addressed: bool = False

    @property
    def connection_id(self) -> int:
        return self.connection.id

    @property
    def channel(self) -> str:
        return self.provider.channel

    @property
    def session(self) -> bool:
        return self.provider.inline

    @property
    def on_device(self) -> bool:
        return self.provider.limits.reaches_devices

    @property
    def text_limit(self) -> int:
        return self.provider.limits.text

    @property
    def window_open(self) -> bool:
        """Whether anything may be written, or only what the provider approved beforehand."""
        if self.provider.limits.announces_only:
            return False
        if self.addressed:
            return True
        hours = self.provider.limits.window_hours
        if hours is None:
            return True
        return self.last_inbound_at is not None and clock.now() - self.last_inbound_at < timedelta(hours=hours)


# Asked at every turn, so written out. GREATEST passes over nothing-yet; messages may come in another order than they
# were written.
_THEY_ARE_THERE = """
    UPDATE messaging_reach
    SET unreachable_at = NULL, last_inbound_at = GREATEST(last_inbound_at, %s),
        phone = COALESCE(NULLIF(%s, ''), phone), user_id = COALESCE(NULLIF(%s, ''), user_id)
    WHERE contact_id = %s AND connection_id = %s
"""


def note_inbound(*, contact_id: int, connection_id: int, received: Received) -> None:
    """The person is there, so whatever was held against the connection is forgotten; a session's end is no sign."""
    if received.kind is Kind.SESSION_END:
        return
    at = _written_at(received)
    phone, user_id = number_of(received.sender), received.sender.user_id or ""
    with connection.cursor() as cursor:
        cursor.execute(_THEY_ARE_THERE, [at, phone, user_id, contact_id, connection_id])
        if cursor.rowcount:
            return
    Reach.objects.create(
        organisation_id=current_organisation_id(),
        contact_id=contact_id,
        connection_id=connection_id,
        last_inbound_at=at,
        phone=phone,
        user_id=user_id,
    )


def _written_at(received: Received) -> datetime:
    """The provider's word, as long as it can be true; else the time at which the message reached us."""
    now, told = clock.now(), received.sent_at
    return told if told is not None and now - OLDEST_BELIEVED <= told <= now else now


def note_unreachable(*, contact_id: int, connection_id: int) -> None:
    Reach.objects.update_or_create(
        contact_id=contact_id,
        connection_id=connection_id,
        defaults={"unreachable_at": clock.now()},
        create_defaults={"organisation_id": current_organisation_id(), "unreachable_at": clock.now()},
    )


def routes(*, contact_id: int) -> list[Route]:
    """The connections that the person used, the latest first; then those that can write to their number."""
    reaches = {reach.connection_id: reach for reach in Reach.objects.filter(contact_id=contact_id)}
    number = phone_of(contact_id=contact_id)
    found = [
        route
        for summary in list_connections()
        if summary.active
        and (route := _readable_route(summary.id, contact_id, reaches.get(summary.id), number)) is not None
    ]
    long_ago = datetime.min.replace(tzinfo=clock.now().tzinfo)
    return sorted(found, key=lambda route: route.last_inbound_at or long_ago, reverse=True)


def letters_connection() -> int | None:
    """Over which letters go; None where the organisation sends none."""
    for summary in list_connections():
        try:
            letters = provider_named(summary.source).limits.letters
        except ProviderUnknown:
            continue
        if letters and summary.active:
            return summary.id
    return None


def texts_connection() -> int | None:
    """Over which a text reaches a number that never wrote to us; None where the organisation has no such channel."""
    return next((found for found, free in _writing_to_numbers() if free), None)


def approved_connection() -> int | None:
    """Over which at least what its provider approved beforehand reaches such a number."""
    return next((found for found, _ in _writing_to_numbers()), None)


def _writing_to_numbers() -> Iterator[tuple[int, bool]]:
    """Each with whether it takes any text, or only what was approved."""
    for summary in list_connections():
        try:
            provider = provider_named(summary.source)
        except ProviderUnknown:
            continue
        limits = provider.limits
        if summary.active and limits.reaches_phone and not provider.inline and not limits.announces_only:
            yield summary.id, limits.window_hours is None


def route_by(*, contact_id: int, connection_id: int, to: str = "") -> Route | None:
    """The way over one connection; None when it is switched off, not in the catalogue, or has no address for them.

    `to` is an e-mail address or a number that is not theirs yet, or no more.
    """
    reach = Reach.objects.filter(contact_id=contact_id, connection_id=connection_id).first()
    return _route(connection_id, contact_id, reach, phone_of(contact_id=contact_id), to)


def _readable_route(connection_id: int, contact_id: int, reach: Reach | None, number: str) -> Route | None:
    """A connection whose key was lost must not keep everybody from the ways that are left."""
    try:
        return _route(connection_id, contact_id, reach, number)
    except SecretsUnreadable:
        logger.exception("Connection %d cannot be used", connection_id)
        return None


def _route(connection_id: int, contact_id: int, reach: Reach | None, number: str, to: str = "") -> Route | None:
    facts = connection_facts(connection_id=connection_id)
    try:
        provider = provider_named(facts.source)
    except ProviderUnknown:
        return None
    if not facts.active:
        return None
    if to:
        return _addressed(facts, provider, to)
    phone = (reach.phone if reach else "") or (number if provider.limits.reaches_phone else "")
    user_id = reach.user_id if reach else ""
    devices = devices_of(contact_id=contact_id) if provider.limits.reaches_devices else ()
    email = email_of(contact_id=contact_id) if provider.limits.letters else ""
    used = reach is not None and reach.last_inbound_at is not None
    if not (phone or user_id or devices or email) or (provider.inline and not used):
        return None
    return Route(
        connection=facts,
        provider=provider,
        recipient=Recipient(phone=phone or None, user_id=user_id or None, devices=devices, email=email or None),
        last_inbound_at=reach.last_inbound_at if reach else None,
        # An e-mail address is stopped itself: the next one is none the worse for it.
        unreachable=reach is not None and reach.unreachable_at is not None and not provider.limits.letters,
    )


def _addressed(facts: ConnectionFacts, provider: ChannelProvider, to: str) -> Route | None:
    limits, is_email = provider.limits, "@" in to
    if provider.inline or not (limits.letters if is_email else limits.reaches_phone):
        return None
    recipient = Recipient(email=to) if is_email else Recipient(phone=to)
    return Route(connection=facts, provider=provider, recipient=recipient, last_inbound_at=None, addressed=True)
