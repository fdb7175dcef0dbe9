"""How we stand with a person, for whoever is about to write to them: name, ways, windows, consent. No secrets are opened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, Subquery

from baraza.core.ingress.connections import ConnectionSummary, list_connections
from baraza.lib import clock
from baraza.messaging.consent import NOTIFICATIONS
from baraza.messaging.contacts import ContactUnknown
from baraza.messaging.contract import Limits
from baraza.messaging.models import Address, Consent, Contact, Device, Reach
from baraza.messaging.registry import ProviderUnknown, provider_named


@dataclass(frozen=True, kw_only=True)
class Way:
    """One connection over which the person can be reached; `address` is masked."""

    connection_id: int
    channel: str
    address: str
    session: bool
    last_inbound_at: datetime | None
    unreachable: bool
    limits: Limits

    @property
    def window_closes_at(self) -> datetime | None:
        """None when the channel has no window, or the person never wrote there."""
        if self.limits.window_hours is None or self.last_inbound_at is None:
            return None
        return self.last_inbound_at + timedelta(hours=self.limits.window_hours)

    @property
    def window_open(self) -> bool:
        if self.limits.announces_only:
            return False
        closes = self.window_closes_at
        return self.limits.window_hours is None or (closes is not None and clock.now() < closes)

    @property
    def on_device(self) -> bool:
        return self.limits.reaches_devices

    @property
    def text_limit(self) -> int:
        return self.limits.text


@dataclass(frozen=True, kw_only=True)
class Standing:
    """`may_tell` is False for who withdrew their consent; `ways` has the one used last first.

    `email_stopped` says why no letter goes to `email`: bounced, complained or unsubscribed; empty when letters go there.
    """

    contact_id: int
    name: str
    phone: str
    email: str = ""
    email_stopped: str = ""
    language: str
    text_only: bool
    profile: str
    told_by: str
    blocked: bool
    may_tell: bool
    ways: tuple[Way, ...]


def standing(*, contact_id: int) -> Standing:
    """Of the contact, or of the one that it was merged into. Raises ContactUnknown."""
    known = _known(contact_id)
    while known is not None and known.contact.merged_into_id is not None:
        known = _known(known.contact.merged_into_id)
    if known is None:
        raise ContactUnknown(f"No contact {contact_id}.")
    row = known.contact
    return Standing(
        contact_id=row.pk,
        name=row.name,
        phone=known.phone,
        email=known.email,
        email_stopped=known.email_stopped,
        language=row.language,
        text_only=row.text_only,
        profile=row.profile,
        told_by=row.told_by,
        blocked=row.blocked_at is not None,
        may_tell=known.told is not False,
        ways=_ways(known),
    )


@dataclass(frozen=True, kw_only=True)
class _Known:
    """A contact, their number, what they last said of being told, and where they were reached, by connection."""

    contact: Contact
    phone: str
    email: str
    email_stopped: str
    told: bool | None
    has_devices: bool
    reaches: Mapping[int, Reach]


def _known(contact_id: int) -> _Known | None:
    """One question to the database for whoever has been reached somewhere, two for the others."""
    reached = Reach.objects.filter(contact_id=contact_id).select_related("contact")
    reaches = list(reached.annotate(**_around("contact_id")))
    row = reaches[0] if reaches else Contact.objects.filter(pk=contact_id).annotate(**_around("pk")).first()
    if row is None:
        return None
    return _Known(
        contact=row.contact if isinstance(row, Reach) else row,
        phone=str(getattr(row, "number", None) or ""),
        email=str(getattr(row, "email", None) or ""),
        email_stopped=str(getattr(row, "email_stopped", None) or ""),
        told=getattr(row, "told", None),
        has_devices=bool(getattr(row, "has_devices", False)),
        reaches={one.connection_id: one for one in reaches},
    )


def _around(contact: str) -> dict[str, Subquery | Exists]:
    """`contact` is how the rows name the contact's id."""
    known = Address.objects.filter(contact_id=OuterRef(contact)).order_by("-id")
    phones, emails = known.filter(scheme=Address.Scheme.PHONE), known.filter(scheme=Address.Scheme.EMAIL)
    words = Consent.objects.filter(
        Q(contact_id=OuterRef(contact)) | Q(contact__merged_into_id=OuterRef(contact)), purpose=NOTIFICATIONS
    ).order_by("-id")
    return {
        "number": Subquery(phones.values("value")[:1]),
        "email": Subquery(emails.values("value")[:1]),
        "email_stopped": Subquery(emails.values("stopped_for")[:1]),
        "told": Subquery(words.values("given")[:1]),
        "has_devices": Exists(Device.objects.filter(contact_id=OuterRef(contact))),
    }


def _ways(known: _Known) -> tuple[Way, ...]:
    found = [
        way
        for summary in list_connections()
        if summary.active and (way := _way(summary, known.reaches.get(summary.id), known)) is not None
    ]
    long_ago = datetime.min.replace(tzinfo=clock.now().tzinfo)
    return tuple(sorted(found, key=lambda way: way.last_inbound_at or long_ago, reverse=True))


def _way(summary: ConnectionSummary, reach: Reach | None, known: _Known) -> Way | None:
    """As `reaching` decides for a message that is sent."""
    try:
        provider = provider_named(summary.source)
    except ProviderUnknown:
        return None
    number = (reach.phone if reach else "") or (known.phone if provider.limits.reaches_phone else "")
    on_device = provider.limits.reaches_devices and known.has_devices
    email = known.email if provider.limits.letters and not known.email_stopped else ""
    used = reach is not None and reach.last_inbound_at is not None
    if not (number or (reach and reach.user_id) or on_device or email) or (provider.inline and not used):
        return None
    return Way(
        connection_id=summary.id,
        channel=provider.channel,
        address=_masked(email=email or _unproved(provider.limits, reach), number=number),
        session=provider.inline,
        last_inbound_at=reach.last_inbound_at if reach else None,
        unreachable=reach is not None and reach.unreachable_at is not None and not provider.limits.letters,
        limits=provider.limits,
    )


def _unproved(limits: Limits, reach: Reach | None) -> str:
    """The mailbox of who wrote to us without having proved it: known on this connection only."""
    return reach.user_id if limits.letters and reach is not None else ""


def _masked(*, email: str, number: str) -> str:
    return masked_email(email) if email else masked(number)


def masked(number: str) -> str:
    """The country and the last three digits: enough to tell two of a person's numbers apart."""
    return f"{number[:3]} … {number[-3:]}" if number else ""


def masked_email(email: str) -> str:
    """The first letter and the domain."""
    name, _, domain = email.rpartition("@")
    return f"{name[:1]}…@{domain}"
