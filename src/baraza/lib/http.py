"""The HTTP client of all adapters: every call has time-outs, a size limit, and hosts it may reach."""

import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpx

from baraza.lib.authorities import trusted
from baraza.lib.deadlines import keep_deadlines, within

DEFAULT_TIMEOUT = httpx.Timeout(10.0, connect=3.0)
# For the whole: a server that sends one byte every nine seconds never meets the time-out of a single read.
TOTAL_SECONDS = 60.0
RESPONSE_LIMIT_BYTES = 10 * 1024 * 1024


class HttpFailure(Exception):
    """The provider could not be asked or did not answer in full.

    `sent` says whether the request may have reached the provider: a retry could then repeat its effect.
    """

    def __init__(self, message: str, *, sent: bool) -> None:
        super().__init__(message)
        self.sent = sent


class AnswerTooLarge(HttpFailure):
    """The answer is larger than the caller takes; asking again will not make it smaller."""


class HostRefused(Exception):
    """The address is not one that this client may call."""


@dataclass(frozen=True)
class HttpAnswer:
    """Header names are lower case. `body` may hold what a person wrote and is never printed."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    def json(self) -> Any:
        """Raises ValueError when the body is no JSON."""
        import orjson

        return orjson.loads(self.body)


class HttpClient:
    """One connection pool; `allowed_hosts` are exact names or `*.suffix`, None allows any (never for given addresses).

    It never follows a redirect (the caller judges where to), keeps no cookie (organisations share the pool), and
    takes no compressed answer (a small one could fill the memory). `aim` judges an address that a stranger gave and
    returns the IP to connect to, whatever its name says a moment later; empty leaves it to the name. What it raises
    goes to the caller.
    """

    def __init__(
        self,
        *,
        allowed_hosts: tuple[str, ...] | None,
        timeout: httpx.Timeout = DEFAULT_TIMEOUT,
        total_seconds: float = TOTAL_SECONDS,
        transport: httpx.BaseTransport | None = None,
        aim: Callable[[str], str] | None = None,
    ) -> None:
        self._allowed_hosts = allowed_hosts
        self._total_seconds = total_seconds
        self._aim = aim
        self._client = httpx.Client(
            timeout=timeout,
            verify=trusted(),
            follow_redirects=False,
            transport=transport,
            headers={"Accept-Encoding": "identity"},
            # A connection is found again by the machine it leads to, not by the name whose certificate was proved.
            limits=httpx.Limits(max_connections=100, max_keepalive_connections=0 if aim else 20),
        )
        if transport is None:
            keep_deadlines(self._client)
        self._client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        # Adapters keep theirs as long as the process lives: whatever is still open then is closed with it.
        self._end = weakref.finalize(self, self._client.close)

    def request(
        self,
        *,
        method: str,
        url: str,
        headers: Mapping[str, str] | None = None,
        json: Any = None,
        data: Mapping[str, str] | None = None,
        files: Any = None,
        content: bytes | None = None,
        limit_bytes: int = RESPONSE_LIMIT_BYTES,
    ) -> HttpAnswer:
        """`content` goes out byte for byte, for what is signed.

        Raises HostRefused before any connection is opened and HttpFailure when there is no full answer.
        """
        self._check_host(url)
        try:
            target, named, extensions = _aimed(url, headers, self._aim(url) if self._aim else "")
            with (
                within(seconds=self._total_seconds),
                self._client.stream(
                    method,
                    target,
                    headers=named,
                    json=json,
                    data=data,
                    files=files,
                    content=content,
                    extensions=extensions,
                ) as response,
            ):
                body = self._read(response, limit_bytes=limit_bytes)
                return HttpAnswer(response.status_code, dict(response.headers), body)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol) as error:
            raise HttpFailure(f"No connection: {type(error).__name__}.", sent=False) from error
        except (httpx.LocalProtocolError, httpx.InvalidURL):
            # Their words repeat the header or address that is wrong, and a header may hold a secret.
            raise HttpFailure("The request could not be written.", sent=False) from None
        except httpx.HTTPError as error:
            raise HttpFailure(f"No full answer: {type(error).__name__}.", sent=True) from error

    def _read(self, response: httpx.Response, *, limit_bytes: int) -> bytes:
        if response.headers.get("content-encoding", "identity") != "identity":
            raise HttpFailure("The answer is compressed, which was not asked for.", sent=True)
        declared = response.headers.get("content-length", "0")
        if declared.isdigit() and int(declared) > limit_bytes:
            raise AnswerTooLarge(f"The answer is larger than {limit_bytes} bytes.", sent=True)
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > limit_bytes:
                raise AnswerTooLarge(f"The answer is larger than {limit_bytes} bytes.", sent=True)
        return bytes(body)

    def _check_host(self, url: str) -> None:
        if self._allowed_hosts is None:
            return
        try:
            host = (urlsplit(url).hostname or "").lower()
        except ValueError:
            raise HostRefused("The address cannot be read.") from None
        if not any(_covers(allowed, host) for allowed in self._allowed_hosts):
            raise HostRefused(f"The host {host!r} is not one that may be called.")

    def close(self) -> None:
        self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def knock(
    *, url: str, method: str = "GET", headers: Mapping[str, str] | None = None, content: bytes | None = None
) -> HttpAnswer:
    """One request to an address of our own, to see what stands before it. Raises HttpFailure, HostRefused."""
    timeout = httpx.Timeout(5.0, connect=3.0)
    with HttpClient(allowed_hosts=((urlsplit(url).hostname or "").lower(),), timeout=timeout) as client:
        return client.request(method=method, url=url, headers=headers, content=content, limit_bytes=64 * 1024)


def _aimed(
    url: str, headers: Mapping[str, str] | None, connect_to: str
) -> tuple[httpx.URL, Mapping[str, str] | None, dict[str, Any] | None]:
    """The address with the judged IP in the name's place; the name goes along for TLS and for the server."""
    if not connect_to:
        return httpx.URL(url), headers, None
    written = httpx.URL(url)
    named = {**(headers or {}), "Host": written.netloc.decode("ascii")}
    return written.copy_with(host=connect_to), named, {"sni_hostname": written.host}


def _covers(allowed: str, host: str) -> bool:
    """`*.example.org` covers every name below example.org, not example.org itself."""
    return host == allowed or (allowed.startswith("*.") and host.endswith(allowed[1:]))
