"""What an SMS holds. Checked on 2026-11-20."""

from baraza.lib.gsm7 import is_gsm7, septets, to_gsm7
from baraza.messaging.contract import Limits

# Twilio takes 1600 characters (twilio-python 9.13.0, Messages, Body). Ten joined messages of the GSM alphabet are 1530
# and always fit; longer texts cost so much that they belong on a page.
# Twilio answers STOP and START itself, and refuses (21610) whatever we would add to its answer.
LIMITS = Limits(text=1530, answers_stop=True, parts=True)

# 3GPP TS 23.038 and 23.040: a joined message gives seven septets, or three characters of UCS-2, to its header.
_GSM_ALONE, _GSM_JOINED = 160, 153
_UCS2_ALONE, _UCS2_JOINED = 70, 67
# Signs whose likeness in the GSM alphabet loses nothing; a letter never loses its accent.
_SIGNS = {sign: to_gsm7(sign) for sign in "‘’‚′“”„″«»‐‑‒–—−•…\u00a0\u202f\u2009"}


def cheapest(text: str) -> str:
    """The text with plain signs where these alone would make every message half as long; else as it is."""
    plain = "".join(_SIGNS.get(character, character) for character in text)
    return plain if is_gsm7(plain) else text


def segments(text: str) -> int:
    """How many messages it is charged as."""
    if is_gsm7(text):
        return _joined(septets(text), alone=_GSM_ALONE, joined=_GSM_JOINED)
    return _joined(len(text.encode("utf-16-be")) // 2, alone=_UCS2_ALONE, joined=_UCS2_JOINED)


def _joined(units: int, *, alone: int, joined: int) -> int:
    return 1 if units <= alone else -(-units // joined)
