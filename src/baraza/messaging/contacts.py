"""Finds the person behind an address, or makes them known; one person is one contact on every channel."""

from dataclasses import dataclass
from typing import Protocol

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from baraza.core.organisations.queries import VERSION, keep_organisation
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import phone as numbers
from baraza.messaging.contract import Sender
from baraza.messaging.locks import lock_contact, lock_contacts
from baraza.messaging.models import Address, Contact, Device, Message, OutboxEntry, Reach, WaitingText

_NAME_LENGTH = 120


class SenderUnusable(ValueError):
    """A message that names neither a telephone number nor a user id."""


class ContactUnknown(LookupError):
    """This organisation has no contact of this id."""


class OnMerged(Protocol):
    def __call__(self, *, kept_id: int, gone_id: int) -> None:
        """Moves what belongs to the gone contact; in the transaction of the merge, both contacts locked."""


_on_merged: list[OnMerged] = []


def on_merged(handler: OnMerged) -> None:
    """Called when two contacts turn out to be one person."""
    _on_merged.append(handler)


@dataclass(frozen=True)
class _Key:
    """An address as the database knows it."""

    scheme: str
    value: str


def contact_of(*, sender: Sender) -> Contact:
    """The sender's contact, locked until the transaction ends.

    1. Both the user id and the number are looked up; a sender that nobody knows becomes a contact. Two transactions
       that try this at once meet the unique constraint, and the second one finds what the first one made.
    2. An address that is new is added to the contact that the other one led to.
    3. When the two lead to two contacts, these are one person: the one with the number stays.
    """
    keys = _keys_of(sender)
    has_one = len(keys) == 1
    if has_one and (known := _locked_owner(keys[0])) is not None:
        _take_name(known, sender.name)
        return known
    owners = {} if has_one else _owners(keys)
    if not owners:
        owners = _make_known(keys, sender)
    if len(set(owners.values())) > 1:
        return _merge(kept_id=owners[_phone_key(keys)], gone_id=owners[keys[0]])
    contact = lock_contact(contact_id=next(iter(owners.values())))
    _add_addresses(contact.pk, [key for key in keys if key not in owners])
    _take_name(contact, sender.name)
    return contact


def number_of(sender: Sender) -> str:
    """The sender's number in E.164, empty when there is none."""
    return (numbers.normalise(sender.phone) if sender.phone else None) or ""


def set_language(*, contact_id: int, language: str) -> None:
    if not Contact.objects.filter(pk=contact_id).update(language=language):
        raise ContactUnknown(f"No contact {contact_id}.")


def move_address(*, before: Sender, after: Sender) -> int | None:
    """A person left an address for another one: the old one no longer leads to them, whoever has it next.

    A contact that had the new address until now loses it, and keeps its own messages: it may be another person.
    Returns the contact, None when nobody had the old address.
    """
    old, new = _keys_of(before), _keys_of(after)
    owners = _owners(old)
    if not owners:
        return None
    contact_id = next(iter(owners.values()))
    lock_contacts(contact_ids={contact_id, *_owners(new).values()})
    schemes = {key.scheme for key in new}
    _addresses([key for key in old if key.scheme in schemes]).delete()
    _addresses(new).update(contact_id=contact_id)
    _add_addresses(contact_id, [key for key in new if key not in _owners(new)])
    reaches = Reach.objects.filter(contact_id=contact_id)
    if before.phone and after.phone:
        reaches.filter(phone=number_of(before)).update(phone=number_of(after))
    if before.user_id and after.user_id:
        reaches.filter(user_id=before.user_id).update(user_id=after.user_id)
    return contact_id


def _keys_of(sender: Sender) -> list[_Key]:
    keys = []
    if sender.user_id:
        keys.append(_Key(Address.Scheme.WHATSAPP_USER, sender.user_id))
    if sender.email:
        keys.append(_Key(Address.Scheme.EMAIL, sender.email.lower()))
    if number := number_of(sender):
        keys.append(_Key(Address.Scheme.PHONE, number))
    if not keys:
        raise SenderUnusable("The sender has neither a telephone number nor a user id nor an e-mail address.")
    return keys


def _phone_key(keys: list[_Key]) -> _Key:
    return next(key for key in keys if key.scheme == Address.Scheme.PHONE)


def _matching(keys: list[_Key]) -> Q:
    match = Q()
    for key in keys:
        match |= Q(scheme=key.scheme, value=key.value)
    return match


def _addresses(keys: list[_Key]) -> QuerySet[Address]:
    rows = Address.objects.filter(organisation_id=current_organisation_id())
    return rows.filter(_matching(keys)) if keys else rows.none()


