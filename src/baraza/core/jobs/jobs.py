"""The queue's own housekeeping."""

from baraza.core.jobs.actions import forget_history
from baraza.core.jobs.registry import periodic


@periodic(name="jobs.forget_history", every_seconds=3600)
def forget_old_history() -> None:
    forget_history()
