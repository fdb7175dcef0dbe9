"""Gives each event to the open pages that may have it, and remembers the last ones for pages that come back."""

import asyncio
import secrets
import threading
from collections import deque
from collections.abc import Callable
from enum import Enum
from typing import Final

from prometheus_client import Counter, Gauge

from baraza.capabilities.live.events import CLIENT_FACT, Event
from baraza.capabilities.live.kinds import KindUnknown, permission_for
from baraza.core.identity.actor import Actor
from baraza.core.identity.permissions import allows

REMEMBERED: Final = 1_000
# Numbers that no event has, and that a browser still counts with exactly: 2**53 is its limit.
_BEFORE_THE_FIRST: Final = 2**52
# A page that is this far behind is not reading; it is sent away and comes back for a fresh start.
MOST_WAITING: Final = 200

_STREAMS = Gauge("baraza_live_streams", "Pages with an open live stream.", multiprocess_mode="livesum")
_EVENTS = Counter("baraza_live_events_total", "Events heard from the database.")
_DROPPED = Counter("baraza_live_dropped_total", "Streams ended because the page did not read them.")


class Sign(Enum):
    """Beside events: the page looks at everything anew, is asked at the door again, or the stream is over."""

    CHECK = "check"
    REFRESH = "refresh"
    END = "end"


class Stream:
    """One open page's share of the events, in a queue that cannot grow without end."""

    def __init__(self, *, organisation_id: int, actor: Actor) -> None:
        self.organisation_id = organisation_id
        self.actor = actor
        self._waiting: asyncio.Queue[Event | Sign] = asyncio.Queue(MOST_WAITING)

    async def next(self) -> Event | Sign:
        return await self._waiting.get()

    def put(self, item: Event | Sign) -> None:
        try:
            self._waiting.put_nowait(item)
        except asyncio.QueueFull:
            _DROPPED.inc()
            self.finish(Sign.REFRESH)

    def finish(self, *last: Sign) -> None:
        """Nothing that waits is shown any more: only the last words."""
        while not self._waiting.empty():
            self._waiting.get_nowait()
        for sign in (*last, Sign.END):
            self._waiting.put_nowait(sign)


def may_hear(*, actor: Actor, organisation_id: int, event: Event) -> bool:
    """The organisation's own events, as far as the member's permissions go; a member's own are for nobody else."""
    if event.organisation_id != organisation_id:
        return False
    if event.member_id is not None:
        return actor.kind == "member" and event.member_id == actor.id
    # Whoever sees certain clients alone hears of what says that it is theirs.
    if actor.clients and event.facts.get(CLIENT_FACT) not in actor.clients:
        return False
    try:
        return allows(actor=actor, permission=permission_for(event.kind))
    except KindUnknown:
        return False


class Hub:
    """All open pages of this process. Events come in on the event loop; `since` may be asked from any thread."""

    def __init__(self) -> None:
        self._streams: set[Stream] = set()
        self._last: deque[Event] = deque(maxlen=REMEMBERED)
        self._lock = threading.Lock()
        self._observers: list[Callable[[Event], bool]] = []
        self._beginning = 0
        self.listening = False
        self.closed = False

    def __len__(self) -> int:
        return len(self._streams)

    def observe(self, observer: Callable[[Event], bool]) -> None:
        """Sees every event before the pages do; one for which it answers False is not passed on."""
        self._observers.append(observer)

    def join(self, stream: Stream) -> None:
        self._streams.add(stream)
        _STREAMS.inc()
        if self.closed:
            stream.finish()

    def leave(self, stream: Stream) -> None:
        if stream in self._streams:
            self._streams.remove(stream)
            _STREAMS.dec()

    def deliver(self, event: Event) -> None:
        _EVENTS.inc()
        if not all(observer(event) for observer in self._observers):
            return
        with self._lock:
            self._last.append(event)
        for stream in tuple(self._streams):
            if may_hear(actor=stream.actor, organisation_id=stream.organisation_id, event=event):
                stream.put(event)

    def check(self, *, organisation_id: int, user_id: int) -> None:
        """Streams of this person, or of somebody who acts for them or as support, are asked at the door again."""
        for stream in tuple(self._streams):
            helper = stream.actor.impersonator
            people = {stream.actor.id, helper.id if helper else None}
            if stream.organisation_id == organisation_id and user_id in people:
                stream.put(Sign.CHECK)

    def begin(self) -> None:
        """From here on nothing is missed: until the first event a number of our own stands for this moment."""
        with self._lock:
            self._last.clear()
            self._beginning = _BEFORE_THE_FIRST + secrets.randbelow(_BEFORE_THE_FIRST)
        self.listening = True

    def newest(self) -> int:
        """The number to come back with; 0 as long as nothing can be heard."""
        with self._lock:
            return self._last[-1].sequence if self._last else self._beginning

    def since(self, *, sequence: int, actor: Actor, organisation_id: int) -> list[Event] | None:
        """What a page missed that heard of `sequence` last; None when that cannot be said any more.

        The order is that of the commits, the same in every process, and not always that of the numbers.
        """
        with self._lock:
            known, beginning = list(self._last), self._beginning
        place = next((place for place, event in enumerate(known) if event.sequence == sequence), None)
        if sequence == beginning and len(known) < REMEMBERED:
            place = -1
        if place is None or not self.listening:
            return None
        return [
            event for event in known[place + 1 :] if may_hear(actor=actor, organisation_id=organisation_id, event=event)
        ]

    def interrupted(self) -> None:
        """Events may have been lost: what is remembered is not complete, and every page looks anew."""
        self.begin()
        for stream in tuple(self._streams):
            stream.put(Sign.REFRESH)

    def close(self) -> None:
        """The process stops: streams end now, so that nothing waits for them."""
        self.closed = True
        for stream in tuple(self._streams):
            stream.finish()


HUB: Final = Hub()
