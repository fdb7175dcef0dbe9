"""The tests need no network and use none."""

import asyncio
import socket

import pytest
from tests.network import NetworkRefused

# Kept for documents (RFC 5737, RFC 3849): nobody is there.
ELSEWHERE = ("192.0.2.1", 80)


@pytest.mark.parametrize("how", ["connect", "connect_ex"])
def test_a_connection_to_another_machine_is_refused(how: str) -> None:
    with socket.socket() as one, pytest.raises(NetworkRefused, match=r"192\.0\.2\.1"):
        getattr(one, how)(ELSEWHERE)


def test_a_datagram_to_another_machine_is_refused() -> None:
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as one:
        with pytest.raises(NetworkRefused, match="2001:db8::1"):
            one.sendto(b"x", ("2001:db8::1", 53))
        with pytest.raises(NetworkRefused, match="2001:db8::1"):
            one.sendmsg([b"x"], [], 0, ("2001:db8::1", 53))


async def test_a_name_of_another_machine_is_not_looked_up() -> None:
    with pytest.raises(NetworkRefused, match=r"provider\.example"):
        socket.create_connection(("provider.example", 443))
    with pytest.raises(NetworkRefused, match=r"provider\.example"):
        await asyncio.open_connection("provider.example", 443)


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as one:
        one.sendall(b"x")
        accepted, _ = server.accept()
        with accepted:
            assert accepted.recv(1) == b"x"
