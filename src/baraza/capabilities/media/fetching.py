"""Fetches a file from an address that a stranger gave: public https only, to the judged machine, never all in memory.

`own_origin` is the one exception, for the stand-ins of a demonstration and of tests.
"""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import urljoin, urlsplit

import httpx

from baraza.lib.deadlines import keep_deadlines, within
from baraza.lib.http import AnswerTooLarge, HttpFailure
from baraza.lib.public_addresses import Resolve, public_address

_MOST_REDIRECTS: Final = 3
_TIMEOUT: Final = httpx.Timeout(20.0, connect=5.0)
_REDIRECTS: Final = {301, 302, 303, 307, 308}


@dataclass(frozen=True, kw_only=True)
class Fetched:
    mime: str
    bytes: int


class NotThere(Exception):
    """The server says that there is no such file, or not any more, or not for us."""


def fetch_file(
    *,
    url: str,
    write: Callable[[bytes], object],
    limit_bytes: int,
    total_seconds: float,
    own_origin: str = "",
    resolve: Resolve | None = None,
    transport: httpx.BaseTransport | None = None,
) -> Fetched:
    """Every redirect is judged like the first address. Raises NotPublic, NotThere, AnswerTooLarge, HttpFailure."""
    with within(seconds=total_seconds):
        for _ in range(_MOST_REDIRECTS + 1):
            target, headers, extensions = _aim(url, own_origin, resolve)
            try:
                with (
                    _client(transport) as client,
                    client.stream("GET", target, headers=headers, extensions=extensions) as response,
                ):
                    if response.status_code in _REDIRECTS:
                        url = urljoin(url, response.headers.get("location", ""))
                        continue
                    _check(response)
                    return _read(response, write=write, limit_bytes=limit_bytes)
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise HttpFailure(f"No full answer: {type(error).__name__}.", sent=True) from error
    raise NotThere("The address leads on and on.")


def _client(transport: httpx.BaseTransport | None) -> httpx.Client:
    client = httpx.Client(timeout=_TIMEOUT, follow_redirects=False, transport=transport, trust_env=False)
    keep_deadlines(client)
    return client


def _aim(url: str, own_origin: str, resolve: Resolve | None) -> tuple[str, dict[str, str], dict[str, str]]:
    """Where to connect, with which name, and whose certificate is expected."""
    parts = urlsplit(url)
    if own_origin and f"{parts.scheme}://{parts.netloc}" == own_origin.rstrip("/"):
        return url, {"Accept-Encoding": "identity"}, {}
    found = public_address(url=url, resolve=resolve)
    shown = f"[{found.ip}]" if ":" in found.ip else found.ip
    path = parts.path or "/"
    target = f"https://{shown}:{found.port}{path}{'?' + parts.query if parts.query else ''}"
    return target, {"Host": found.host, "Accept-Encoding": "identity"}, {"sni_hostname": found.host}


def _check(response: httpx.Response) -> None:
    status = response.status_code
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in {
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.REQUEST_TIMEOUT,
    }:
        raise HttpFailure(f"The server answers {status}.", sent=True)
    if status != HTTPStatus.OK:
        raise NotThere(f"The server answers {status}.")
    if response.headers.get("content-encoding", "identity") != "identity":
        raise HttpFailure("The answer is compressed, which was not asked for.", sent=True)


def _read(response: httpx.Response, *, write: Callable[[bytes], object], limit_bytes: int) -> Fetched:
    declared = response.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > limit_bytes:
        raise AnswerTooLarge(f"The file is larger than {limit_bytes} bytes.", sent=True)
    count = 0
    for chunk in response.iter_bytes(64 * 1024):
        count += len(chunk)
        if count > limit_bytes:
            raise AnswerTooLarge(f"The file is larger than {limit_bytes} bytes.", sent=True)
        write(chunk)
    mime = response.headers.get("content-type", "").split(";", 1)[0].strip().lower()
    return Fetched(mime=mime[:60], bytes=count)
