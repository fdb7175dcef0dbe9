"""Ids out of addresses and forms, where a person may write anything."""

# Digits of the largest id that PostgreSQL can hold, less one.
_LONGEST_ID = 18


def whole_number(written: str) -> int | None:
    """None for everything but a plain number that can be an id ("²" is a digit to Python and not to us)."""
    return int(written) if written.isascii() and written.isdigit() and len(written) <= _LONGEST_ID else None
