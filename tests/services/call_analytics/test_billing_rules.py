"""What a call costs its client, by rules alone."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baraza.services.call_analytics.rules.billing import (
    CallToBill,
    Choice,
    Kind,
    Override,
    Rule,
    decide,
    rounded_seconds,
)
from baraza.services.call_analytics.rules.billing_books import Book, book_of, frozen, problems, thawed
from baraza.services.call_analytics.rules.billing_months import booked_in, month_after, month_before

RATE = Rule(kind=Kind.RATE, amount=90_000_000)
DAY = date(2026, 3, 15)


def a_call(**values: object) -> CallToBill:
    plain = {"agent_id": 1, "from_number": "+27 82 555 0001", "to_number": "+27100000101", "voicemail": False, "day": DAY, "milliseconds": 61_000}  # fmt: skip
    return CallToBill(**{**plain, **values})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "call", "left_out"),
    [
        (Rule(kind=Kind.TEST_AGENTS, agents=(1,)), a_call(), True),
        (Rule(kind=Kind.TEST_AGENTS, agents=(2,)), a_call(), False),
        (Rule(kind=Kind.TEST_NUMBERS, numbers=("+27 (82) 555-0001",)), a_call(), True),
        (Rule(kind=Kind.TEST_NUMBERS, numbers=("27100000101",)), a_call(), True),
        (Rule(kind=Kind.TEST_NUMBERS, numbers=("+27825550002",)), a_call(), False),
        (Rule(kind=Kind.TEST_NUMBERS, numbers=("",)), a_call(from_number="", to_number=""), False),
        (Rule(kind=Kind.VOICEMAIL), a_call(voicemail=True), True),
        (Rule(kind=Kind.VOICEMAIL), a_call(), False),
        (Rule(kind=Kind.MINIMUM, amount=62), a_call(), True),
        (Rule(kind=Kind.MINIMUM, amount=61), a_call(), False),
        (Rule(kind=Kind.START_DATE, day=date(2026, 3, 16)), a_call(), True),
        (Rule(kind=Kind.START_DATE, day=DAY), a_call(), False),
        (Rule(kind=Kind.START_DATE, day=date(2026, 3, 16), agents=(2,)), a_call(), False),
    ],
    ids=lambda value: str(value.kind) if isinstance(value, Rule) else None,
)
def test_the_first_rule_that_leaves_a_call_out_decides(rule: Rule, call: CallToBill, *, left_out: bool) -> None:
    decision = decide(call=call, rules=[rule, RATE])

    assert decision.is_billable is not left_out
    assert (decision.rule, decision.place) == ((rule.kind, 0) if left_out else (Kind.RATE, 1))
    assert (decision.price_micros == 0) is left_out


@pytest.mark.parametrize(
    ("milliseconds", "step", "seconds"),
    [(0, 1, 0), (1, 1, 1), (1_000, 1, 1), (1_001, 1, 2), (6_001, 6, 12), (60_000, 60, 60), (60_001, 60, 120)],
)
def test_seconds_are_rounded_up(milliseconds: int, step: int, seconds: int) -> None:
    assert rounded_seconds(milliseconds, [Rule(kind=Kind.ROUNDING, amount=step)]) == seconds


def test_an_agents_own_rate_stands_before_the_one_for_all() -> None:
    rules = [Rule(kind=Kind.RATE, agents=(1,), amount=120_000_000), RATE, Rule(kind=Kind.ROUNDING, amount=60)]

    assert decide(call=a_call(), rules=rules).price_micros == 240_000_000
    assert decide(call=a_call(agent_id=2), rules=rules).price_micros == 180_000_000


def test_included_minutes_are_taken_first() -> None:
    rules = [RATE, Rule(kind=Kind.INCLUDED, amount=10)]

    partly = decide(call=a_call(), rules=rules, included_left=31)
    wholly = decide(call=a_call(), rules=rules, included_left=600)

    assert (partly.rule, partly.included_seconds, partly.price_micros) == (Kind.RATE, 31, 45_000_000)
    assert (wholly.rule, wholly.place, wholly.included_seconds, wholly.price_micros) == (Kind.INCLUDED, 1, 61, 0)


@pytest.mark.parametrize("milliseconds", [None, -1])
def test_a_length_that_nobody_believes_is_unpriced(milliseconds: int | None) -> None:
    decision = decide(call=a_call(milliseconds=milliseconds), rules=[Rule(kind=Kind.MINIMUM, amount=5), RATE])

    assert (decision.is_billable, decision.rule, decision.price_micros) == (True, "length_unknown", None)


def test_a_call_without_a_rate_is_unpriced_and_never_free() -> None:
    decision = decide(call=a_call(), rules=[Rule(kind=Kind.RATE, agents=(2,), amount=1)], included_left=6_000)

    assert (decision.is_billable, decision.rule, decision.price_micros) == (True, "no_rate", None)


@pytest.mark.parametrize(
    ("override", "expected"),
    [
        (Override(choice=Choice.FREE), (False, "override", 0)),
        (Override(choice=Choice.BILL), (True, "override", 91_500_000)),
        (Override(choice=Choice.PRICE, price_micros=7), (True, "override", 7)),
        (Override(choice=Choice.RULES), (False, "voicemail", 0)),
    ],
    ids=lambda value: value.choice if isinstance(value, Override) else None,
)
def test_what_a_person_decided_goes_before_the_rules(override: Override, expected: tuple[bool, str, int]) -> None:
    decision = decide(call=a_call(voicemail=True), rules=[Rule(kind=Kind.VOICEMAIL), RATE], override=override)

    assert (decision.is_billable, decision.rule, decision.price_micros) == expected


@given(st.integers(0, 10**8), st.integers(0, 10**12), st.sampled_from([1, 6, 60]), st.integers(0, 10**6))
def test_a_price_is_the_exact_one_within_half_a_millionth(length: int, rate: int, step: int, left: int) -> None:
    rules = [Rule(kind=Kind.ROUNDING, amount=step), Rule(kind=Kind.RATE, amount=rate)]

    decision = decide(call=a_call(milliseconds=length), rules=rules, included_left=left)

    exact = Fraction(rate * (decision.billed_seconds - decision.included_seconds), 60)
    assert decision.price_micros is not None
    assert abs(decision.price_micros - exact) <= Fraction(1, 2)
    assert 0 <= decision.billed_seconds * 1000 - length < step * 1000 + 1000
    assert 0 <= decision.included_seconds <= min(left, decision.billed_seconds)


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        ([RATE, RATE], [(1, "overlaps")]),
        ([RATE, Rule(kind=Kind.RATE, agents=(1,), amount=1)], [(1, "never_reached")]),
        ([Rule(kind=Kind.RATE, agents=(1, 2), amount=1), Rule(kind=Kind.RATE, agents=(2,), amount=1)], [(1, "overlaps")]),
        ([Rule(kind=Kind.VOICEMAIL), Rule(kind=Kind.VOICEMAIL)], [(1, "twice")]),
        ([Rule(kind=Kind.ROUNDING, amount=7)], [(0, "empty")]),
        ([Rule(kind=Kind.RATE, amount=-1)], [(0, "empty")]),
        ([Rule(kind=Kind.TEST_NUMBERS, numbers=("abc",))], [(0, "empty")]),
        ([Rule(kind=Kind.VOICEMAIL)] + [Rule(kind=Kind.TEST_NUMBERS, numbers=("1",))] * 60, [(60, "too_many")]),
        ([Rule(kind=Kind.VOICEMAIL), Rule(kind=Kind.ROUNDING, amount=6), RATE], []),
    ],
    ids=range(9),
)  # fmt: skip
def test_rules_that_do_not_fit_together_are_named(rules: list[Rule], found: list[tuple[int, str]]) -> None:
    assert problems(rules) == found


def test_the_newest_version_that_has_begun_is_in_force() -> None:
    first = Book(number=1, starts_on=date(2026, 1, 1), rules=())
    later = Book(number=2, starts_on=date(2026, 4, 1), rules=())
    back_dated = Book(number=3, starts_on=date(2026, 3, 1), rules=())

    assert book_of(date(2025, 12, 31), [first, later]) is None
    assert book_of(date(2026, 3, 31), [first, later]) == first
    assert book_of(date(2026, 4, 1), [first, later]) == later
    assert book_of(date(2026, 4, 1), [first, later, back_dated]) == back_dated


def test_rules_are_kept_as_they_are() -> None:
    rules = (
        Rule(kind=Kind.START_DATE, day=DAY, agents=(3,)),
        Rule(kind=Kind.TEST_NUMBERS, numbers=("+27",)),
        RATE,
    )

    assert thawed(frozen(rules)) == rules


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_months_follow_each_other(day: date) -> None:
    month = day.replace(day=1)

    assert month_before(month_after(month)) == month
    assert booked_in(month, closed_until=month) == month_after(month)
    assert booked_in(month, closed_until=month_before(month)) == month
