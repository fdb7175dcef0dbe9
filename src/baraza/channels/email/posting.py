"""Hands a letter to a provider's API through anymail, and says in our words what became of the call.

What a provider answers is never quoted: it repeats addresses. The status decides, and anymail's own reading of it.
"""

import json
from collections.abc import Mapping
from typing import Any

import requests
import urllib3.exceptions
from anymail.backends.base_requests import AnymailRequestsBackend
from anymail.exceptions import (
    AnymailAPIError,
    AnymailError,
    AnymailInvalidAddress,
    AnymailRecipientsRefused,
    AnymailUnsupportedFeature,
)
from django.conf import settings

from baraza.channels.email.events import KEY
from baraza.channels.email.letters import letter_of, misconfigured, refused
from baraza.core.ingress.contract import ConnectionFacts
from baraza.messaging.contract import Failure, Outgoing, SendError

_TOO_MANY_REQUESTS = 429
_SERVER_ERRORS = 500
_NOT_SENT = (
    urllib3.exceptions.NewConnectionError,
    urllib3.exceptions.ConnectTimeoutError,
    urllib3.exceptions.NameResolutionError,
    urllib3.exceptions.SSLError,
)


def post(
    *,
    backend: AnymailRequestsBackend,
    outgoing: Outgoing,
    connection: ConnectionFacts,
    proves_receipts: bool,
    headings: Mapping[str, str],
) -> str:
    """The provider's id of the letter. Raises SendError."""
    # anymail reads what it needs from attributes that it adds itself.
    mail: Any = letter_of(outgoing=outgoing, connection=connection)
    mail.metadata = {KEY: outgoing.key}
    mail.extra_headers |= headings
    # Whether a person opened a letter is their own business.
    mail.track_opens = mail.track_clicks = False
    has_receipts = proves_receipts and settings.PUBLIC_URL.startswith("https://")
    try:
        backend.open()
        # A provider's API moves nowhere: what leads elsewhere would take the key along.
        backend.session.max_redirects = 0
        backend.send_messages([mail])
    except (AnymailError, requests.RequestException, ValueError) as error:
        raise failure_of(error, has_receipts=has_receipts) from None
    finally:
        backend.close()
    return _id_of(mail)


def call(
    *, method: str, url: str, headers: Mapping[str, str] | None = None, auth: tuple[str, str] | None = None
) -> tuple[int, Any]:
    """A question of a test: status and JSON (None for anything else). Raises SendError."""
    try:
        answer = requests.request(
            method, url, headers=headers, auth=auth, timeout=settings.PROVIDER_TIMEOUT_SECONDS, allow_redirects=False
        )
    except requests.RequestException as error:
        raise failure_of(error, has_receipts=False) from None
    try:
        return answer.status_code, json.loads(answer.content[: 1024 * 1024])
    except ValueError:
        return answer.status_code, None


def failure_of(error: Exception, *, has_receipts: bool) -> SendError:
    """The one place where anymail's and the network's failures become ours."""
    if isinstance(error, requests.RequestException) and not isinstance(error, requests.HTTPError):
        return _of_network(error, has_receipts=has_receipts)
    if isinstance(error, AnymailAPIError) and isinstance(error.__cause__, requests.RequestException):
        if getattr(error, "response", None) is None:
            return _of_network(error.__cause__, has_receipts=has_receipts)
        return _uncertain("The provider's answer cannot be read.", has_receipts=has_receipts)
    if isinstance(error, AnymailRecipientsRefused):
        return SendError(
            "The provider takes no letters for this address.",
            failure=Failure.UNREACHABLE,
            retryable=False,
            code="recipient_refused",
        )
    if isinstance(error, (AnymailInvalidAddress, AnymailUnsupportedFeature)):
        return refused("The letter is not one that this provider can send.")
    status = getattr(error, "status_code", None)
    return _by_status(status, has_receipts=has_receipts)


def _by_status(status: int | None, *, has_receipts: bool) -> SendError:
    if status is None or 200 <= status < 300:  # noqa: PLR2004 - HTTP's own boundaries
        return _uncertain("The provider's answer cannot be read.", has_receipts=has_receipts)
    if status in {401, 403}:
        return misconfigured("The provider does not accept our key, or not our sender.")
    code = f"http_{status}"
    if status == _TOO_MANY_REQUESTS:
        return SendError("The provider asks us to wait.", failure=Failure.THROTTLED, retryable=True, code=code)
    if status >= _SERVER_ERRORS:
        return SendError("The provider has a fault.", failure=Failure.TEMPORARY, retryable=True, code=code)
    return SendError("The provider refused the letter.", failure=Failure.REFUSED, retryable=False, code=code)


def _of_network(error: BaseException, *, has_receipts: bool) -> SendError:
    reason = error.args[0] if error.args else None
    inner = getattr(reason, "reason", reason)
    if isinstance(error, requests.ConnectTimeout) or isinstance(inner, _NOT_SENT):
        return SendError(
            "The provider cannot be reached.", failure=Failure.TEMPORARY, retryable=True, code="no_connection"
        )
    return _uncertain("The provider did not answer.", has_receipts=has_receipts)


def _uncertain(detail: str, *, has_receipts: bool) -> SendError:
    """Receipts name our key; without them nobody would ever tell, and a repetition could be a second letter."""
    return SendError(detail, failure=Failure.UNCERTAIN, retryable=has_receipts, code="no_answer")


def _id_of(mail: Any) -> str:
    found = mail.anymail_status.message_id
    return found if isinstance(found, str) else ""
