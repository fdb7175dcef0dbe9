"""Addresses that strangers give us: only the public internet may be reached, never our own network.

A name is resolved once, every address behind it is judged, and the connection goes to exactly the one that was judged:
a name that answers differently the second time leads nowhere else.
"""

import ipaddress
import socket
from collections.abc import Callable, Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

_HTTPS_PORT = 443
_HIGHEST_PORT = 65535

Resolve = Callable[[str], Collection[str]]


class NotPublic(ValueError):
    """The address is none that may be called; the text says why and repeats nothing of the address's path."""


@dataclass(frozen=True, kw_only=True)
class PublicAddress:
    """Where to connect (`ip`), and the name that the certificate must carry (`host`)."""

    host: str
    port: int
    ip: str


def public_address(
    *, url: str, resolve: Resolve | None = None, ports: Collection[int] = (_HTTPS_PORT,)
) -> PublicAddress:
    """Raises NotPublic. `resolve` is for tests; an empty `ports` allows any."""
    host, port = _parts(url)
    if ports and port not in ports:
        raise NotPublic(f"Port {port} is not one that may be called.")
    try:
        found = list((resolve or resolved)(host))
    except OSError as error:
        raise NotPublic(f"The name {host!r} leads nowhere.") from error
    if not found:
        raise NotPublic(f"The name {host!r} leads nowhere.")
    if not all(is_public(ip) for ip in found):
        raise NotPublic(f"The name {host!r} leads into a private network.")
    return PublicAddress(host=host, port=port, ip=found[0])


def refuse_unless_public_https(url: str) -> None:
    """For an address that others are to call, such as ours: no resolving, so that it can be judged at once."""
    host, _ = _parts(url)
    if "." not in host or host.endswith((".local", ".localhost", ".internal", ".lan", ".test", ".invalid")):
        raise NotPublic(f"{host!r} is a name of a private network.")
    if _is_number(host) and not is_public(host):
        raise NotPublic(f"{host!r} is an address of a private network.")


def is_public(ip: str) -> bool:
    """Whether an address is one of the public internet; the one inside an IPv6 wrapping is judged as well."""
    try:
        address = ipaddress.ip_address(ip.split("%", 1)[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is not None and not is_public(str(inner)):
            return False
        if address in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(str(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)))
    return address.is_global and not address.is_multicast


def resolved(host: str) -> list[str]:
    """All addresses behind a name. Raises OSError."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def _parts(url: str) -> tuple[str, int]:
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip(".").lower(), parts.port or _HTTPS_PORT
    except ValueError:
        raise NotPublic("The address cannot be read.") from None
    if parts.scheme != "https":
        raise NotPublic("The address is not https.")
    if parts.username is not None or parts.password is not None:
        raise NotPublic("There is a name or a password in the address.")
    if not host or not 0 < port <= _HIGHEST_PORT or any(sign.isspace() for sign in url):
        raise NotPublic("The address cannot be read.")
    return host, port


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
