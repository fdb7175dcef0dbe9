"""Over which of the ways to a person a notification goes: one rule for sending it and for saying beforehand where it goes."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol, TypeVar


class WayToPerson(Protocol):
    @property
    def connection_id(self) -> int: ...
    @property
    def channel(self) -> str: ...
    @property
    def session(self) -> bool: ...
    @property
    def last_inbound_at(self) -> datetime | None: ...
    @property
    def unreachable(self) -> bool: ...
    @property
    def window_open(self) -> bool: ...
    @property
    def on_device(self) -> bool: ...
    @property
    def text_limit(self) -> int: ...


W = TypeVar("W", bound=WayToPerson)


def waits(ways: Sequence[W], *, preferred_id: int | None) -> bool:
    """Whoever dialled last, or about this matter, finds the text when they dial again."""
    used = [way for way in ways if way.last_inbound_at is not None]
    last = used[0].session if used else False
    return last or any(way.session for way in used if way.connection_id == preferred_id)


def pushed_over(
    ways: Sequence[W], *, preferred_id: int | None, able: Callable[[W], bool], told_by: str = ""
) -> W | None:
    """The channel that the person chose first, then the matter's own connection, the others as they are, devices last:
    these are told beside it. One that is not able only when nothing else is left.
    """
    # The sort is stable.
    pushes = sorted(
        (way for way in ways if not way.session),
        key=lambda way: (way.channel != told_by, way.on_device, way.connection_id != preferred_id),
    )
    best = next((way for way in pushes if able(way)), None)
    if best is not None or waits(ways, preferred_id=preferred_id):
        return best
    return pushes[0] if pushes else None


def told_beside(ways: Sequence[W], *, chosen: W, able: Callable[[W], bool]) -> W | None:
    """The way to the devices that a person switched on, when something else goes first."""
    if chosen.on_device:
        return None
    return next((way for way in ways if way.on_device and able(way)), None)


def is_able(way: WayToPerson, *, length: int, has_template: bool) -> bool:
    if way.unreachable:
        return False
    return length <= way.text_limit if way.window_open else has_template
