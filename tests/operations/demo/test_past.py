"""The past of the demonstration: the same every time, nothing in it later than now, all of it told in order."""

from datetime import UTC, datetime, timedelta

import pytest

from baraza.core.identity.actor import Actor
from baraza.operations.demo.life import Life
from baraza.operations.demo.past import DAYS, PastReport, Spot, plan
from baraza.services.complaints.states import MOVES, SETTLED, State

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
CLERK = Actor(kind="member", id=7, role="agent", name="Pieter Botha")


def reports() -> list[PastReport]:
    spots = [Spot(name="Soweto", latitude=-26.267, longitude=27.858)]
    return plan(number=200, now=NOW, languages={"en": 2, "zu": 1, "af": 1, "xh": 1}, spots=spots, people=20)


def lived(report: PastReport) -> Life:
    def due_of(since: datetime) -> datetime:
        return since + timedelta(days=3)

    life = Life(report=report, clerk=CLERK, now=NOW, due_of=due_of, due_at=due_of(report.opened_at))
    life.live()
    return life


def test_the_plan_is_the_same_every_time() -> None:
    assert reports() == reports()


def test_reports_lie_in_the_last_months_in_every_language_and_channel() -> None:
    planned = reports()

    assert [one.opened_at for one in planned] == sorted(one.opened_at for one in planned)
    assert planned[0].opened_at > NOW - timedelta(days=DAYS + 1)
    assert planned[-1].opened_at < NOW
    assert {one.language for one in planned} == {"en", "zu", "af", "xh"}
    assert {one.channel for one in planned} == {"whatsapp", "ussd", "web"}


def test_every_life_follows_the_table_of_moves_and_ends_before_now() -> None:
    wrong: list[object] = []
    for life in map(lived, reports()):
        state, version = State.SUBMITTED, 1
        for line in sorted(life.lines, key=lambda line: line.at):
            if moved := line.changes.get("state"):
                before, after = (State(name) for name in moved)  # type: ignore[attr-defined]
                version += 1
                wrong += [] if before == state and after in MOVES[state] and line.version == version else [line]
                state = after
            wrong += [] if life.report.opened_at <= line.at < NOW else [line]
        wrong += [] if (state, version) == (life.state, life.version) else [life]

    assert wrong == []


@pytest.mark.parametrize("state", [State.SUBMITTED, State.RESOLVED, State.CLOSED, State.REJECTED, State.IN_PROGRESS])
def test_there_is_something_in_every_usual_state(state: State) -> None:
    assert [life for life in map(lived, reports()) if life.state is state]


def test_what_is_settled_has_the_time_at_which_it_was() -> None:
    settled = [life for life in map(lived, reports()) if life.state in SETTLED]

    assert [life for life in settled if life.settled_at is None] == []
    assert [life for life in settled if life.state is State.CLOSED and not life.times.get(State.RESOLVED)] == []
