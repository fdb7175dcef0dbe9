"""What others do with contacts: make a person known who gave a number elsewhere, block somebody, let them in again."""

from dataclasses import dataclass

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.identity.permissions import require
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock
from baraza.messaging.contacts import ContactUnknown, add_phone, contact_of
from baraza.messaging.contract import Sender
from baraza.messaging.locks import lock_contact
from baraza.messaging.models import Contact
from baraza.messaging.policies import BLOCK


def contact_for_phone(*, phone: str, name: str = "", language: str = "") -> int:
    """A person who gave a number in E.164 on the portal or to a clerk. Raises SenderUnusable.

    What the person said of themselves on a channel stays: the portal cannot know that it is they who type.
    """
    contact = contact_of(sender=Sender(phone=phone, name=name))
    if language and not contact.language:
        contact.language = language
        contact.save(update_fields=["language"])
    return contact.pk


def contact_without_address(*, name: str = "", language: str = "") -> int:
    """A person who cannot be told anything, because they gave nowhere to write to."""
    contact = Contact.objects.create(organisation_id=current_organisation_id(), name=name[:120], language=language)
    return contact.pk


@dataclass(frozen=True, kw_only=True)
class Reporter:
    """`by_letter_id`: who showed that the e-mail address is theirs, where the number belongs to somebody else."""

    contact_id: int | None
    by_letter_id: int | None = None


def reporter_of(*, phone: str, email: str, name: str, language: str) -> Reporter:
    """`email` was proved, `phone` was not: nobody gets another person's number by writing it down beside an address.

    Raises SenderUnusable.
    """
    if not email:
        return Reporter(contact_id=contact_for_phone(phone=phone, name=name, language=language) if phone else None)
    by_letter = contact_of(sender=Sender(email=email, name=name)).pk
    if not phone or add_phone(contact_id=by_letter, phone=phone):
        return Reporter(contact_id=by_letter)
    by_phone = contact_for_phone(phone=phone, name=name, language=language)
    return Reporter(contact_id=by_phone, by_letter_id=by_letter)


class ReasonMissing(ValueError):
    """Whoever is shut out is shut out for a reason that can be read later."""


def block_contact(*, contact_id: int, actor: Actor, reason: str) -> None:
    """What they write is kept, nobody converses with them. Raises NotAllowed, ReasonMissing, ContactUnknown."""
    if not reason.strip():
        raise ReasonMissing
    _set_blocked(contact_id, actor, blocked=True, changes={"blocked": [False, True], "reason": reason.strip()})


def unblock_contact(*, contact_id: int, actor: Actor) -> None:
    """Raises NotAllowed, ContactUnknown."""
    _set_blocked(contact_id, actor, blocked=False, changes={"blocked": [True, False]})


def _set_blocked(contact_id: int, actor: Actor, *, blocked: bool, changes: dict[str, object]) -> None:
    require(actor=actor, permission=BLOCK)
    try:
        contact = lock_contact(contact_id=contact_id)
    except Contact.DoesNotExist as error:
        raise ContactUnknown(f"No contact {contact_id}.") from error
    contact.blocked_at = clock.now() if blocked else None
    contact.save(update_fields=["blocked_at"])
    action = "contact.blocked" if blocked else "contact.unblocked"
    record(actor=actor, action=action, subject_kind="contact", subject_id=str(contact.pk), changes=changes)
