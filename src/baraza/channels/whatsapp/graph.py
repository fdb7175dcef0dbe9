"""Calls to Meta's Graph API: its address, the account's token, and failures in our words."""

import functools
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from baraza.channels.whatsapp.errors import failure_of
from baraza.channels.whatsapp.limits import MEDIA_HOSTS
from baraza.core.ingress.contract import ConnectionFacts, JsonObject
from baraza.lib.http import AnswerTooLarge, HostRefused, HttpAnswer, HttpClient, HttpFailure
from baraza.lib.json_bodies import object_at, read_json
from baraza.messaging.contract import Failure, SendError

logger = logging.getLogger(__name__)

_TOKEN = re.compile(r"[\x21-\x7e]+")
_NUMBER_ID = re.compile(r"\d{1,40}")
_SUCCESS = range(200, 300)
_CONNECT_SECONDS = 3.0


@dataclass(frozen=True, kw_only=True)
class Account:
    """Where one organisation's number is reached; the token never shows in a log."""

    connection_id: int
    base: str
    phone_number_id: str
    authorisation: JsonObject

    def __repr__(self) -> str:
        return f"Account(connection_id={self.connection_id})"


def account_of(connection: ConnectionFacts) -> Account:
    """Raises SendError(ACCOUNT) when the connection lacks what a call needs."""
    token, number_id = connection.secrets.get("access_token", ""), str(connection.options.get("phone_number_id", ""))
    if not _TOKEN.fullmatch(token):
        raise _misconfigured("The connection has no readable access token.")
    if not _NUMBER_ID.fullmatch(number_id):
        raise _misconfigured("The connection's phone number id is not a number.")
    return Account(
        connection_id=connection.id,
        base=f"{_graph_url(connection)}/{settings.WHATSAPP_GRAPH_VERSION}",
        phone_number_id=number_id,
        authorisation={"Authorization": f"Bearer {token}"},
    )


def call(
    *,
    account: Account,
    method: str,
    path: str,
    json: JsonObject | None = None,
    data: Mapping[str, str] | None = None,
    files: Mapping[str, tuple[str, bytes, str]] | None = None,
) -> JsonObject:
    """The object that Meta answered. Raises SendError; an unreadable answer to a success is UNCERTAIN."""
    answer = fetch(account=account, method=method, url=f"{account.base}/{path}", json=json, data=data, files=files)
    if answer.status not in _SUCCESS:
        raise _refusal(account, answer)
    found = _object(answer.body)
    if found is None:
        raise uncertain("WhatsApp's answer cannot be read.")
    return found


def fetch(
    *,
    account: Account,
    method: str,
    url: str,
    json: JsonObject | None = None,
    data: Mapping[str, str] | None = None,
    files: Mapping[str, tuple[str, bytes, str]] | None = None,
    limit_bytes: int = 1024 * 1024,
) -> HttpAnswer:
    """Any answer, whatever its status. Raises SendError when there is none, AnswerTooLarge as it is."""
    host = urlsplit(account.base).hostname or ""
    try:
        return _client((host, *MEDIA_HOSTS)).request(
            method=method,
            url=url,
            headers=account.authorisation,
            json=json,
            data=data,
            files=files,
            limit_bytes=limit_bytes,
        )
    except AnswerTooLarge:
        raise
    except HostRefused:
        raise _misconfigured("The address is not one of Meta's.") from None
    except HttpFailure as failure:
        if failure.sent:
            raise uncertain(f"WhatsApp did not answer: {failure}") from failure
        raise SendError(
            f"WhatsApp cannot be reached: {failure}", failure=Failure.TEMPORARY, retryable=True, code="no_connection"
        ) from failure


def uncertain(detail: str) -> SendError:
    """Receipts name the key that went along (`biz_opaque_callback_data`), so the sender may wait for one and repeat."""
    return SendError(detail, failure=Failure.UNCERTAIN, retryable=True, code="no_answer")


def _refusal(account: Account, answer: HttpAnswer) -> SendError:
    given = answer.headers.get("retry-after", "")
    error = failure_of(
        error=object_at(_object(answer.body), "error"),
        status=answer.status,
        retry_after=float(given) if given.isascii() and given.isdigit() and len(given) < 6 else None,  # noqa: PLR2004
    )
    if error.failure == Failure.ACCOUNT:
        logger.error("WhatsApp stopped connection %s: %s (%s)", account.connection_id, error.detail, error.code)
    return error


def _object(body: bytes) -> JsonObject | None:
    try:
        value = read_json(body)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _graph_url(connection: ConnectionFacts) -> str:
    """A connection may name another address only in a demonstration: tokens and texts go there."""
    own = connection.options.get("graph_url") if settings.DEMO_MODE else None
    return str(own or settings.WHATSAPP_GRAPH_URL).rstrip("/")


def _misconfigured(detail: str) -> SendError:
    return SendError(detail, failure=Failure.ACCOUNT, retryable=False, code="connection")


@functools.lru_cache(maxsize=8)
def _client(allowed_hosts: tuple[str, ...]) -> HttpClient:
    """One pool per address of the Graph API, opened at the first call so that a forked worker has its own."""
    timeout = httpx.Timeout(settings.PROVIDER_TIMEOUT_SECONDS, connect=_CONNECT_SECONDS)
    return HttpClient(allowed_hosts=allowed_hosts, timeout=timeout)
