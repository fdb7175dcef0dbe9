"""Ready-made replies: which words in braces are filled in, and how long a text may be."""

import re
from collections.abc import Mapping
from typing import Final

PLACEHOLDERS: Final = ("reference", "name", "category")
LONGEST: Final = 2000
_BRACES: Final = re.compile(r"\{([^{}]*)\}")


class BadText(ValueError):
    """The text holds a placeholder that nothing fills, or is too long; the message says which."""


def check_text(text: str) -> None:
    """Raises BadText."""
    if len(text) > LONGEST:
        raise BadText(f"{len(text)}")
    for name in _BRACES.findall(text):
        if name not in PLACEHOLDERS:
            raise BadText(name)


def filled(text: str, *, values: Mapping[str, str]) -> str:
    """The text with its placeholders filled; what stands in a value is never read as a placeholder."""
    return _BRACES.sub(lambda found: values.get(found.group(1), found.group()), text)
