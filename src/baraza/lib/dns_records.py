"""Text records of the domain name system, asked with a time limit; who asks outside a transaction holds nobody up."""

from collections.abc import Sequence
from typing import Protocol

import dns.exception
import dns.name
import dns.resolver

_SECONDS = 5.0


class NamesUnavailable(Exception):
    """No name server answered in time: neither a yes nor a no."""


class TextRecords(Protocol):
    """Given the full name, every text found there; none when the name or the record does not exist."""

    def __call__(self, name: str, /) -> tuple[str, ...]: ...


def text_records(*, servers: Sequence[str] = ()) -> TextRecords:
    """`servers` are `address` or `address:port`; without any, the machine's own are asked."""
    resolver = dns.resolver.Resolver(configure=not servers)
    resolver.lifetime, resolver.timeout = _SECONDS, _SECONDS / 2
    if servers:
        pairs = [server.rpartition(":") if server.count(":") == 1 else (server, "", "") for server in servers]
        resolver.nameservers = [address for address, _, _ in pairs]
        resolver.nameserver_ports = {address: int(port) for address, _, port in pairs if port}

    def asked(name: str, /) -> tuple[str, ...]:
        try:
            answer = resolver.resolve(dns.name.from_text(name), "TXT", search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer, dns.name.LabelTooLong, dns.name.NameTooLong):
            return ()
        except dns.exception.DNSException as error:
            raise NamesUnavailable(name) from error
        return tuple(b"".join(record.strings).decode("utf-8", "replace") for record in answer)

    return asked
