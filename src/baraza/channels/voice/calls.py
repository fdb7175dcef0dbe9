"""Requests to Retell's API: its address, the account's key, and failures in our words."""

import functools
import re
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from baraza.core.ingress.contract import ConnectionFacts
from baraza.lib.http import AnswerTooLarge, HostRefused, HttpAnswer, HttpClient, HttpFailure
from baraza.lib.json_bodies import JsonRefused, read_json
from baraza.messaging.contract import Failure, SendError

_KEY = re.compile(r"[\x21-\x7e]{8,200}")
_CONNECT_SECONDS = 3.0
# A page of a thousand calls takes Retell longer than a message takes others.
_ANSWER_SECONDS = 30.0
_FAILURES: Final = {
    HTTPStatus.UNAUTHORIZED: Failure.ACCOUNT,
    HTTPStatus.PAYMENT_REQUIRED: Failure.ACCOUNT,
    HTTPStatus.FORBIDDEN: Failure.ACCOUNT,
    HTTPStatus.REQUEST_TIMEOUT: Failure.TEMPORARY,
    HTTPStatus.CONFLICT: Failure.TEMPORARY,
    HTTPStatus.TOO_MANY_REQUESTS: Failure.THROTTLED,
}
_WORDS: Final = {
    Failure.ACCOUNT: "Retell does not accept the key.",
    Failure.THROTTLED: "Retell wants fewer questions at a time.",
    Failure.TEMPORARY: "Retell cannot answer at present.",
    Failure.REFUSED: "Retell refused the question.",
}


def ask(
    *,
    connection: ConnectionFacts,
    method: str,
    path: str,
    json: Any = None,
    limit_bytes: int,
    expected: tuple[int, ...] = (),
) -> tuple[int, Any]:
    """The status and what was answered. Raises SendError for what is neither a success nor `expected`."""
    answer = _fetch(connection, method, path, json, limit_bytes)
    if answer.status in expected:
        return answer.status, None
    if answer.status // 100 != HTTPStatus.OK // 100:
        raise _failure(answer)
    try:
        return answer.status, read_json(answer.body)
    except JsonRefused as error:
        raise SendError(
            "Retell's answer cannot be read.", failure=Failure.TEMPORARY, retryable=True, code="unreadable"
        ) from error


def _fetch(connection: ConnectionFacts, method: str, path: str, json: Any, limit_bytes: int) -> HttpAnswer:
    key = connection.secrets.get("api_key", "")
    if not _KEY.fullmatch(key):
        raise SendError("The connection has no readable key.", failure=Failure.ACCOUNT, retryable=False, code="key")
    base = settings.RETELL_API_URL.rstrip("/")
    try:
        return _client(urlsplit(base).hostname or "").request(
            method=method,
            url=f"{base}{path}",
            headers={"Authorization": f"Bearer {key}"},
            json=json,
            limit_bytes=limit_bytes,
        )
    except AnswerTooLarge as failure:
        raise SendError(
            "Retell's answer is larger than we take.", failure=Failure.REFUSED, retryable=False, code="too_large"
        ) from failure
    except (HostRefused, HttpFailure) as failure:
        raise SendError(
            f"Retell cannot be reached: {failure}", failure=Failure.TEMPORARY, retryable=True, code="no_connection"
        ) from failure


def _failure(answer: HttpAnswer) -> SendError:
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        failure = Failure.TEMPORARY
    else:
        failure = (
            _FAILURES.get(HTTPStatus(answer.status), Failure.REFUSED) if _is_known(answer.status) else (Failure.REFUSED)
        )
    return SendError(
        f"{_WORDS[failure]} (status {answer.status})",
        failure=failure,
        retryable=failure in {Failure.TEMPORARY, Failure.THROTTLED},
        code=str(answer.status),
        retry_after=_pause(answer),
    )


def _is_known(status: int) -> bool:
    return status in {one.value for one in HTTPStatus}


def _pause(answer: HttpAnswer) -> float | None:
    given = answer.headers.get("retry-after", "")
    return float(given) if given.isascii() and given.isdigit() and len(given) < 6 else None  # noqa: PLR2004


@functools.lru_cache(maxsize=4)
def _client(host: str) -> HttpClient:
    """Opened at the first call, so that a forked worker has its own."""
    return HttpClient(allowed_hosts=(host,), timeout=httpx.Timeout(_ANSWER_SECONDS, connect=_CONNECT_SECONDS))
