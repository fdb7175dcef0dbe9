"""The token in the address to which a letter is answered: who reads it and what it is about, made from the secret key.

Nothing is kept, and nothing can be guessed: 60 bits of an HMAC stand behind the contact and the reference. It is as short as
that because 64 characters go before the @ of an address, and a provider's own may take 32 of them.
"""

import re
from base64 import b32encode
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int, int_to_base36

from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.references import read_reference

_SALT: Final = "baraza.letters.answer"
_PROOF_LENGTH: Final = 12
# Mailboxes do not mind capitals, and some programs change them.
_TOKEN: Final = re.compile(rf"([0-9a-z]{{1,13}})_([0-9a-z]{{0,24}})_([a-z2-7]{{{_PROOF_LENGTH}}})")


@dataclass(frozen=True, kw_only=True)
class Answered:
    """`about` is empty for a letter about nothing in particular."""

    contact_id: int
    about: str


def token_for(*, contact_id: int, about: str) -> str:
    """For as long as the secret key or a former one is in use. Fits into the part of an address before the @."""
    squeezed = about.replace("-", "").lower()
    return f"{int_to_base36(contact_id)}_{squeezed}_{_proof(contact_id, squeezed, settings.SECRET_KEY)}"


def read_token(*, token: str) -> Answered | None:
    """None for what is not ours, or another organisation's."""
    found = _TOKEN.fullmatch(token.strip().lower())
    if found is None:
        return None
    contact_id, squeezed = base36_to_int(found[1]), found[2]
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if not any(constant_time_compare(found[3], _proof(contact_id, squeezed, secret)) for secret in secrets):
        return None
    return Answered(contact_id=contact_id, about=read_reference(squeezed) or squeezed.upper())


def _proof(contact_id: int, squeezed: str, secret: str | bytes) -> str:
    written = f"{current_organisation_id()}:{contact_id}:{squeezed}"
    digest = salted_hmac(_SALT, written, secret=secret, algorithm="sha256").digest()
    return b32encode(digest).decode().lower()[:_PROOF_LENGTH]
