"""Only the public internet may be reached by addresses that strangers give, whatever they are dressed up as."""

import pytest

from baraza.lib.public_addresses import NotPublic, is_public, public_address, refuse_unless_public_https

OUTSIDE = "93.184.215.14"
INSIDE = (
    "0.0.0.0", "10.0.0.5", "100.64.0.1", "127.0.0.1", "127.8.8.8", "169.254.169.254", "172.16.0.1", "192.168.1.1",
    "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fc00::1", "fe80::1", "fe80::1%eth0",
    "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.5", "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b::a00:5", "x", "",
)  # fmt: skip


@pytest.mark.parametrize("ip", INSIDE)
def test_what_lies_inside_is_not_public_in_any_wrapping(ip: str) -> None:
    assert not is_public(ip)
    with pytest.raises(NotPublic):
        public_address(url="https://hooks.example.org/", resolve=lambda _: [ip])


@pytest.mark.parametrize("ip", [OUTSIDE, "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"])
def test_what_lies_outside_is_the_address_that_is_connected_to(ip: str) -> None:
    found = public_address(url="https://hooks.example.org/", resolve=lambda _: [ip])
    assert (found.host, found.port, found.ip) == ("hooks.example.org", 443, ip)


def test_one_address_inside_among_those_of_a_name_is_enough() -> None:
    with pytest.raises(NotPublic, match="private network"):
        public_address(url="https://hooks.example.org/", resolve=lambda _: [OUTSIDE, "10.0.0.5"])


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.org/", "ftp://hooks.example.org/", "//hooks.example.org/", "hooks.example.org", "",
        "https://a:b@hooks.example.org/", "https://a@hooks.example.org/", "https:///path", "https://[::1/",
        "https://hooks.example.org:99999/", "https://hooks.example.org:8443/", "https://hooks.example.org/a b",
    ],
)  # fmt: skip
def test_what_is_no_plain_https_address_is_refused_before_any_name_is_asked_for(url: str) -> None:
    asked: list[str] = []
    with pytest.raises(NotPublic):
        public_address(url=url, resolve=lambda host: asked.append(host) or [OUTSIDE])  # type: ignore[func-returns-value]
    assert asked == []


def test_a_name_that_leads_nowhere_says_so() -> None:
    with pytest.raises(NotPublic, match="leads nowhere"):
        public_address(url="https://hooks.example.org/", resolve=lambda _: [])


@pytest.mark.parametrize("url", ["https://localhost/", "https://desk.internal/", "https://desk.local/", "https://10.0.0.5/", "http://desk.example.org/"])  # fmt: skip
def test_our_own_address_must_be_one_that_others_can_reach(url: str) -> None:
    with pytest.raises(NotPublic):
        refuse_unless_public_https(url)
