"""What happened to one report of the demonstration's past, in order, with the times at which it happened."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from baraza.core.identity.actor import Actor
from baraza.operations.demo.past import PastReport
from baraza.services.complaints.actions.bring import PastLine
from baraza.services.complaints.states import MOVES, SETTLED, State

_ANSWERED: Final = {
    "en": "Thank you for letting us know. A team will look at it; we will tell you when it is done.",
    "af": "Dankie dat jy ons laat weet het. 'n Span sal daarna kyk; ons laat weet jou wanneer dit klaar is.",
    "zu": "Siyabonga ngokusazisa. Ithimba lizokubheka; sizokwazisa uma sekuqediwe.",
    "xh": "Enkosi ngokusazisa. Iqela liza kuyijonga; siza kukwazisa xa igqityiwe.",
}
_DONE: Final = {
    "en": "The team has been there and fixed it.",
    "af": "Die span was daar en het dit reggemaak.",
    "zu": "Ithimba belikhona futhi likulungisile.",
    "xh": "Iqela belikho kwaye liyilungisile.",
}
_REFUSED: Final = "This stands on private ground; please ask the owner."
_NOTES: Final = (
    "Depot has the job card, crew goes out in the morning.",
    "Spare part ordered, stores expects it this week.",
    "Same street as last month: ask the engineer to look at the whole line.",
    "Phoned the ward office, they confirm the place.",
)
_ADDED: Final = {
    "en": "It is getting worse, please hurry.",
    "af": "Dit word erger, maak asseblief gou.",
    "zu": "Sekuyaba kubi kakhulu, ngicela nisheshe.",
    "xh": "Kuya kusiba mandundu, nceda nikhawuleze.",
}
_NOT_FIXED: Final = {
    "en": "It is broken again since this morning.",
    "af": "Dit is weer stukkend vanaf vanoggend.",
    "zu": "Sekonakele futhi kusukela ekuseni.",
    "xh": "Kwonakele kwakhona ukususela kusasa.",
}


@dataclass(kw_only=True)
class Life:
    """The report as it stands after what has been told so far."""

    report: PastReport
    clerk: Actor
    now: datetime
    due_of: Callable[[datetime], datetime]
    due_at: datetime
    state: State = State.SUBMITTED
    version: int = 1
    assignee_id: int | None = None
    times: dict[State, datetime | None] = field(default_factory=dict)
    lines: list[PastLine] = field(default_factory=list)

    def live(self) -> None:
        """Until `wanted`, or as far as it came by now."""
        report = self.report
        opened = report.opened_at
        work = (self.due_at - opened) * report.speed
        seen = opened + min(report.acknowledged_after, work / 4)
        if "comment" in report.remarks:
            self._say(at=opened + work / 3, kind="comment", text=_ADDED[report.language])
        if report.wanted is State.SUBMITTED:
            return
        self._to(State.ACKNOWLEDGED, at=seen)
        if report.wanted is State.ACKNOWLEDGED:
            return
        self._take(at=seen + work / 8)
        if report.wanted is State.ASSIGNED:
            return
        self._to(State.IN_PROGRESS, at=seen + work / 4)
        if report.wanted is not State.IN_PROGRESS:
            self._settle(at=opened + max(work, timedelta(hours=1)))

    def _settle(self, *, at: datetime) -> None:
        report = self.report
        if report.wanted is State.REJECTED:
            self._to(State.REJECTED, at=at, text=_REFUSED)
            return
        self._to(State.RESOLVED, at=at, text=_DONE[report.language])
        if report.wanted is State.REOPENED or "again" in report.remarks:
            at += timedelta(hours=30)
            self._to(State.REOPENED, at=at, text=_NOT_FIXED[report.language])
            self._take(at=at + timedelta(hours=2))
            if report.wanted is not State.REOPENED:
                at += timedelta(hours=26)
                self._to(State.RESOLVED, at=at, text=_DONE[report.language])
        if report.wanted is State.CLOSED and self.state is State.RESOLVED:
            self._to(State.CLOSED, at=at + timedelta(days=3))

    def _take(self, *, at: datetime) -> None:
        before, self.assignee_id = self.assignee_id, self.clerk.id
        self._to(State.ASSIGNED, at=at, changes={"assignee": [before, self.clerk.id]})
        if "reply" in self.report.remarks:
            self._say(at=at + timedelta(minutes=3), kind="reply", text=_ANSWERED[self.report.language])
        if "note" in self.report.remarks:
            note = _NOTES[self.report.number % len(_NOTES)]
            self._say(at=at + timedelta(minutes=9), kind="note", text=note)

    def _to(self, wanted: State, *, at: datetime, text: str = "", changes: dict[str, object] | None = None) -> None:
        """What lies after now has not happened, nor anything that would follow from it."""
        if at >= self.now or wanted not in MOVES[self.state]:
            return
        before, self.state, self.version = self.state, wanted, self.version + 1
        self._stamp(wanted, at)
        by_resident = wanted is State.REOPENED
        if by_resident:
            self._say(at=at, kind="comment", text=text)
        self.lines.append(
            PastLine(
                at=at,
                kind="change",
                by=None if by_resident else self.clerk,
                text="" if by_resident else text,
                changes={"state": [before.value, wanted.value], **(changes or {})},
                version=self.version,
            )
        )

    def _stamp(self, wanted: State, at: datetime) -> None:
        self.times[wanted] = at
        if wanted is State.REOPENED:
            self.times |= {State.RESOLVED: None, State.CLOSED: None}
            self.due_at = self.due_of(at)

    def _say(self, *, at: datetime, kind: str, text: str) -> None:
        if at < self.now:
            self.lines.append(PastLine(at=at, kind=kind, by=None if kind == "comment" else self.clerk, text=text))

    @property
    def settled_at(self) -> datetime | None:
        return max(line.at for line in self.lines) if self.state in SETTLED else None
