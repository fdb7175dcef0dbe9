"""Calls to Twilio: its address, the account's token, and failures in our words."""

import base64
import functools
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from baraza.channels.sms.errors import failure_of
from baraza.core.ingress.contract import ConnectionFacts, JsonObject
from baraza.lib.http import AnswerTooLarge, HostRefused, HttpAnswer, HttpClient, HttpFailure
from baraza.lib.json_bodies import read_json, text_at
from baraza.messaging.contract import Failure, SendError

_ACCOUNT = re.compile(r"AC[0-9a-fA-F]{32}")
_TOKEN = re.compile(r"[\x21-\x7e]{8,200}")
_SUCCESS = range(200, 300)
_CONNECT_SECONDS = 3.0


@dataclass(frozen=True, kw_only=True)
class Account:
    sid: str
    authorisation: dict[str, str] = field(repr=False)

    @property
    def base(self) -> str:
        return f"{settings.TWILIO_API_URL.rstrip('/')}/2010-04-01/Accounts/{self.sid}"


def account_of(connection: ConnectionFacts) -> Account:
    """Raises SendError(ACCOUNT) when the connection lacks what a call needs."""
    sid, token = str(connection.options.get("account_sid", "")), connection.secrets.get("auth_token", "")
    if not _ACCOUNT.fullmatch(sid):
        raise misconfigured("The connection's account SID is not one.")
    if not _TOKEN.fullmatch(token):
        raise misconfigured("The connection has no readable auth token.")
    basic = base64.b64encode(f"{sid}:{token}".encode()).decode()
    return Account(sid=sid, authorisation={"Authorization": f"Basic {basic}"})


def call(
    *, account: Account, method: str, path: str, form: dict[str, str] | None = None, has_receipts: bool = False
) -> JsonObject:
    """The object that Twilio answered. Raises SendError; after UNCERTAIN only a receipt with our key can tell."""
    answer = _fetch(account, method, path, form, has_receipts=has_receipts)
    found = _object(answer.body)
    if answer.status not in _SUCCESS:
        raise failure_of(code=text_at(found, "code"), status=answer.status, retry_after=_pause(answer))
    if found is None:
        raise uncertain("Twilio's answer cannot be read.", has_receipts=has_receipts)
    return found


def _fetch(account: Account, method: str, path: str, form: dict[str, str] | None, *, has_receipts: bool) -> HttpAnswer:
    try:
        return _client(urlsplit(account.base).hostname or "").request(
            method=method,
            url=f"{account.base}{path}",
            headers=account.authorisation,
            data=form,
            limit_bytes=1024 * 1024,
        )
    except AnswerTooLarge:
        raise uncertain("Twilio's answer cannot be read.", has_receipts=has_receipts) from None
    except HostRefused:
        raise misconfigured("The address is not Twilio's.") from None
    except HttpFailure as failure:
        if failure.sent:
            raise uncertain(f"Twilio did not answer: {failure}", has_receipts=has_receipts) from failure
        raise SendError(
            f"Twilio cannot be reached: {failure}", failure=Failure.TEMPORARY, retryable=True, code="no_connection"
        ) from failure


def uncertain(detail: str, *, has_receipts: bool) -> SendError:
    """Our address for receipts holds our key; without one nobody would ever tell, and a repetition could be a second."""
    return SendError(detail, failure=Failure.UNCERTAIN, retryable=has_receipts, code="no_answer")


def misconfigured(detail: str) -> SendError:
    return SendError(detail, failure=Failure.ACCOUNT, retryable=False, code="connection")


def _pause(answer: HttpAnswer) -> float | None:
    given = answer.headers.get("retry-after", "")
    return float(given) if given.isascii() and given.isdigit() and len(given) < 6 else None  # noqa: PLR2004


def _object(body: bytes) -> JsonObject | None:
    try:
        value = read_json(body)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


@functools.lru_cache(maxsize=4)
def _client(host: str) -> HttpClient:
    """Opened at the first call, so that a forked worker has its own."""
    timeout = httpx.Timeout(settings.PROVIDER_TIMEOUT_SECONDS, connect=_CONNECT_SECONDS)
    return HttpClient(allowed_hosts=(host,), timeout=timeout)
