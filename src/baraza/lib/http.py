"""The HTTP client of all adapters: every call has time-outs, a size limit, and hosts it may reach."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpx

DEFAULT_TIMEOUT = httpx.Timeout(10.0, connect=3.0)
RESPONSE_LIMIT_BYTES = 10 * 1024 * 1024


class HttpFailure(Exception):
    """The provider could not be asked or did not answer in full.

    `sent` says whether the request may have reached the provider: a retry could then repeat its effect.
    """

    def __init__(self, message: str, *, sent: bool) -> None:
        super().__init__(message)
        self.sent = sent


class HostRefused(Exception):
    """The address is not one that this client may call."""


@dataclass(frozen=True)
class HttpAnswer:
    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    def json(self) -> Any:
        """Raises ValueError when the body is no JSON."""
        import orjson

        return orjson.loads(self.body)


class HttpClient:
    """One connection pool; `allowed_hosts` are exact names or `*.suffix`, None allows any (never for given addresses)."""

    def __init__(
        self,
        *,
        allowed_hosts: tuple[str, ...] | None,
        timeout: httpx.Timeout = DEFAULT_TIMEOUT,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._allowed_hosts = allowed_hosts
        self._client = httpx.Client(timeout=timeout, follow_redirects=False, transport=transport)

    def request(
        self,
        *,
        method: str,
        url: str,
        headers: Mapping[str, str] | None = None,
        json: Any = None,
        data: Mapping[str, str] | None = None,
        files: Any = None,
        limit_bytes: int = RESPONSE_LIMIT_BYTES,
    ) -> HttpAnswer:
        """Raises HostRefused before any connection is opened and HttpFailure when there is no full answer."""
        self._check_host(url)
        body = bytearray()
        try:
            with self._client.stream(method, url, headers=headers, json=json, data=data, files=files) as response:
                for chunk in response.iter_bytes():
                    body += chunk
                    if len(body) > limit_bytes:
                        raise HttpFailure(f"The answer is larger than {limit_bytes} bytes.", sent=True)
                return HttpAnswer(response.status_code, dict(response.headers), bytes(body))
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol) as error:
            raise HttpFailure(f"No connection: {type(error).__name__}.", sent=False) from error
        except httpx.HTTPError as error:
            raise HttpFailure(f"No full answer: {type(error).__name__}.", sent=True) from error

    def _check_host(self, url: str) -> None:
        if self._allowed_hosts is None:
            return
        host = (urlsplit(url).hostname or "").lower()
        for allowed in self._allowed_hosts:
            if host == allowed or (allowed.startswith("*.") and host.endswith(allowed[1:])):
                return
        raise HostRefused(f"The host {host!r} is not one that may be called.")

    def close(self) -> None:
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
