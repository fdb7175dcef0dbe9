"""All that messaging keeps about one person, for themselves to see; and its end, when they ask for it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from baraza.core.ingress.forgetting import forget_senders
from baraza.messaging.contacts import ContactUnknown
from baraza.messaging.devices import service_of
from baraza.messaging.locks import lock_contact
from baraza.messaging.models import Address, Consent, Contact, Device, Message, OutboxEntry, Reach
from baraza.messaging.preferences import Preferences, preferences_of


@dataclass(frozen=True, kw_only=True)
class KeptAddress:
    scheme: str
    value: str
    since: datetime


@dataclass(frozen=True, kw_only=True)
class KeptConsent:
    purpose: str
    given: bool
    channel: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class KeptMessage:
    incoming: bool
    channel: str
    text: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class KeptPerson:
    preferences: Preferences
    language: str
    since: datetime
    addresses: tuple[KeptAddress, ...]
    consents: tuple[KeptConsent, ...]
    messages: tuple[KeptMessage, ...]


def kept_about(*, contact_id: int) -> KeptPerson:
    """Raises ContactUnknown."""
    row = Contact.objects.filter(pk=contact_id).first()
    if row is None:
        raise ContactUnknown(f"No contact {contact_id}.")
    consents = Consent.objects.filter(Q(contact_id=contact_id) | Q(contact__merged_into_id=contact_id))
    return KeptPerson(
        preferences=preferences_of(contact_id=contact_id),
        language=row.language,
        since=row.created_at,
        addresses=tuple(
            KeptAddress(scheme=one.scheme, value=one.value, since=one.created_at)
            for one in Address.objects.filter(contact_id=contact_id).order_by("id")
        )
        + tuple(
            KeptAddress(scheme=Address.Scheme.PUSH, value=service_of(endpoint=one.endpoint), since=one.created_at)
            for one in Device.objects.filter(contact_id=contact_id).order_by("id")
        ),
        consents=tuple(
            KeptConsent(purpose=one.purpose, given=one.given, channel=one.channel, at=one.at)
            for one in consents.order_by("id")
        ),
        messages=tuple(
            KeptMessage(
                incoming=one.direction == Message.Direction.IN, channel=one.channel, text=one.text, at=one.created_at
            )
            for one in Message.objects.filter(contact_id=contact_id).order_by("id")
        ),
    )


def remove_contact(*, contact_id: int) -> None:
    """With every address, message and agreement, of the contacts that were merged into it, and what providers sent of it.

    Whoever has rows of the person outside messaging detaches what shall stay before.
    """
    row = lock_contact(contact_id=contact_id)
    forget_senders(senders=_senders(contact_id))
    OutboxEntry.objects.filter(contact_id=contact_id).update(fallback_of=None)
    row.delete()


def _senders(contact_id: int) -> set[str]:
    """How the events of all channels name this person."""
    found = set(Address.objects.filter(contact_id=contact_id).values_list("value", flat=True))
    for names in Reach.objects.filter(contact_id=contact_id).values_list("phone", "user_id"):
        found.update(names)
    return found


def forget_unproved(*, contact_id: int) -> None:
    """A contact that was made to send a code, when nobody showed that the address is theirs."""
    row = Contact.objects.filter(pk=contact_id, merged_into=None).first()
    known = (
        Address.objects.filter(contact_id=contact_id).exists() or Device.objects.filter(contact_id=contact_id).exists()
    )
    if row is not None and not known:
        row.delete()
