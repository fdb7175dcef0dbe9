"""Digits as people say them aloud, in the languages in which voice agents are spoken to here."""

import re
from typing import Final

# English, Afrikaans, isiZulu, isiXhosa. Words that mean much else besides ("ne") are left out.
_WORDS: Final = (
    ("zero", "oh", "nought", "nul", "iqanda", "unothi"),
    ("one", "een", "kunye", "nye", "inye"),
    ("two", "twee", "kubili", "mbini", "zimbini"),
    ("three", "drie", "kuthathu", "ntathu", "zintathu"),
    ("four", "vier", "kune", "zine"),
    ("five", "vyf", "kuhlanu", "ntlanu", "zintlanu"),
    ("six", "ses", "isithupha", "ntandathu", "zintandathu"),
    ("seven", "sewe", "isikhombisa", "sixhenxe", "isixhenxe"),
    ("eight", "agt", "isishiyagalombili", "sibhozo", "isibhozo"),
    ("nine", "nege", "isishiyagalolunye", "lithoba", "ithoba"),
)
_DIGITS: Final = {word: str(digit) for digit, several in enumerate(_WORDS) for word in several}
_TIMES: Final = {"double": 2, "dubbel": 2, "triple": 3, "treble": 3}
_WORD: Final = "|".join(sorted(_DIGITS, key=len, reverse=True))
_ONE: Final = rf"(?:(?:{'|'.join(_TIMES)})\s+)?(?:{_WORD})"
_PART: Final = re.compile(rf"(?:({'|'.join(_TIMES)})\s+)?({_WORD})|([0-9])", re.IGNORECASE)
# Several in a row, long enough for a number or not.
SPOKEN: Final = re.compile(rf"\b{_ONE}(?:[\s,.\-]+{_ONE}){{2,40}}\b", re.IGNORECASE)
# Written digits, or one word or more: a part of a number.
SAID: Final = re.compile(
    rf"\+?[0-9](?:[ \-./()\u00a0\u2011]{{0,2}}[0-9])*|\b{_ONE}(?:[\s,.\-]+{_ONE})*\b", re.IGNORECASE
)


def digits_of(said: str) -> str:
    """Of a part that one of the patterns found."""
    return "".join(
        written or _DIGITS[word.lower()] * _TIMES.get(times.lower(), 1) for times, word, written in _PART.findall(said)
    )
