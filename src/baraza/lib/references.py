"""References that a person reads out on the phone: random, unguessable, without look-alikes or sound-alikes."""

import re
import secrets
from datetime import datetime

# Without 0/O, 1/I/L, 2/Z, 5/S, 8/B and U/V (look alike), and without M/N and D/T (sound alike on a bad line).
ALPHABET = "34679ACEFGHJKPQRWXY"
CODE_LENGTH = 6

_FOLD = str.maketrans({"O": "Q", "0": "Q"})
_LETTERS = str.maketrans({"0": "O", "1": "I"})
_YEAR_AND_CODE = 4 + CODE_LENGTH
_SHAPE = re.compile(rf"^([A-Z]{{2,4}})(\d{{4}})([{ALPHABET}]{{{CODE_LENGTH}}})$")


def new_reference(*, prefix: str, at: datetime) -> str:
    """`MI-2026-4KX7QA`: the organisation's prefix, the year of `at`, and six random characters (19^6, 47 million a year).

    Uniqueness is the database's: the caller inserts and asks again when the constraint refuses.
    """
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return f"{prefix}-{at.year:04d}-{code}"


def read_reference(text: str) -> str | None:
    """The reference in what a person typed: any case, with or without dashes and blanks, or None.

    Zero and O are read as Q, the one round letter that we use, because people mistake it for them; in the year O is a
    zero, and behind the first letter a zero or a one is the letter that it looks like.
    """
    squeezed = re.sub(r"[\s\-–—_.:/]", "", text).upper()
    front, year, code = squeezed[:-_YEAR_AND_CODE], squeezed[-_YEAR_AND_CODE:-CODE_LENGTH], squeezed[-CODE_LENGTH:]
    prefix = front[:1] + front[1:].translate(_LETTERS)
    found = _SHAPE.match(prefix + year.replace("O", "0") + code.translate(_FOLD))
    return "-".join(found.groups()) if found else None


def find_reference(text: str) -> str | None:
    """The first reference inside a sentence ("where is mi 2026 4kx7qa please"), or None."""
    for candidate in re.finditer(
        r"[A-Za-z][A-Za-z01]{1,3}[\s\-–.]?\d[\dOo]\d[\dOo][\s\-–.]?[A-Za-z0-9]{6}(?![A-Za-z0-9])", text
    ):
        reference = read_reference(candidate.group())
        if reference:
            return reference
    return None
