"""What a call costs its client: rules in order, the first that leaves it out decides, else it is rounded and priced."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Final

ROUNDINGS: Final = (1, 6, 60)
MOST_RULES: Final = 60
_SECONDS_IN_MINUTE: Final = 60


class Kind(StrEnum):
    START_DATE = "start_date"
    TEST_AGENTS = "test_agents"
    TEST_NUMBERS = "test_numbers"
    VOICEMAIL = "voicemail"
    MINIMUM = "minimum"
    ROUNDING = "rounding"
    RATE = "rate"
    INCLUDED = "included"


class By(StrEnum):
    """What decided besides a rule."""

    OVERRIDE = "override"
    NO_RATE = "no_rate"
    LENGTH_UNKNOWN = "length_unknown"


class Choice(StrEnum):
    """What a person decided of one call; `RULES` takes an earlier decision back."""

    FREE = "free"
    BILL = "bill"
    PRICE = "price"
    RULES = "rules"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """`amount` is seconds, seconds to round up to, millionths a minute or minutes, as its kind says.

    Without `agents` a rate or a start date is for all agents.
    """

    kind: Kind
    agents: tuple[int, ...] = ()
    numbers: tuple[str, ...] = ()
    amount: int | None = None
    day: date | None = None


@dataclass(frozen=True, kw_only=True)
class CallToBill:
    """`day` is that of the organisation's clock; `milliseconds` None where no length can be believed."""

    agent_id: int
    from_number: str
    to_number: str
    voicemail: bool
    day: date
    milliseconds: int | None


@dataclass(frozen=True, kw_only=True)
class Override:
    choice: Choice
    price_micros: int | None = None


@dataclass(frozen=True, kw_only=True)
class Decision:
    """`price_micros` None is unpriced. `place` counts from nought among the rules; None where no rule decided."""

    is_billable: bool
    rule: str
    place: int | None
    billed_seconds: int
    included_seconds: int
    price_micros: int | None


def decide(
    *, call: CallToBill, rules: Sequence[Rule], included_left: int = 0, override: Override | None = None
) -> Decision:
    """`included_left` are the seconds of the month's included minutes that earlier calls left over."""
    choice = override.choice if override is not None else Choice.RULES
    if choice == Choice.FREE:
        return _free(rule=By.OVERRIDE, place=None)
    if choice == Choice.RULES:
        for place, rule in enumerate(rules):
            if _leaves_out(rule, call):
                return _free(rule=rule.kind, place=place)
    if choice == Choice.PRICE and override is not None:
        seconds = rounded_seconds(call.milliseconds, rules) or 0
        return Decision(
            is_billable=True, rule=By.OVERRIDE, place=None, billed_seconds=seconds, included_seconds=0,
            price_micros=override.price_micros,
        )  # fmt: skip
    return _priced(call, rules, included_left=included_left, overridden=choice == Choice.BILL)


def included_seconds(rules: Sequence[Rule]) -> int:
    """Of a month."""
    return sum((rule.amount or 0) * _SECONDS_IN_MINUTE for rule in rules if rule.kind == Kind.INCLUDED)


def rounded_seconds(milliseconds: int | None, rules: Sequence[Rule]) -> int | None:
    """Up to whole seconds, then up to the first rounding that is written."""
    if milliseconds is None or milliseconds < 0:
        return None
    step = next((rule.amount or 1 for rule in rules if rule.kind == Kind.ROUNDING), 1)
    return -(-milliseconds // (1000 * step)) * step


@lru_cache(maxsize=4096)
def plain_number(number: str) -> str:
    """As numbers are compared: without the signs that people write between the digits."""
    return "".join(sign for sign in number if sign.isascii() and sign.isdigit())


def _free(*, rule: str, place: int | None) -> Decision:
    return Decision(
        is_billable=False, rule=rule, place=place, billed_seconds=0, included_seconds=0, price_micros=0
    )  # fmt: skip


def _leaves_out(rule: Rule, call: CallToBill) -> bool:
    match rule.kind:
        case Kind.START_DATE:
            return rule.day is not None and call.day < rule.day and _is_for(rule, call)
        case Kind.TEST_AGENTS:
            return call.agent_id in rule.agents
        case Kind.TEST_NUMBERS:
            there = {plain_number(call.from_number), plain_number(call.to_number)} - {""}
            return any(plain_number(number) in there for number in rule.numbers)
        case Kind.VOICEMAIL:
            return call.voicemail
        case Kind.MINIMUM:
            return call.milliseconds is not None and 0 <= call.milliseconds < (rule.amount or 0) * 1000
        case _:
            return False


def _is_for(rule: Rule, call: CallToBill) -> bool:
    return not rule.agents or call.agent_id in rule.agents


def _priced(call: CallToBill, rules: Sequence[Rule], *, included_left: int, overridden: bool) -> Decision:
    seconds = rounded_seconds(call.milliseconds, rules)
    if seconds is None:
        return _unpriced(By.LENGTH_UNKNOWN, seconds=0)
    found = next(((at, rule) for at, rule in enumerate(rules) if rule.kind == Kind.RATE and _is_for(rule, call)), None)
    if found is None or found[1].amount is None:
        return _unpriced(By.NO_RATE, seconds=seconds)
    place: int | None = found[0]
    rate = found[1]
    included = min(max(included_left, 0), seconds)
    # A fraction, so that it is rounded once and half to even, as all money here.
    price = round(Fraction((rate.amount or 0) * (seconds - included), _SECONDS_IN_MINUTE))
    by: str = Kind.RATE
    if included and included == seconds:
        by = Kind.INCLUDED
        place = next((at for at, rule in enumerate(rules) if rule.kind == Kind.INCLUDED), None)
    return Decision(
        is_billable=True, rule=By.OVERRIDE if overridden else by, place=None if overridden else place,
        billed_seconds=seconds, included_seconds=included, price_micros=price,
    )  # fmt: skip


def _unpriced(by: By, *, seconds: int) -> Decision:
    return Decision(
        is_billable=True, rule=by, place=None, billed_seconds=seconds, included_seconds=0, price_micros=None
    )  # fmt: skip
