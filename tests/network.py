"""Keeps the tests on this machine: a connection or a look-up that would leave it is an error."""

import ipaddress
import socket
from collections.abc import Callable
from functools import wraps
from typing import Any

# Their last argument is the address, if they are given one. An audit hook would see all of this, too, and be asked about
# everything else that Python does.
_REACHING = ("connect", "connect_ex", "sendto", "sendmsg")


class NetworkRefused(AssertionError):
    """A test reached for the network; use a server on the loopback address or a transport of its own."""


def _is_loopback(host: str) -> bool:
    if host in {"localhost", ""}:
        return True
    try:
        return ipaddress.ip_address(host.split("%", maxsplit=1)[0]).is_loopback
    except ValueError:
        return False


def _staying(name: str) -> Callable[..., Any]:
    reach = getattr(socket.socket, name)

    @wraps(reach)
    def stay(self: socket.socket, *given: Any) -> Any:
        # A text or bytes address is a Unix socket's path.
        if given and isinstance(given[-1], tuple) and not _is_loopback(str(given[-1][0])):
            raise NetworkRefused(f"{name} to {given[-1][0]}")
        return reach(self, *given)

    return stay


def _looking_up_here_alone() -> Callable[..., Any]:
    look_up = socket.getaddrinfo

    @wraps(look_up)
    def look_up_here(host: bytes | str | None, *more: Any, **others: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else (host or "")
        if not _is_loopback(name):
            raise NetworkRefused(f"look-up of {name}")
        return look_up(host, *more, **others)

    return look_up_here


def refuse_other_machines() -> None:
    """For the rest of this process."""
    for name in _REACHING:
        setattr(socket.socket, name, _staying(name))
    socket.getaddrinfo = _looking_up_here_alone()
