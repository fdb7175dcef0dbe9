"""The alphabet of feature phones (GSM 03.38, 3GPP TS 23.038 section 6.2.1): what fits, what it costs, what replaces the rest."""

import re
import unicodedata

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# Each of these costs two septets: an escape and the character.
_EXTENSION = frozenset("\f^{}\\[~]|€")
_ALPHABET = _BASIC | _EXTENSION

_SUBSTITUTES = {
    **dict.fromkeys("‘’‚‛′ʹʻʼˈ`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−•‣◦●▪·∙", "-"),
    **dict.fromkeys("‹←", "<"),
    **dict.fromkeys("›→", ">"),
    "…": "...",
    "×": "x",
    "÷": "/",
    "⁄": "/",
    "\t": " ",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "Đ": "D",
    "ı": "i",
    "œ": "oe",
    "Œ": "OE",
    "ɓ": "b",
    "Ɓ": "B",
    "ŋ": "ng",
    "Ŋ": "NG",
    "₦": "N",
    "\u2028": "\n",
    "\u2029": "\n",
}
_DROPPED = "\0"
_DROPPED_RUN = re.compile(r" ?\0[\0 ]*")


class NotGsm7(ValueError):
    """The text holds characters that the alphabet lacks; `to_gsm7` replaces them."""


def is_gsm7(text: str) -> bool:
    return _ALPHABET.issuperset(text)


def septets(text: str) -> int:
    """What the text costs. Raises NotGsm7: one such character would halve the room on the whole screen."""
    if not is_gsm7(text):
        raise NotGsm7("The text holds characters outside the GSM 7-bit alphabet.")
    return len(text) + sum(map(text.count, _EXTENSION))


def to_gsm7(text: str) -> str:
    """The same text in the alphabet: plain letters for accented ones that it lacks, a blank for what has no likeness."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if is_gsm7(text):
        return text
    plain = "".join(_replacement(character) for character in unicodedata.normalize("NFC", text))
    lines = _DROPPED_RUN.sub(" ", plain).split("\n")
    return "\n".join(line.strip(" ") if _DROPPED in plain else line for line in lines)


def _replacement(character: str) -> str:
    if character in _ALPHABET:
        return character
    if character in _SUBSTITUTES:
        return _SUBSTITUTES[character]
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    if category in {"Mn", "Me", "Cf", "Cc"}:
        return ""
    decomposed = unicodedata.normalize("NFKD", character)
    if decomposed == character:
        return _DROPPED
    letters = [_SUBSTITUTES.get(part, part) for part in decomposed if unicodedata.category(part) != "Mn"]
    return "".join(letters) if letters and all(map(is_gsm7, letters)) else _DROPPED
