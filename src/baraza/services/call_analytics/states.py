"""Where a call stands. It only advances: what arrives late never takes it back."""

from enum import StrEnum
from typing import Final


class State(StrEnum):
    REGISTERED = "REGISTERED"
    ONGOING = "ONGOING"
    ENDED = "ENDED"
    NOT_CONNECTED = "NOT_CONNECTED"
    ERROR = "ERROR"


OVER = frozenset({State.ENDED, State.NOT_CONNECTED, State.ERROR})
# As `Call.stage` counts: nothing further is told of a call that got there.
FINAL_STAGE: Final = 4
_ORDER = {State.REGISTERED: 0, State.ONGOING: 1, State.ENDED: 2, State.NOT_CONNECTED: 3, State.ERROR: 3}


def advanced(*, before: str, to: str) -> str:
    """The later of two states; `before` is empty for a new call, `to` for an event that says nothing of it."""
    if not before or not to:
        return before or to or State.REGISTERED
    return to if _ORDER[State(to)] > _ORDER[State(before)] else before


def state_told(*, event: str, status: str, reason: str) -> str:
    """What an event says of the state. Its name counts: the status beside it has been seen to lag behind."""
    told = _STATUS.get(status, "")
    if event in {"call_ended", "call_analyzed"} and told not in OVER:
        told = State.NOT_CONNECTED if reason.startswith("dial_") else State.ENDED
    if event in {"call_started", "transcript_updated"} or event.startswith("transfer_"):
        told = told if told in OVER else State.ONGOING
    return told


_STATUS = {
    "registered": State.REGISTERED,
    "ongoing": State.ONGOING,
    "ended": State.ENDED,
    "not_connected": State.NOT_CONNECTED,
    "error": State.ERROR,
}
