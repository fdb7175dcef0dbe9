"""A person's telephone number put right by themselves, once a code showed that the new one is theirs."""

from enum import StrEnum

from django.db import IntegrityError, transaction

from baraza.core.audit.actions import record
from baraza.core.identity.actor import resident
from baraza.core.tenancy.scope import current_organisation_id
from baraza.messaging.locks import lock_contact
from baraza.messaging.models import Address, Reach
from baraza.messaging.standing import masked


class NumberKept(StrEnum):
    """`taken`: somebody else is known by it; `outdated`: the number that was to go is not theirs any more."""

    CHANGED = "changed"
    TAKEN = "taken"
    OUTDATED = "outdated"


def numbers_of(*, contact_id: int) -> tuple[str, ...]:
    """The one to which we write first."""
    rows = Address.objects.filter(contact_id=contact_id, scheme=Address.Scheme.PHONE)
    return tuple(rows.order_by("-id").values_list("value", flat=True))


def keep_number(*, contact_id: int, number: str, instead_of: str, proof: str) -> NumberKept:
    """Of a person who has shown that it is theirs, in place of `instead_of` (empty: they had none).

    1. Two people are never made one by a number: telephone companies give it to the next customer.
    2. What hung on the old number goes with it: whoever has it next is somebody else.
    """
    contact_id = lock_contact(contact_id=contact_id).pk
    known = numbers_of(contact_id=contact_id)
    if (instead_of not in known) if instead_of else bool(known):
        return NumberKept.OUTDATED
    if number not in known and not _insert(contact_id, number):
        _note(contact_id, "contact.number_refused", {"to": masked(number), "proof": proof})
        return NumberKept.TAKEN
    if instead_of:
        _leave(contact_id, instead_of)
    _note(contact_id, "contact.number_changed", {"from": masked(instead_of), "to": masked(number), "proof": proof})
    return NumberKept.CHANGED


def _insert(contact_id: int, number: str) -> bool:
    """The constraint decides, also between two people who are at it at the same moment."""
    try:
        with transaction.atomic():
            Address.objects.create(
                organisation_id=current_organisation_id(),
                contact_id=contact_id,
                scheme=Address.Scheme.PHONE,
                value=number,
            )
    except IntegrityError:
        return False
    return True


def _leave(contact_id: int, number: str) -> None:
    reaches = Reach.objects.filter(contact_id=contact_id, phone=number)
    user_ids = list(reaches.exclude(user_id="").values_list("user_id", flat=True))
    mine = Address.objects.filter(contact_id=contact_id)
    mine.filter(scheme=Address.Scheme.PHONE, value=number).delete()
    mine.filter(scheme=Address.Scheme.WHATSAPP_USER, value__in=user_ids).delete()
    reaches.delete()


def _note(contact_id: int, action: str, changes: dict[str, object]) -> None:
    record(
        actor=resident(contact_id=contact_id),
        action=action,
        subject_kind="contact",
        subject_id=str(contact_id),
        changes=changes,
    )
