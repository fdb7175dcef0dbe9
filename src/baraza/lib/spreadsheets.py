"""Text that a spreadsheet would run as a formula is made a text to every one of them."""

from typing import Final

# The wide forms are formulas to spreadsheets of some languages.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guarded(text: str) -> str:
    """With an apostrophe in front, where one is needed."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
