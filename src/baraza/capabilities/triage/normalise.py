"""Brings a message to the one written form that the model counts."""

import re
import unicodedata
from typing import Final

# A WhatsApp text may have 4,096 characters; the matter is named well before this point
# and the limit keeps the time of a message bounded.
MAX_CHARACTERS: Final = 1000

_LINK: Final = re.compile(r"(?:https?://|www\.)\S+")
_DIGITS: Final = re.compile(r"\d+")
_NOT_A_LETTER: Final = re.compile(r"[^\w]+|_")
_STRETCHED: Final = re.compile(r"(.)\1{2,}")
_APOSTROPHE: Final = re.compile(r"(?<=\w)['’‘`´ʼ](?=\w)")


def normalise(text: str) -> str:
    """Lower case, no accents, one digit for any number, single spaces."""
    plain = text[:MAX_CHARACTERS]
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain)
        # Some single characters decompose to a whole phrase, so the limit is applied again.
        plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))[:MAX_CHARACTERS]
    plain = _LINK.sub(" ", plain.lower())
    plain = _APOSTROPHE.sub("", plain)
    plain = _DIGITS.sub("0", plain)
    plain = _NOT_A_LETTER.sub(" ", plain)
    return _STRETCHED.sub(r"\1\1", plain).strip()
