"""When a notification goes: at once, or when the quiet hours of its organisation are over."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from baraza.core.settings.quiet import quiet_until
from baraza.lib import clock

# Somebody who wrote to us less than this ago is awake and waits for the answer.
LIVE_FOR: Final = timedelta(hours=1)


class Haste(StrEnum):
    """News can wait until the morning. An answer goes at once to whoever wrote a moment ago. What is urgent always goes;
    what somebody asked for a moment ago (a code) goes to who otherwise wants nothing, too.
    """

    NEWS = "news"
    ANSWER = "answer"
    URGENT = "urgent"
    ASKED_FOR = "asked_for"


class UsedWay(Protocol):
    @property
    def last_inbound_at(self) -> datetime | None: ...


def waits_until(
    *, ways: Iterable[UsedWay], haste: Haste, any_time: bool, not_before: datetime | None
) -> datetime | None:
    """The end of the quiet hours in which it would go; None when it goes as soon as it may."""
    if any_time or haste in {Haste.URGENT, Haste.ASKED_FOR}:
        return None
    now = clock.now()
    if haste is Haste.ANSWER and any(
        way.last_inbound_at is not None and now - way.last_inbound_at < LIVE_FOR for way in ways
    ):
        return None
    return quiet_until(at=max(now, not_before) if not_before else now)
