"""What the door reads of a request before anybody has judged it."""

from __future__ import annotations

import ipaddress

import pytest

from baraza.core.ingress.requests import Address, read_address, remote_address

PROXIES = [ipaddress.ip_network("10.0.0.0/8")]


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/in/ussd.hubtel/t0ken/", Address("ussd.hubtel", "t0ken")),
        ("/in/ussd.hubtel/t0ken/events/", Address("ussd.hubtel", "t0ken")),
        ("/in/ussd.hubtel/t0ken", None),
        ("/in/ussd.hubtel/", None),
        ("/in/", None),
        ("/in/a/b/c/d/", None),
        ("/in//t0ken/", None),
        ("/in/a//", None),
        (f"/in/a/{'x' * 65}/", None),
    ],
)
def test_a_path_names_a_source_and_a_token_or_nothing(path: str, address: Address | None) -> None:
    assert read_address(path) == address


@pytest.mark.parametrize(
    ("client", "forwarded", "address"),
    [
        ("198.51.100.7", "203.0.113.9", "198.51.100.7"),
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "192.0.2.1, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "192.0.2.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "not an address", "not an address"),
    ],
    ids=["not our proxy", "one proxy", "a forged hop", "two proxies", "no header", "nonsense"],
)
def test_the_sender_is_the_nearest_hop_that_is_not_our_proxy(client: str, forwarded: str, address: str) -> None:
    scope = {"client": (client, 1234)}

    assert remote_address(scope, headers={"x-forwarded-for": forwarded}, trusted=PROXIES) == address
