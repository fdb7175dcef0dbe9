"""One request to one endpoint: signed by the official library, to the public internet only, judged as it connects."""

import functools
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import orjson
from django.conf import settings
from standardwebhooks import Webhook

from baraza.lib.clock import now
from baraza.lib.http import AnswerTooLarge, HttpAnswer, HttpClient, HttpFailure
from baraza.lib.public_addresses import NotPublic, public_address

TIMEOUT_SECONDS: Final = 10.0
_ANSWER_BYTES: Final = 64 * 1024
_EXCERPT: Final = 500
_LOWEST_OK, _ABOVE_OK, _GONE = 200, 300, 410
_PAUSE_AFTER: Final = frozenset({429, 503})


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """`failing`: nothing was taken there lately."""

    endpoint_id: int
    failing: bool
    url: str
    event_id: uuid.UUID
    body: bytes
    secrets: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """`trouble` is empty where there was an answer: no_answer, not_public or too_large."""

    status: int | None
    duration_ms: int
    trouble: str = ""
    excerpt: str = ""
    retry_after: float = 0.0

    @property
    def taken(self) -> bool:
        return self.status is not None and _LOWEST_OK <= self.status < _ABOVE_OK

    @property
    def gone(self) -> bool:
        return self.status == _GONE


def body_of(*, kind: str, at: datetime, data: Mapping[str, Any]) -> bytes:
    return orjson.dumps({"type": kind, "timestamp": at.isoformat(), "data": data})


def message_id(event_id: uuid.UUID) -> str:
    return f"msg_{event_id.hex}"


def hand_over(parcel: Parcel) -> Outcome:
    """Outside of any transaction."""
    began = time.monotonic()
    try:
        answer = _client().request(
            method="POST",
            url=parcel.url,
            headers=_headers(parcel),
            content=parcel.body,
            limit_bytes=_ANSWER_BYTES,
        )
    except NotPublic as error:
        # A name that leads nowhere at the moment may be a fault of its servers.
        away = isinstance(error.__cause__, OSError)
        return Outcome(status=None, duration_ms=_since(began), trouble="no_answer" if away else "not_public")
    except AnswerTooLarge:
        return Outcome(status=None, duration_ms=_since(began), trouble="too_large")
    except HttpFailure:
        return Outcome(status=None, duration_ms=_since(began), trouble="no_answer")
    return Outcome(
        status=answer.status,
        duration_ms=_since(began),
        excerpt=answer.body[: _EXCERPT * 4].decode(errors="replace").replace("\0", "")[:_EXCERPT],
        retry_after=_retry_after(answer),
    )


def _headers(parcel: Parcel) -> dict[str, str]:
    name, at = message_id(parcel.event_id), now()
    signatures = [Webhook(secret).sign(name, at, parcel.body.decode()) for secret in parcel.secrets]
    return {
        "Content-Type": "application/json",
        "User-Agent": "Baraza-Webhooks/1",
        "webhook-id": name,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def _retry_after(answer: HttpAnswer) -> float:
    given = answer.headers.get("retry-after", "")
    return float(given) if answer.status in _PAUSE_AFTER and given.isascii() and given.isdigit() else 0.0


@functools.cache
def _client() -> HttpClient:
    """Any host: each address is judged as it is connected to, and redirects are never followed."""
    return HttpClient(
        allowed_hosts=None,
        timeout=httpx.Timeout(TIMEOUT_SECONDS, connect=3.0),
        total_seconds=TIMEOUT_SECONDS,
        aim=_where,
    )


def _where(url: str) -> str:
    """The one address that was judged; empty leaves it to the name, for hosts that the operator named."""
    if (urlsplit(url).hostname or "") in settings.WEBHOOKS_INSIDE_HOSTS:
        return ""
    return public_address(url=url).ip


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
