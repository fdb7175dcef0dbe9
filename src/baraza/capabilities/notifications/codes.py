"""One-time codes: sent to a telephone that is known here, so that its owner can show that it is theirs.

Whoever asks learns nothing: a number that nobody knows is answered in the same way, and told nothing.
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
from baraza.capabilities.notifications.models import OneTimeCode
from baraza.capabilities.notifications.timing import Haste
from baraza.core.identity.sign_in import limits
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.clock import now
from baraza.messaging.queries import contact_language, contact_with_phone

MINUTES: Final = 10
TRIES: Final = 5
_DIGITS = 6


class CodeWrong(ValueError):
    """Not the code, too late, or too many tries: which of them is nobody's business."""


def send_code(*, phone: str, purpose: str, address: str) -> str:
    """`phone` in E.164; returns what `confirm_code` asks for. Raises TooManyTries, known or not."""
    organisation_id = current_organisation_id()
    limits.take(limits.of_texts_from(address), _of_phone(phone))
    OneTimeCode.objects.filter(organisation_id=organisation_id, expires_at__lt=now()).delete()
    contact_id = contact_with_phone(phone=phone)
    code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
    row = OneTimeCode(
        organisation_id=organisation_id,
        contact_id=contact_id,
        purpose=purpose,
        phone_digest=_digest("phone", phone),
        expires_at=now() + timedelta(minutes=MINUTES),
    )
    row.digest = _digest(str(row.pk), code)
    with transaction.atomic():
        row.save(force_insert=True)
        if contact_id is not None:
            text = _wording(code, contact_language(contact_id=contact_id))
            notify(contact_id=contact_id, text=text, template=None, key=f"code:{row.pk}", haste=Haste.ASKED_FOR)
    return str(row.pk)


def confirm_code(*, key: str, purpose: str, phone: str, code: str) -> int:
    """The contact whose telephone it is; a code works once. Raises CodeWrong."""
    known = OneTimeCode.objects.filter(
        pk=key,
        organisation_id=current_organisation_id(),
        purpose=purpose,
        phone_digest=_digest("phone", phone),
        tries__lt=TRIES,
        expires_at__gt=now(),
    )
    # Counted before it is looked at, in one statement: two guesses at one moment are two tries.
    counted = known.update(tries=F("tries") + 1)
    row = OneTimeCode.objects.get(pk=key) if counted else None
    if row is None or row.contact_id is None or not constant_time_compare(row.digest, _digest(key, code)):
        limits.note_failure(_of_phone(phone))
        raise CodeWrong
    row.delete()
    limits.give_back(_of_phone(phone))
    return row.contact_id


def _of_phone(phone: str) -> limits.Limit:
    return limits.of_texts_to(f"{current_organisation_id()}:{phone}")


def _digest(salt: str, value: str) -> str:
    return salted_hmac(f"baraza.codes.{salt}", value, algorithm="sha256").hexdigest()


def _wording(code: str, language: str) -> str:
    with translation.override(language):
        return gettext("Your code is %(code)s. It works for 10 minutes. Give it to nobody.") % {"code": code}
