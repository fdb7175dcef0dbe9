"""Whose address it is, whatever stands in between and whatever somebody wrote into the header."""

import ipaddress

import pytest

from baraza.lib.addresses import client_address

OURS = [ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("2001:db8:1::/48")]


@pytest.mark.parametrize(
    ("peer", "forwarded_for", "found"),
    [
        ("198.51.100.7", "192.0.2.7", "198.51.100.7"),
        ("10.0.0.1", "192.0.2.7", "192.0.2.7"),
        ("10.0.0.1", "203.0.113.9, 192.0.2.7", "192.0.2.7"),
        ("10.0.0.1", "192.0.2.7, 10.0.0.2", "192.0.2.7"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", " , ,", "10.0.0.1"),
        ("", "192.0.2.7", "192.0.2.7"),
        ("2001:db8:1::5", "2001:db8:9::1", "2001:db8:9::1"),
        # A socket for IPv4 and IPv6 alike writes one as the other.
        ("::ffff:10.0.0.1", "192.0.2.7", "192.0.2.7"),
        ("10.0.0.1", "::ffff:192.0.2.7, ::FFFF:10.0.0.2", "192.0.2.7"),
        # Some proxies write the port along.
        ("10.0.0.1", "192.0.2.7:51034", "192.0.2.7"),
        ("10.0.0.1", "192.0.2.7, 10.0.0.2:443", "192.0.2.7"),
        ("10.0.0.1", "[2001:db8:9::1]:51034", "2001:db8:9::1"),
        ("10.0.0.1", "192.0.2.7, unknown", "unknown"),
        ("10.0.0.1", "192.0.2.7, 10.0.0.2 evil", "10.0.0.2 evil"),
    ],
)
def test_the_nearest_hop_that_is_not_ours_is_the_visitor(peer: str, forwarded_for: str, found: str) -> None:
    assert client_address(peer=peer, forwarded_for=forwarded_for, trusted=OURS) == found


@pytest.mark.parametrize(("peer", "found"), [("::ffff:192.0.2.7", "192.0.2.7"), ("192.0.2.7", "192.0.2.7"), ("", "")])
def test_without_proxies_of_ours_no_header_is_heard(peer: str, found: str) -> None:
    assert client_address(peer=peer, forwarded_for="203.0.113.9", trusted=[]) == found
