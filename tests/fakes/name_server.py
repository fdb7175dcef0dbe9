"""A name server on the loopback address that knows the text records it is told; it runs until its test ends."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset


@dataclass
class Zone:
    """`texts` and `exchangers` (such as "10 mx.example.") by full name; `silent` answers that it is out of order."""

    port: int
    texts: dict[str, list[str]] = field(default_factory=dict)
    exchangers: dict[str, list[str]] = field(default_factory=dict)
    silent: bool = False

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def answer(self, question: bytes) -> bytes:
        asked = dns.message.from_wire(question)
        reply = dns.message.make_response(asked)
        reply.flags |= dns.flags.RA
        name, kind = asked.question[0].name, asked.question[0].rdtype
        known = self.exchangers if kind == dns.rdatatype.MX else self.texts
        found = known.get(name.to_text().rstrip("."))
        if self.silent:
            reply.set_rcode(dns.rcode.SERVFAIL)
        elif found is None:
            reply.set_rcode(dns.rcode.NXDOMAIN)
        elif kind == dns.rdatatype.MX:
            reply.answer.append(dns.rrset.from_text(name, 60, "IN", "MX", *found))
        else:
            # A long text is written in parts of at most 255 bytes.
            quoted = [" ".join(f'"{text[at : at + 20]}"' for at in range(0, len(text), 20)) for text in found]
            reply.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", *quoted))
        return reply.to_wire()


@contextmanager
def name_server() -> Iterator[Zone]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        zone = Zone(port=server.getsockname()[1])

        def serve() -> None:
            while True:
                question, peer = server.recvfrom(4096)
                if not question:
                    return
                server.sendto(zone.answer(question), peer)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield zone
        finally:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as bell:
                bell.sendto(b"", ("127.0.0.1", zone.port))
            thread.join()
