"""Sets of billing rules: what is wrong with one, which one is in force on a day, how one is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from baraza.services.call_analytics.rules.billing import MOST_RULES, ROUNDINGS, Kind, Rule, plain_number

_ONCE: Final = frozenset({Kind.VOICEMAIL, Kind.MINIMUM, Kind.ROUNDING, Kind.INCLUDED})
_WITH_AMOUNT: Final = frozenset({Kind.MINIMUM, Kind.ROUNDING, Kind.RATE, Kind.INCLUDED})
_MOST: Final = 10**15


class Problem(StrEnum):
    TWICE = "twice"
    OVERLAPS = "overlaps"
    NEVER_REACHED = "never_reached"
    EMPTY = "empty"
    TOO_MANY = "too_many"


@dataclass(frozen=True, kw_only=True)
class Book:
    """The rules of one version. From its day on it takes the place of all versions before it."""

    number: int
    starts_on: date
    rules: tuple[Rule, ...]


def book_of(day: date, books: Sequence[Book]) -> Book | None:
    """The newest version that has begun; None before the first."""
    begun = [one for one in books if one.starts_on <= day]
    return max(begun, key=lambda one: one.number, default=None)


def problems(rules: Sequence[Rule]) -> list[tuple[int, Problem]]:
    """Place and problem, in order."""
    found = [(place, problem) for place, rule in enumerate(rules) if (problem := _problem(rules[:place], rule))]
    if len(rules) > MOST_RULES:
        found.append((len(rules) - 1, Problem.TOO_MANY))
    return found


def frozen(rules: Sequence[Rule]) -> list[dict[str, Any]]:
    """As JSON."""
    return [
        {
            "kind": one.kind.value,
            "agents": list(one.agents),
            "numbers": list(one.numbers),
            "amount": one.amount,
            "day": one.day.isoformat() if one.day else None,
        }
        for one in rules
    ]


def thawed(kept: Sequence[Mapping[str, Any]]) -> tuple[Rule, ...]:
    return tuple(
        Rule(
            kind=Kind(one["kind"]),
            agents=tuple(one["agents"]),
            numbers=tuple(one["numbers"]),
            amount=one["amount"],
            day=date.fromisoformat(one["day"]) if one["day"] else None,
        )
        for one in kept
    )


def _problem(before: Sequence[Rule], rule: Rule) -> Problem | None:
    if _is_empty(rule):
        return Problem.EMPTY
    alike = [one for one in before if one.kind == rule.kind]
    if rule.kind in _ONCE and alike:
        return Problem.TWICE
    if rule.kind not in {Kind.RATE, Kind.START_DATE, Kind.TEST_AGENTS}:
        return None
    if any(set(one.agents) & set(rule.agents) or one.agents == rule.agents for one in alike):
        return Problem.OVERLAPS
    if rule.kind == Kind.RATE and any(not one.agents for one in alike):
        return Problem.NEVER_REACHED
    return None


def _is_empty(rule: Rule) -> bool:
    match rule.kind:
        case Kind.TEST_AGENTS:
            return not rule.agents
        case Kind.TEST_NUMBERS:
            return not any(plain_number(one) for one in rule.numbers)
        case Kind.START_DATE:
            return rule.day is None
        case Kind.ROUNDING:
            return rule.amount not in ROUNDINGS
        case _:
            return rule.kind in _WITH_AMOUNT and (rule.amount is None or not 0 <= rule.amount < _MOST)
