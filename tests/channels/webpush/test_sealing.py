"""What leaves for a browser: sealed as RFC 8291 says, signed as RFC 8292 says."""

from base64 import urlsafe_b64decode

import http_ece
import pytest
from py_vapid import Vapid02
from py_vapid.jwt import decode

from baraza.channels.webpush.sealing import KeyGone, authorisation, sealed, topic
from baraza.lib import clock
from baraza.lib.push_keys import KeyUnusable, browser_key, encoded, new_private_key, private_key, public_key
from baraza.messaging.contract import BrowserDevice

# RFC 8291, appendix A.
WORDS = b"When I grow up, I want to be a watermelon"
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
BROWSER = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
BROWSER_PUBLIC = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl"
    "7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)
OURS = new_private_key()


def device(**overrides: str) -> BrowserDevice:
    values = {
        "endpoint": "https://push.example.net:8443/wpush/v2/abc",
        "key": BROWSER_PUBLIC,
        "auth": AUTH,
        "our_key": public_key(OURS),
        "language": "en",
    }
    return BrowserDevice(id=1, **{**values, **overrides})


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_the_example_of_the_standard_is_sealed_byte_for_byte() -> None:
    found = sealed(content=WORDS, device=device(), pair=private_key(SENDER), salt=decoded(SALT))
    assert encoded(found) == SEALED


def test_no_two_messages_are_sealed_alike_and_the_browser_opens_both() -> None:
    first, second = (sealed(content=WORDS, device=device()) for _ in range(2))
    assert first != second
    for one in (first, second):
        opened = http_ece.decrypt(one, private_key=private_key(BROWSER), auth_secret=decoded(AUTH), version="aes128gcm")
        assert opened == WORDS


def test_the_token_names_the_service_ourselves_and_an_end_within_a_day() -> None:
    header = authorisation(device=device(), keys=[OURS], contact="mailto:desk@example.org")["Authorization"]
    assert Vapid02.verify(header)
    token, key = (part.split("=", 1)[1] for part in header.removeprefix("vapid ").split(","))
    claims = decode(token, key)
    assert key == public_key(OURS)
    assert 0 < int(claims["exp"]) - clock.now().timestamp() <= 24 * 3600
    assert (claims["aud"], claims["sub"]) == ("https://push.example.net:8443", "mailto:desk@example.org")


def test_a_browser_of_a_former_key_is_written_to_with_that_key() -> None:
    newer = new_private_key()
    header = authorisation(device=device(), keys=[newer, OURS], contact="https://desk.example")["Authorization"]
    assert header.endswith(f"k={public_key(OURS)}")


def test_a_browser_whose_key_was_taken_out_cannot_be_written_to() -> None:
    with pytest.raises(KeyGone):
        authorisation(device=device(), keys=[new_private_key()], contact="https://desk.example")


def test_the_topic_is_short_the_same_for_a_report_and_tells_nothing_of_it() -> None:
    assert topic("MI-2026-4KX7QA") == topic("MI-2026-4KX7QA") != topic("MI-2026-4KX7QB")
    assert len(topic("MI-2026-4KX7QA")) == 32
    assert "4KX7QA" not in topic("MI-2026-4KX7QA")


@pytest.mark.parametrize("key", ["", "ä", "AAAA", "B" * 87, "!" * 87], ids=range(5))
def test_what_is_no_key_of_a_browser_is_refused(key: str) -> None:
    with pytest.raises(KeyUnusable):
        browser_key(key)


@pytest.mark.parametrize("key", ["", "AAAA", "A" * 43, "_" * 43], ids=range(4))
def test_what_is_no_private_key_is_refused(key: str) -> None:
    with pytest.raises(KeyUnusable):
        private_key(key)
