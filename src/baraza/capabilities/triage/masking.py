"""Takes telephone numbers, identity and account numbers, e-mail addresses, links and given names out of a text."""

import re
from typing import Final

# House numbers and amounts stay; six digits and more, however they are spaced, may be a person's number.
_NUMBER: Final = re.compile(r"\+?\d(?:[\s().,\-/–—:_]*\d){5,}")
_EMAIL: Final = re.compile(r"[^\s@<>()\[\],;:]+\s?@\s?[^\s@<>()\[\],;:]+\.[^\s@<>()\[\],;:]+")
_LINK: Final = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_INTRODUCED: Final = re.compile(
    r"\b(my name is|i am called|this is|name:|my naam is|ek is|igama lami (?:ng)?u|igama lami ngu|ngingu|"
    r"igama lam (?:ng)?u|igama lam ngu|ndingu|mr|mrs|ms|mnr|mev|dr|mnu|nksz)(\.?\s*)"
    r"((?-i:[A-Z])\w+(?:\s+(?-i:[A-Z])\w+){0,2})",
    re.IGNORECASE,
)


def mask_personal(text: str) -> str:
    """The text with personal numbers, addresses and introduced names replaced by a word in brackets."""
    masked = _LINK.sub("[link]", text)
    masked = _EMAIL.sub("[email]", masked)
    masked = _NUMBER.sub("[number]", masked)
    return _INTRODUCED.sub(lambda found: f"{found.group(1)}{found.group(2)}[name]", masked)
