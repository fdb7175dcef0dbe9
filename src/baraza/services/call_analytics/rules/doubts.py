"""What cannot be right about a call as it was told: shown, never corrected in silence."""

from datetime import datetime, timedelta
from enum import StrEnum

_CLOCKS_MAY_DIFFER = timedelta(minutes=5)
_LENGTHS_MAY_DIFFER_MS = 2000
_LONGEST = timedelta(hours=24)


class Doubt(StrEnum):
    NEGATIVE_DURATION = "negative_duration"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    LENGTHS_DIFFER = "lengths_differ"
    CLOCK_AHEAD = "clock_ahead"
    VERY_LONG = "very_long"
    OTHER_AGENTS_ADDRESS = "other_agents_address"
    COST_DIFFERS_FROM_LINES = "cost_differs_from_lines"
    TRANSCRIPT_CUT = "transcript_cut"
    RECORDING_REFUSED = "recording_refused"


def doubts_of_times(
    *, started_at: datetime | None, ended_at: datetime | None, told_ms: int | None, received_at: datetime
) -> set[Doubt]:
    found: set[Doubt] = set()
    if told_ms is not None and told_ms < 0:
        found.add(Doubt.NEGATIVE_DURATION)
    if any(at is not None and at - received_at > _CLOCKS_MAY_DIFFER for at in (started_at, ended_at)):
        found.add(Doubt.CLOCK_AHEAD)
    if started_at is None or ended_at is None:
        return found
    if ended_at < started_at:
        found.add(Doubt.ENDS_BEFORE_IT_BEGINS)
    elif ended_at - started_at > _LONGEST:
        found.add(Doubt.VERY_LONG)
    between = (ended_at - started_at) / timedelta(milliseconds=1)
    if told_ms is not None and told_ms >= 0 and abs(between - told_ms) > _LENGTHS_MAY_DIFFER_MS:
        found.add(Doubt.LENGTHS_DIFFER)
    return found


def duration_of(*, started_at: datetime | None, ended_at: datetime | None, told_ms: int | None) -> int | None:
    """Milliseconds: as told, else from the times; None where neither can be believed."""
    if told_ms is not None:
        return told_ms if told_ms >= 0 else None
    if started_at is None or ended_at is None or ended_at < started_at:
        return None
    return int((ended_at - started_at) / timedelta(milliseconds=1))
