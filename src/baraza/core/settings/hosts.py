"""Which organisation a name in the address bar leads to, and under which name an organisation's pages are passed on.

Every request asks, so the verified names are kept in this process for some seconds.
"""

import threading
import time
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.conf import settings

from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.settings.models import Domain

SECONDS: Final = 15

_lock = threading.Lock()
_known: tuple[float, Mapping[str, str]] = (0.0, MappingProxyType({}))


def forget_hosts() -> None:
    """In this process; the others notice within `SECONDS`."""
    global _known  # noqa: PLW0603 - one value per process, replaced whole
    with _lock:
        _known = (0.0, MappingProxyType({}))


def slug_at(*, host: str) -> str | None:
    """Of the organisation whose verified name this is."""
    return _hosts().get(host)


def host_of(*, slug: str) -> str:
    """The first verified name of the organisation, by the time it was verified; empty without one."""
    return next((host for host, owner in _hosts().items() if owner == slug), "")


def public_address(*, organisation: OrganisationProfile, path: str) -> str:
    """The whole address of one of the organisation's pages, for letters and messages.

    `path` is as `reverse` gives it outside of requests, with the slug in front.
    """
    host = host_of(slug=organisation.slug)
    if not host:
        return f"{settings.PUBLIC_URL}{path}"
    return f"https://{host}{path.removeprefix(f'/{organisation.slug}')}"


def _hosts() -> Mapping[str, str]:
    global _known  # noqa: PLW0603 - one value per process, replaced whole
    until, found = _known
    if until > time.monotonic():
        return found
    rows = Domain.objects.filter(state=Domain.State.VERIFIED, organisation__active=True).order_by("verified_at", "pk")
    found = MappingProxyType(dict(rows.values_list("host", "organisation__slug")))
    with _lock:
        _known = (time.monotonic() + SECONDS, found)
    return found
