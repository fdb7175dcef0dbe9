"""Where the request that causes an entry came from; empty for jobs and for whoever is not at a page."""

import contextvars
import ipaddress
from collections.abc import Callable

# A function, because most requests write no entry and need not look.
_origin: contextvars.ContextVar[Callable[[], str] | None] = contextvars.ContextVar("origin", default=None)


def acting_from(address: Callable[[], str]) -> contextvars.Token[Callable[[], str] | None]:
    """For middleware; `forget` takes the token."""
    return _origin.set(address)


def forget(token: contextvars.Token[Callable[[], str] | None]) -> None:
    _origin.reset(token)


def address_of_request() -> str:
    """Empty also for what a proxy passed on and is no address."""
    find = _origin.get()
    try:
        return str(ipaddress.ip_address(find().split("%", maxsplit=1)[0])) if find is not None else ""
    except ValueError:
        return ""
