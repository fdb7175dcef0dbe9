"""Text records and mail servers of the domain name system, asked with a time limit; who asks outside a transaction holds nobody up."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from dns.resolver import Resolver

_SECONDS = 5.0


class NamesUnavailable(Exception):
    """No name server answered in time: neither a yes nor a no."""


class TextRecords(Protocol):
    """Given the full name, every text found there; none when the name or the record does not exist."""

    def __call__(self, name: str, /) -> tuple[str, ...]: ...


class MailServers(Protocol):
    """Given a domain, the names that receive its mail, the preferred first; none when it has none."""

    def __call__(self, name: str, /) -> tuple[str, ...]: ...


def text_records(*, servers: Sequence[str] = ()) -> TextRecords:
    """`servers` are `address` or `address:port`; without any, the machine's own are asked."""
    resolver = _resolver(servers)

    def asked(name: str, /) -> tuple[str, ...]:
        records = _asked(resolver, name, "TXT")
        return tuple(b"".join(record.strings).decode("utf-8", "replace") for record in records)

    return asked


def mail_servers(*, servers: Sequence[str] = ()) -> MailServers:
    resolver = _resolver(servers)

    def asked(name: str, /) -> tuple[str, ...]:
        records = sorted(_asked(resolver, name, "MX"), key=lambda record: int(record.preference))
        return tuple(record.exchange.to_text(omit_final_dot=True).lower() for record in records)

    return asked


def _resolver(servers: Sequence[str]) -> "Resolver":
    # Few processes ever ask, and all would wait until it is loaded.
    import dns.resolver

    resolver = dns.resolver.Resolver(configure=not servers)
    resolver.lifetime, resolver.timeout = _SECONDS, _SECONDS / 2
    if servers:
        pairs = [server.rpartition(":") if server.count(":") == 1 else (server, "", "") for server in servers]
        resolver.nameservers = [address for address, _, _ in pairs]
        resolver.nameserver_ports = {address: int(port) for address, _, port in pairs if port}
    return resolver


def _asked(resolver: "Resolver", name: str, kind: str) -> list[Any]:
    import dns.resolver

    try:
        return list(resolver.resolve(dns.name.from_text(name), kind, search=False))
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer, dns.name.LabelTooLong, dns.name.NameTooLong):
        return []
    except dns.exception.DNSException as error:
        raise NamesUnavailable(name) from error
