"""What is told of an organisation to people outside of it: sums of enough calls, never of a few."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from baraza.services.call_analytics.rules.boards import Counts, Money

# Below that a sum says what happened in single calls.
FEWEST: Final = 5


def is_few(calls: int) -> bool:
    return 0 < calls < FEWEST


def together(several: Sequence[Counts]) -> Counts:
    """All costs by their currency."""
    costs: Counter[str] = Counter()
    for one in several:
        for money in one.costs or ():
            costs[money.currency] += money.micros
    return Counts(
        calls=sum(one.calls for one in several),
        millis=sum(one.millis for one in several),
        outcomes=_added([one.outcomes for one in several]),
        moods=_added([one.moods for one in several]),
        unpriced=sum(one.unpriced for one in several),
        costs=tuple(Money(currency=code, micros=costs[code]) for code in sorted(costs)),
    )


def _added(several: Sequence[Mapping[str, int]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for one in several:
        found.update(one)
    return found
