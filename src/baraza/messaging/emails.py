"""People's e-mail addresses: kept once they were proved by a code, stopped when nothing may be sent there any more."""

from enum import StrEnum
from typing import Final

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from baraza.core.audit.actions import record
from baraza.core.identity.actor import SYSTEM, resident
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock
from baraza.messaging.consent import record_consent
from baraza.messaging.contacts import become_one
from baraza.messaging.locks import lock_contact
from baraza.messaging.models import Address

# The ledger's name for letters alone; what people say of all channels is `consent.NOTIFICATIONS`.
LETTERS: Final = "letters"
# Names the words beside the link in every letter.
WORDING: Final = "letters-2026-11"
_SALT: Final = "baraza.letters.stop"
_LONGEST: Final = 200


class Stop(StrEnum):
    """Why nothing is sent to an address any more."""

    BOUNCED = "bounced"
    COMPLAINED = "complained"
    UNSUBSCRIBED = "unsubscribed"


def read_email(written: str) -> str | None:
    """As we keep it; None for what is no address."""
    email = written.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        return None
    return email if len(email) <= _LONGEST else None


def contact_with_email(*, email: str) -> int | None:
    """Whose address this is; nobody is made known by asking."""
    rows = Address.objects.filter(
        organisation_id=current_organisation_id(), scheme=Address.Scheme.EMAIL, value=email.lower()
    )
    return rows.values_list("contact_id", flat=True).first()


def email_of(*, contact_id: int, stopped: bool = False) -> str:
    """The address to which letters go; empty when there is none, or nothing may be sent there (unless `stopped`)."""
    rows = Address.objects.filter(contact_id=contact_id, scheme=Address.Scheme.EMAIL)
    if not stopped:
        rows = rows.filter(stopped_at=None)
    return rows.order_by("-id").values_list("value", flat=True).first() or ""


def keep_email(*, contact_id: int, email: str, language: str, proof: str) -> int:
    """Of a person who has shown that it is theirs; takes the place of the one before. Returns the contact.

    When somebody else has the address, the two are one person: the one who is known by the address stays.
    """
    owner_id = contact_with_email(email=email)
    if owner_id is not None and owner_id != contact_id:
        become_one(kept_id=owner_id, gone_id=contact_id)
        contact_id = owner_id
    contact_id = lock_contact(contact_id=contact_id).pk
    mine = Address.objects.filter(contact_id=contact_id, scheme=Address.Scheme.EMAIL)
    mine.exclude(value=email).delete()
    was_stopped = mine.filter(stopped_at__isnull=False).update(stopped_at=None, stopped_for="")
    if owner_id is None:
        Address.objects.create(
            organisation_id=current_organisation_id(), contact_id=contact_id, scheme=Address.Scheme.EMAIL, value=email
        )
    if owner_id is None or was_stopped:
        _note(contact_id, given=True, language=language, proof=proof)
        record(
            actor=resident(contact_id=contact_id),
            action="contact.email_proved",
            subject_kind="contact",
            subject_id=str(contact_id),
        )
    return contact_id


def stop_email(*, email: str, why: Stop) -> int | None:
    """The provider says that the address takes nothing, or its owner that they want nothing. Returns whose it was."""
    rows = Address.objects.filter(
        organisation_id=current_organisation_id(), scheme=Address.Scheme.EMAIL, value=email.lower(), stopped_at=None
    )
    row = rows.select_for_update().first()
    if row is None:
        return None
    row.stopped_at, row.stopped_for = clock.now(), why.value
    row.save(update_fields=["stopped_at", "stopped_for"])
    if why is not Stop.BOUNCED:
        _note(row.contact_id, given=False, language="", proof=why.value)
    record(
        actor=SYSTEM,
        action="contact.email_stopped",
        subject_kind="contact",
        subject_id=str(row.contact_id),
        changes={"why": why.value},
    )
    return row.contact_id


def drop_email(*, contact_id: int) -> bool:
    """By the person, who is proved; False when it is all that we know of them: they would be without any way back."""
    mine = Address.objects.filter(contact_id=lock_contact(contact_id=contact_id).pk)
    emails = mine.filter(scheme=Address.Scheme.EMAIL)
    if not mine.exclude(scheme=Address.Scheme.EMAIL).exists():
        return False
    if emails.delete()[0]:
        _note(contact_id, given=False, language="", proof="removed by the person")
        record(
            actor=resident(contact_id=contact_id),
            action="contact.email_removed",
            subject_kind="contact",
            subject_id=str(contact_id),
        )
    return True


def stop_token(*, contact_id: int) -> str:
    """For the link in every letter; it works for as long as the secret key or a former one is in use."""
    return signing.dumps([current_organisation_id(), contact_id], salt=_SALT, compress=False)


def stopped_by(*, token: str) -> int | None:
    """The contact whose letters end with this token; None when it is not ours or another organisation's."""
    try:
        organisation_id, contact_id = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError):
        return None
    return int(contact_id) if organisation_id == current_organisation_id() else None


def stop_letters(*, contact_id: int) -> None:
    """The person's own word, by the link that only their letters have; again changes nothing."""
    email = email_of(contact_id=contact_id)
    if email:
        stop_email(email=email, why=Stop.UNSUBSCRIBED)


def _note(contact_id: int, *, given: bool, language: str, proof: str) -> None:
    record_consent(
        contact_id=contact_id,
        purpose=LETTERS,
        given=given,
        channel="email",
        text_version=WORDING,
        language=language,
        proof=proof,
    )
