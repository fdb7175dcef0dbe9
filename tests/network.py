"""Keeps the tests on this machine: a connection or a look-up that would leave it is an error."""

import ipaddress
import sys
from typing import Any

_WATCHED = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_armed = False


class NetworkRefused(AssertionError):
    """A test reached for the network; use a server on the loopback address or a transport of its own."""


def _is_loopback(host: str) -> bool:
    if host in {"localhost", ""}:
        return True
    try:
        return ipaddress.ip_address(host.split("%", maxsplit=1)[0]).is_loopback
    except ValueError:
        return False


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _WATCHED:
        address = arguments[1]
        # A text or bytes address is a Unix socket's path.
        if isinstance(address, tuple) and not _is_loopback(str(address[0])):
            raise NetworkRefused(f"{event} to {address[0]}")
    elif event == "socket.getaddrinfo":
        host = arguments[0]
        name = host.decode() if isinstance(host, bytes) else (host or "")
        if not _is_loopback(name):
            raise NetworkRefused(f"look-up of {name}")


def refuse_other_machines() -> None:
    """For the rest of this process; audit hooks cannot be taken back, which suits a test run."""
    global _armed  # noqa: PLW0603 - one hook per process
    if not _armed:
        sys.addaudithook(_hook)
        _armed = True
