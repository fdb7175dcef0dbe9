"""Hands one sealed notification to one push service, wherever the browser said that it is, but never inside our network."""

import functools
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from baraza.lib import clock
from baraza.lib.http import HttpAnswer, HttpClient, HttpFailure
from baraza.lib.public_addresses import NotPublic, public_address
from baraza.messaging.contract import Failure, SendError

_CONNECT_SECONDS = 3.0
_ANSWER_BYTES = 64 * 1024
_TAKEN = frozenset({200, 201, 202, 204})
_GONE = frozenset({404, 410})
_TOO_LARGE, _TOO_MANY = 413, 429
_LONGEST_PAUSE = 24 * 3600


class DeviceGone(Exception):
    """The browser is no more, or its owner took the permission back."""


def hand_over(*, endpoint: str, headers: Mapping[str, str], body: bytes) -> str:
    """The service's name for the message. Raises DeviceGone and SendError."""
    try:
        answer = _client().request(
            method="POST",
            url=endpoint,
            headers=headers,
            content=body,
            limit_bytes=_ANSWER_BYTES,
        )
    except NotPublic as error:
        # Such an address is refused when it is given: its name leads elsewhere since.
        raise DeviceGone(str(error)) from error
    except HttpFailure as failure:
        raise _unanswered(failure) from failure
    if answer.status in _TAKEN:
        return answer.headers.get("location", "")[-200:] or "taken"
    raise _refusal(answer)


def _where(endpoint: str) -> str:
    """The one address that was judged; empty leaves it to the name, for hosts that the operator named."""
    if (urlsplit(endpoint).hostname or "") in settings.WEBPUSH_INSIDE_HOSTS:
        return ""
    try:
        return public_address(url=endpoint, ports=()).ip
    except NotPublic as error:
        if isinstance(error.__cause__, OSError):
            raise HttpFailure("The push service's name leads nowhere.", sent=False) from error
        raise


def _unanswered(failure: HttpFailure) -> SendError:
    """A notification that comes twice replaces itself on the screen, so that it may be tried again."""
    return SendError(str(failure), failure=Failure.TEMPORARY, retryable=True, code="no_answer")


def _refusal(answer: HttpAnswer) -> Exception:
    status = answer.status
    if status in _GONE:
        return DeviceGone(str(status))
    code = f"http_{status}"
    if status == _TOO_MANY:
        pause = _pause(answer.headers.get("retry-after", ""))
        return SendError(
            "The push service asks us to wait.",
            failure=Failure.THROTTLED,
            retryable=True,
            code=code,
            retry_after=pause,
        )
    if status == _TOO_LARGE:
        return SendError(
            "The push service finds the notification too large.", failure=Failure.REFUSED, retryable=False, code=code
        )
    if status in {401, 403}:
        return SendError(
            "The push service does not accept our key.", failure=Failure.UNREACHABLE, retryable=False, code=code
        )
    if status >= 500:  # noqa: PLR2004 - HTTP's own boundary
        return SendError("The push service has a fault.", failure=Failure.TEMPORARY, retryable=True, code=code)
    return SendError("The push service refused it.", failure=Failure.UNREACHABLE, retryable=False, code=code)


def _pause(given: str) -> float | None:
    """Seconds or a date (RFC 9110, 10.2.3); nonsense is no answer."""
    if given.isascii() and given.isdigit():
        return min(float(given[:9]), _LONGEST_PAUSE)
    try:
        seconds = (parsedate_to_datetime(given) - clock.now()).total_seconds()
    except (ValueError, TypeError):
        return None
    return min(max(seconds, 0.0), _LONGEST_PAUSE)


@functools.lru_cache(maxsize=1)
def _client() -> HttpClient:
    """Opened at the first call, so that a forked worker has its own."""
    timeout = httpx.Timeout(settings.PROVIDER_TIMEOUT_SECONDS, connect=_CONNECT_SECONDS)
    # Any host: a browser says where its service is, and `_where` judges the address behind it before every call.
    return HttpClient(allowed_hosts=None, timeout=timeout, aim=_where)
