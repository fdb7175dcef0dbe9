"""One-time codes: sent to a telephone or an e-mail address, so that its owner can show that it is theirs.

Whoever asks learns nothing: what nobody knows here is answered in the same way, and told nothing. Only a code that adds
an address to a person goes to one that is new.
"""

import secrets
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext

from baraza.capabilities.notifications.actions import notify
from baraza.capabilities.notifications.approved import approved
from baraza.capabilities.notifications.models import OneTimeCode
from baraza.capabilities.notifications.timing import Haste
from baraza.core.identity.sign_in import limits
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.clock import now
from baraza.messaging import outbox
from baraza.messaging.actions import contact_without_address
from baraza.messaging.contract import Letter, Text
from baraza.messaging.emails import contact_with_email, keep_email
from baraza.messaging.personal import forget_unproved
from baraza.messaging.queries import contact_with_phone
from baraza.messaging.reaching import approved_connection, letters_connection, texts_connection

MINUTES: Final = 10
TRIES: Final = 5
_DIGITS = 6
# As docs/runbooks/first-organisation.md asks for it.
TEMPLATE: Final = "one_time_code"
_PROOF: Final = "one-time code to the e-mail address"


class CodeWrong(ValueError):
    """Not the code, too late, or too many tries: which of them is nobody's business."""


class LettersNotSent(RuntimeError):
    """The organisation has no connection for e-mail."""


class TextsNotSent(RuntimeError):
    """The organisation has no connection that writes to a number."""


def send_code(*, to: str, purpose: str, language: str, address: str) -> str:
    """`to` is a number in E.164 or an e-mail address; returns what `confirm_code` asks for.

    `language` is that of the page on which it is asked for. Raises TooManyTries, known or not.
    """
    _begin(to, address)
    contact_id = contact_with_email(email=to) if _is_email(to) else contact_with_phone(phone=to)
    row, code = _new(to, purpose, contact_id)
    with transaction.atomic():
        row.save(force_insert=True)
        if contact_id is not None:
            _tell(row, contact_id, code, to, language)
    return str(row.pk)


def send_proof(*, email: str, contact_id: int | None, purpose: str, language: str, address: str) -> str:
    """To an address that may be new here, for a person who is known, or for one who becomes known by it.

    Returns what `confirm_proof` asks for. Raises TooManyTries, LettersNotSent.
    """
    if letters_connection() is None:
        raise LettersNotSent
    _begin(email, address)
    with transaction.atomic():
        person = contact_id if contact_id is not None else contact_without_address(language=language)
        row, code = _new(email, purpose, person)
        row.made_contact = contact_id is None
        row.save(force_insert=True)
        _tell(row, person, code, email, language)
    return str(row.pk)


def send_number_proof(*, number: str, contact_id: int, purpose: str, language: str, address: str) -> str:
    """To a number that may be new here, or somebody else's: whoever asks is answered alike.

    Returns what `confirm_code` asks for. Raises TooManyTries, TextsNotSent.
    """
    free = texts_connection()
    connection_id = free or approved_connection()
    if connection_id is None:
        raise TextsNotSent
    here = current_organisation_id()
    limits.take(*limits.of_new_numbers(person=f"{here}:{contact_id}", number=f"{here}:{number}", address=address))
    _begin(number, address)
    row, code = _new(number, purpose, contact_id)
    words, _ = _words(code, language)
    with transaction.atomic():
        row.save(force_insert=True)
        outbox.post(
            contact_id=contact_id,
            connection_id=connection_id,
            content=Text(body=words) if free else approved(TEMPLATE, code, language=language, code=True),
            key=f"code:{row.pk}",
            to=number,
        )
    return str(row.pk)


def confirm_code(*, key: str, purpose: str, to: str, code: str) -> int:
    """The contact whose telephone or address it is; a code works once. Raises CodeWrong."""
    known = OneTimeCode.objects.filter(
        pk=key,
        organisation_id=current_organisation_id(),
        purpose=purpose,
        phone_digest=_digest("phone", to),
        tries__lt=TRIES,
        expires_at__gt=now(),
    )
    # Counted before it is looked at, in one statement: two guesses at one moment are two tries.
    counted = known.update(tries=F("tries") + 1)
    row = OneTimeCode.objects.get(pk=key) if counted else None
    if row is None or row.contact_id is None or not constant_time_compare(row.digest, _digest(key, code)):
        limits.note_failure(_of(to))
        raise CodeWrong
    row.delete()
    limits.give_back(_of(to))
    return row.contact_id


def confirm_proof(*, key: str, purpose: str, email: str, code: str, language: str) -> int:
    """The contact, to whom letters go from now on; the one who had this address before when there was one.

    Raises CodeWrong.
    """
    contact_id = confirm_code(key=key, purpose=purpose, to=email, code=code)
    return keep_email(contact_id=contact_id, email=email, language=language, proof=_PROOF)


def _begin(to: str, address: str) -> None:
    """Raises TooManyTries."""
    limits.take(limits.of_texts_from(address), _of(to))
    old = OneTimeCode.objects.filter(organisation_id=current_organisation_id(), expires_at__lt=now())
    for contact_id in old.filter(made_contact=True).values_list("contact_id", flat=True):
        if contact_id is not None:
            forget_unproved(contact_id=contact_id)
    old.delete()


def _new(to: str, purpose: str, contact_id: int | None) -> tuple[OneTimeCode, str]:
    code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
    row = OneTimeCode(
        organisation_id=current_organisation_id(),
        contact_id=contact_id,
        purpose=purpose,
        phone_digest=_digest("phone", to),
        expires_at=now() + timedelta(minutes=MINUTES),
    )
    row.digest = _digest(str(row.pk), code)
    return row, code


def _tell(row: OneTimeCode, contact_id: int, code: str, to: str, language: str) -> None:
    """By telephone over whatever reaches it; by e-mail to this address alone."""
    words, subject = _words(code, language)
    key = f"code:{row.pk}"
    if not _is_email(to):
        notify(
            contact_id=contact_id,
            text=words,
            template=approved(TEMPLATE, code, language=language, code=True),
            key=key,
            haste=Haste.ASKED_FOR,
        )
        return
    connection_id = letters_connection()
    if connection_id is not None:
        letter = Letter(subject=subject, body=words)
        outbox.post(contact_id=contact_id, connection_id=connection_id, content=letter, key=key, to=to)


def _words(code: str, language: str) -> tuple[str, str]:
    """The message, and its subject as a letter."""
    with translation.override(language):
        words = gettext("Your code is %(code)s. It works for 10 minutes. Give it to nobody.") % {"code": code}
        return words, gettext("Your code")


def _is_email(to: str) -> bool:
    return "@" in to


def _of(to: str) -> limits.Limit:
    return limits.of_texts_to(f"{current_organisation_id()}:{to}")


def _digest(salt: str, value: str) -> str:
    return salted_hmac(f"baraza.codes.{salt}", value, algorithm="sha256").hexdigest()
