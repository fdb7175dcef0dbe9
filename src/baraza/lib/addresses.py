"""Which address a request came from, when proxies of our own may stand in between."""

import ipaddress
from collections.abc import Collection

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def client_address(*, peer: str, forwarded_for: str, trusted: Collection[Network]) -> str:
    """The nearest hop that is not one of our proxies; what lies before that anybody may have written.

    `peer` is the other end of the connection (empty for a Unix socket), `forwarded_for` the header X-Forwarded-For.
    """
    if not trusted:
        return _plain(peer)
    hops = [*(_plain(hop.strip()) for hop in forwarded_for.split(",") if hop.strip()), _plain(peer)]
    while len(hops) > 1 and _is_trusted(hops[-1], trusted):
        hops.pop()
    return hops[-1]


def _plain(hop: str) -> str:
    """Without the port that some proxies write, and IPv4 as IPv4: a socket for both kinds gives it as ::ffff:192.0.2.1."""
    host = hop[1:].partition("]")[0] if hop.startswith("[") else hop
    if host.count(":") == 1 and "." in host:
        host = host.partition(":")[0]
    try:
        parsed = ipaddress.ip_address(host)
    except ValueError:
        return hop
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)


def _is_trusted(address: str, trusted: Collection[Network]) -> bool:
    if not address:
        # A Unix socket: only a proxy on this machine can be at its other end.
        return True
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in trusted)
