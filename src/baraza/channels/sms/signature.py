"""Twilio's proof of a webhook: the full address and the sorted form, signed with the account's token.

Source: twilio-python 9.13.0, request_validator.py. Twilio signs the address it was told, so every name that leads to us
is tried; whoever can sign for one of them has the token.
"""

import base64
import hashlib
import hmac
from urllib.parse import urlencode

from django.conf import settings

from baraza.core.ingress.contract import RawRequest
from baraza.lib.signing import matches

HEADER = "x-twilio-signature"
# Another algorithm comes with another key, which organisations do not enter here; refused rather than guessed.
_OTHER_ALGORITHM = "x-twilio-webhooks-signature-settings"


def signature_of(*, url: str, form: list[tuple[str, str]], token: str) -> str:
    """A name that comes several times counts once with each of its values."""
    text = url + "".join(name + value for name, value in sorted(set(form)))
    # Twilio's own choice of SHA-1; as a keyed digest it is not broken.
    return base64.b64encode(hmac.new(token.encode(), text.encode(errors="replace"), hashlib.sha1).digest()).decode()


def is_signed(*, request: RawRequest, form: list[tuple[str, str]], token: str) -> bool:
    given = request.headers.get(HEADER, "").encode(errors="replace").decode()
    if not token or not given or _OTHER_ALGORITHM in request.headers:
        return False
    found = [
        matches(expected=signature_of(url=url, form=form, token=token), given=given) for url in _addresses(request)
    ]
    return any(found)


def _addresses(request: RawRequest) -> list[str]:
    path = request.path + (f"?{urlencode(request.query)}" if request.query else "")
    host = request.headers.get("host", "")
    names = {settings.PUBLIC_URL, f"https://{host}", f"https://{host.partition(':')[0]}"}
    return [name + path for name in sorted(names)]
