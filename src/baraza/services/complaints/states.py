"""The states of a complaint and the moves between them."""

from enum import StrEnum

from baraza.lib.translation import gettext_noop


class State(StrEnum):
    SUBMITTED = "SUBMITTED"
    ACKNOWLEDGED = "ACKNOWLEDGED"
    ASSIGNED = "ASSIGNED"
    IN_PROGRESS = "IN_PROGRESS"
    RESOLVED = "RESOLVED"
    CLOSED = "CLOSED"
    REJECTED = "REJECTED"
    DUPLICATE = "DUPLICATE"
    REOPENED = "REOPENED"


OPEN = frozenset({State.SUBMITTED, State.ACKNOWLEDGED, State.ASSIGNED, State.IN_PROGRESS, State.REOPENED})
SETTLED = frozenset(State) - OPEN

MOVES: dict[State, frozenset[State]] = {
    State.SUBMITTED: frozenset(
        {
            State.ACKNOWLEDGED,
            State.ASSIGNED,
            State.IN_PROGRESS,
            State.RESOLVED,
            State.REJECTED,
            State.DUPLICATE,
        }
    ),
    State.ACKNOWLEDGED: frozenset(
        {
            State.ASSIGNED,
            State.IN_PROGRESS,
            State.RESOLVED,
            State.REJECTED,
            State.DUPLICATE,
        }
    ),
    State.ASSIGNED: frozenset({State.IN_PROGRESS, State.RESOLVED, State.REJECTED, State.DUPLICATE}),
    State.IN_PROGRESS: frozenset({State.ASSIGNED, State.RESOLVED, State.REJECTED, State.DUPLICATE}),
    State.REOPENED: frozenset({State.ASSIGNED, State.IN_PROGRESS, State.RESOLVED, State.REJECTED, State.DUPLICATE}),
    State.RESOLVED: frozenset({State.CLOSED, State.REOPENED}),
    State.CLOSED: frozenset({State.REOPENED}),
    State.REJECTED: frozenset({State.REOPENED}),
    State.DUPLICATE: frozenset({State.REOPENED}),
}

# Staff explain these: to the resident, or, when they open it again, to whoever settled it.
NEEDS_REASON = frozenset({State.RESOLVED, State.REJECTED, State.REOPENED})

# A resident may reopen what was said to be done or refused; staff decide on duplicates.
REOPENABLE_BY_RESIDENT = frozenset({State.RESOLVED, State.CLOSED, State.REJECTED})

NAMES: dict[State, str] = {
    State.SUBMITTED: gettext_noop("Received"),
    State.ACKNOWLEDGED: gettext_noop("Seen by staff"),
    State.ASSIGNED: gettext_noop("Given to a team"),
    State.IN_PROGRESS: gettext_noop("Being worked on"),
    State.RESOLVED: gettext_noop("Done"),
    State.CLOSED: gettext_noop("Closed"),
    State.REJECTED: gettext_noop("Not accepted"),
    State.DUPLICATE: gettext_noop("Already reported"),
    State.REOPENED: gettext_noop("Opened again"),
}


class MoveRefused(Exception):
    """The complaint cannot go from its state to that one."""

    def __init__(self, *, current: State, wanted: State) -> None:
        super().__init__(f"A complaint that is {current} cannot become {wanted}.")
        self.current = current
        self.wanted = wanted


def check_move(*, current: State, wanted: State) -> None:
    """Raises MoveRefused."""
    if wanted not in MOVES[current]:
        raise MoveRefused(current=current, wanted=wanted)
