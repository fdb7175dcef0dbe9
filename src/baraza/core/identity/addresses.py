"""Where a request came from, as far as our own proxies can be believed, and how much of it is kept."""

import ipaddress
from collections.abc import Collection

from django.conf import settings
from django.http import HttpRequest

from baraza.lib.addresses import client_address

_KEPT_BITS = {4: 24, 6: 48}
# A household or an office has one such network: whoever has one IPv6 address has billions.
_ONE_VISITOR_BITS = {4: 32, 6: 64}
NOWHERE = "0.0.0.0"  # noqa: S104 - stands for "not known", nothing listens there


def address_of(request: HttpRequest) -> str:
    """Empty when there is none, as behind a Unix socket."""
    trusted = [ipaddress.ip_network(network) for network in settings.TRUSTED_PROXIES]
    forwarded = request.headers.get("X-Forwarded-For", "")
    return client_address(peer=request.META.get("REMOTE_ADDR") or "", forwarded_for=forwarded, trusted=trusted)


def kept_part(address: str) -> str:
    """The address with its end taken off: enough to tell office from home, not who it was."""
    network = _network(address, _KEPT_BITS)
    return str(network.network_address) if network else NOWHERE


def visitor_of(address: str) -> str:
    """What counts as one visitor; empty for nobody in particular."""
    network = _network(address, _ONE_VISITOR_BITS)
    return str(network) if network else ""


def as_prefix(kept: str) -> str:
    """For people: `192.0.2.x`; empty when it was not known."""
    if kept == NOWHERE:
        return ""
    if ":" in kept:
        return f"{kept.rstrip(':')}:x"
    return f"{kept.rsplit('.', 1)[0]}.x"


def _network(address: str, bits: dict[int, int]) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        parsed = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    except ValueError:
        return None
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return ipaddress.ip_network(f"{parsed}/{bits[parsed.version]}", strict=False)


def is_platforms(address: str) -> bool:
    """Whether the platform's own people may work from there."""
    networks = [ipaddress.ip_network(network) for network in settings.PLATFORM_NETWORKS]
    return not networks or is_within(address=address, networks=networks)


def is_within(*, address: str, networks: Collection[ipaddress.IPv4Network | ipaddress.IPv6Network]) -> bool:
    """An IPv4 address that is written as an IPv6 one is the IPv4 address; what is none lies nowhere."""
    try:
        parsed = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return any(parsed in network for network in networks)
