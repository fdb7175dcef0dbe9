"""Housekeeping that belongs to no package."""

from django.contrib.sessions.backends.db import SessionStore

from baraza.core.jobs.registry import periodic


@periodic(name="operations.forget_browsers", every_seconds=3600)
def forget_browsers() -> None:
    """Sessions that have ended hold half-written reports with names and numbers; Django leaves them lying."""
    SessionStore.clear_expired()