def _owners(keys: list[_Key]) -> dict[_Key, int]:
    return {_Key(row.scheme, row.value): row.contact_id for row in _addresses(keys)}


# Written out: it is asked at every turn of a conversation, and Django took a fifth of the turn to write it anew.
_LOCKED_OWNER = f"""
    SELECT contact.*, {VERSION} AS organisation_version
    FROM messaging_address address
    JOIN messaging_contact contact ON contact.id = address.contact_id
    JOIN organisation ON organisation.id = contact.organisation_id
    WHERE address.organisation_id = %s AND address.scheme = %s AND address.value = %s
    FOR NO KEY UPDATE OF contact
"""  # noqa: S608 - put together of constants


def _locked_owner(key: _Key) -> Contact | None:
    """One question for who has a single address: they are looked up and locked, and their organisation comes along."""
    organisation_id = current_organisation_id()
    row = next(iter(Contact.objects.raw(_LOCKED_OWNER, [organisation_id, key.scheme, key.value])), None)
    if row is None:
        return None
    keep_organisation(organisation_id=organisation_id, version=row.organisation_version)  # type: ignore[attr-defined]
    return row if row.merged_into_id is None else lock_contact(contact_id=row.merged_into_id)


def _make_known(keys: list[_Key], sender: Sender) -> dict[_Key, int]:
    """Or whoever made one of these addresses known in the meantime."""
    try:
        with transaction.atomic():
            contact = Contact.objects.create(organisation_id=current_organisation_id(), name=_display_name(sender.name))
            _add_addresses(contact.pk, keys)
    except IntegrityError:
        found = _owners(keys)
        if not found:
            raise
        return found
    return dict.fromkeys(keys, contact.pk)


def _add_addresses(contact_id: int, keys: list[_Key]) -> None:
    organisation_id = current_organisation_id()
    Address.objects.bulk_create(
        Address(organisation_id=organisation_id, contact_id=contact_id, scheme=key.scheme, value=key.value)
        for key in keys
    )


def _display_name(name: str) -> str:
    return name.replace("\x00", "")[:_NAME_LENGTH]


def _take_name(contact: Contact, name: str) -> None:
    """The name that people gave themselves on their channel, until there is a better one."""
    if name and not contact.name:
        contact.name = _display_name(name)
        contact.save(update_fields=["name"])


def _merge(*, kept_id: int, gone_id: int) -> Contact:
    contacts = lock_contacts(contact_ids={kept_id, gone_id})
    kept, gone = contacts[kept_id], contacts[gone_id]
    known = set(Reach.objects.filter(contact_id=kept_id).values_list("connection_id", flat=True))
    Reach.objects.filter(contact_id=gone_id, connection_id__in=known).delete()
    for model in (Address, Device, Reach, Message, OutboxEntry, WaitingText):
        model.objects.filter(contact_id=gone_id).update(contact_id=kept_id)
    # The consent ledger is never rewritten: `consent_given` looks through merged_into.
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
    kept.language, kept.name = kept.language or gone.language, kept.name or gone.name
    kept.text_only, kept.blocked_at = kept.text_only or gone.text_only, kept.blocked_at or gone.blocked_at
    kept.told_by, kept.profile = kept.told_by or gone.told_by, kept.profile or gone.profile
    kept.any_time = kept.any_time or gone.any_time
    kept.save(update_fields=["language", "name", "text_only", "blocked_at", "told_by", "profile", "any_time"])
    for handler in _on_merged:
        handler(kept_id=kept_id, gone_id=gone_id)
    return kept


def become_one(*, kept_id: int, gone_id: int) -> None:
    """Two contacts are known to be one person: a browser that was told without a name, and who then proved theirs."""
    if kept_id != gone_id:
        _merge(kept_id=kept_id, gone_id=gone_id)


def add_phone(*, contact_id: int, phone: str) -> bool:
    """Whether the number, in E.164, is this contact's now; False when it is another's."""
    key = _Key(Address.Scheme.PHONE, phone)
    owner = _owners([key]).get(key)
    if owner is None:
        _add_addresses(contact_id, [key])
    return owner in {None, contact_id}


def has_addresses(*, contact_id: int) -> bool:
    """False for a browser that was told without a name."""
    return Address.objects.filter(contact_id=contact_id).exists()


def phone_of(*, contact_id: int) -> str:
    """The number that the person used last, empty when none is known."""
    number = (
        Address.objects.filter(contact_id=contact_id, scheme=Address.Scheme.PHONE)
        .order_by("-id")
        .values_list("value", flat=True)
        .first()
    )
    return number or ""
