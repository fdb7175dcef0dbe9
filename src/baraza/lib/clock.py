"""The time, from one place, so that tests can hold it still."""

from datetime import UTC, datetime


def now() -> datetime:
    return datetime.now(tz=UTC)
