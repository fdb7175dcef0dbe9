"""Decisions of the complaints service that need no database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baraza.services.complaints.rules.categories import CATEGORIES, CATEGORY_NAMES, PRIORITIES
from baraza.services.complaints.rules.due import due_at
from baraza.services.complaints.rules.nearness import box_around, metres_between
from baraza.services.complaints.states import MOVES, NAMES, OPEN, SETTLED, MoveRefused, State, check_move

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_every_state_has_moves_and_a_name_in_plain_words() -> None:
    assert set(MOVES) == set(State) == set(NAMES)


@pytest.mark.parametrize("current", sorted(State))
@pytest.mark.parametrize("wanted", sorted(State))
def test_a_move_outside_the_table_is_refused(current: State, wanted: State) -> None:
    if wanted in MOVES[current]:
        check_move(current=current, wanted=wanted)
    else:
        with pytest.raises(MoveRefused):
            check_move(current=current, wanted=wanted)


def test_what_is_settled_can_be_opened_again_and_what_is_open_can_be_settled() -> None:
    for state in SETTLED:
        assert State.REOPENED in MOVES[state]
    for state in OPEN:
        assert MOVES[state] & SETTLED


def test_the_categories_are_the_seventeen_of_the_contract() -> None:
    assert len(CATEGORIES) == 17
    assert all(len(name) <= 20 for name in CATEGORY_NAMES.values())


@pytest.mark.parametrize(
    ("category", "priority", "hours"),
    [
        ("burst_pipe", "critical", 4),
        ("burst_pipe", "high", 24),
        ("burst_pipe", "medium", 72),
        ("housing", "medium", 288),
        ("housing", "critical", 4),
        ("refuse", "low", 168),
    ],
)
def test_the_due_time_follows_category_and_priority(category: str, priority: str, hours: int) -> None:
    assert due_at(category=category, priority=priority, opened_at=NOON) == NOON + timedelta(hours=hours)


def test_an_organisations_own_hours_come_first() -> None:
    own = {("refuse", "low"): 5}

    assert due_at(category="refuse", priority="low", opened_at=NOON, hours=own) == NOON + timedelta(hours=5)


@given(st.sampled_from(CATEGORIES))
def test_more_urgent_is_never_due_later(category: str) -> None:
    due = [due_at(category=category, priority=priority, opened_at=NOON) for priority in PRIORITIES]

    assert due == sorted(due)


def test_a_degree_of_latitude_is_111_kilometres() -> None:
    metres = metres_between(latitude=-26, longitude=28, other_latitude=-27, other_longitude=28)

    assert round(metres) == 111_195


@given(
    st.floats(-80, 80),
    st.floats(-179, 179),
    st.floats(0, 360),
    st.floats(0, 150),
)
def test_the_box_holds_every_place_within_the_distance(
    latitude: float, longitude: float, bearing: float, metres: float
) -> None:
    import math

    south, north, west, east = box_around(latitude=latitude, longitude=longitude, metres=151)
    other_latitude = latitude + metres * math.cos(math.radians(bearing)) / 111_195
    other_longitude = longitude + metres * math.sin(math.radians(bearing)) / (
        111_195 * math.cos(math.radians(latitude))
    )

    assert south <= other_latitude <= north
    assert west <= other_longitude <= east
