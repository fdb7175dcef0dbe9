"""Takes secrets out of what is kept: by the name of the field, and by the look of the value."""

import re
from collections.abc import Mapping
from typing import Final

REMOVED: Final = "[removed]"
# Long enough for a name, an address, a reason; what is longer is somebody's words and belongs elsewhere.
_LONGEST = 300
_NAMES: Final = re.compile(
    r"password|passphrase|secret|token|api_?key|private_?key|recovery|otp|totp|csrf|cookie|session|authori[sz]ation"
    r"|signature|credential",
    re.IGNORECASE,
)
_SHAPES: Final = (
    re.compile(r"eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*"),
    re.compile(r"gAAAA[\w-]{40,}={0,2}"),
    re.compile(r"-----BEGIN [A-Z ]+-----[\s\S]*"),
    re.compile(r"\b(?:bearer|basic)\s+[\w.~+/-]{8,}=*", re.IGNORECASE),
    re.compile(r"(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"),
    re.compile(r"\b[0-9a-fA-F]{40,}\b"),
)
_RUN: Final = re.compile(r"[\w+/=-]{28,}")
_declared: set[str] = set()


def declare_secret_fields(*names: str) -> None:
    """Names of fields whose values never reach the trail, beside those that sound like secrets."""
    _declared.update(names)


def redact(changes: Mapping[str, object]) -> dict[str, object]:
    """The same fields; a removed value says that it was removed."""
    return {name: REMOVED if _is_secret(name, value) else _without_secrets(value) for name, value in changes.items()}


def _is_secret(name: str, value: object) -> bool:
    """A list of names, a yes or no, and a count tell nothing of the secret itself."""
    if isinstance(value, bool | int) or value is None:
        return False
    if isinstance(value, list | tuple) and name in {"secrets", "fields"}:
        return False
    return name in _declared or _NAMES.search(name) is not None


def _without_secrets(value: object) -> object:
    if isinstance(value, Mapping):
        return redact({str(name): inner for name, inner in value.items()})
    if isinstance(value, list | tuple | set | frozenset):
        return [_without_secrets(inner) for inner in value]
    if isinstance(value, bool | int | float) or value is None:
        return value
    return _text(str(value))


def _text(text: str) -> str:
    # Cut first: what the patterns read is bounded then.
    short = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
    # PostgreSQL holds no NUL in a text.
    short = short.replace("\0", "")
    for shape in _SHAPES:
        short = shape.sub(REMOVED, short)
    return _RUN.sub(lambda found: REMOVED if _looks_random(found[0]) else found[0], short)


def _looks_random(run: str) -> bool:
    """Small letters, capitals and digits in one long run: a key, not a word, a reference or a UUID."""
    return any(c.islower() for c in run) and any(c.isupper() for c in run) and any(c.isdigit() for c in run)
