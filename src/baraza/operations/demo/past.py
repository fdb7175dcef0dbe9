"""What the invented municipalities lived through in the last months: a plan of reports, drawn the same way every time.

Times are in the past on purpose; `history` writes them down as they are here and reckons nothing from the clock.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib.resources import files
from random import Random
from typing import Final

from baraza.services.complaints.states import State

DAYS: Final = 120
_CHANNELS: Final = {"whatsapp": 50, "ussd": 24, "web": 26}
_CATEGORIES: Final = {
    "pothole_road": 15,
    "electricity_outage": 14,
    "water_leak": 12,
    "streetlight": 10,
    "refuse": 10,
    "water_supply": 9,
    "sewage": 8,
    "illegal_dumping": 8,
    "billing_account": 7,
    "burst_pipe": 6,
    "traffic_signal": 5,
    "parks_trees": 4,
    "stormwater_flood": 3,
}
# What had become of a report by now, by its age in days: the first line whose age is not exceeded.
_OUTCOMES: Final[Sequence[tuple[float, Mapping[State, int]]]] = (
    (1, {State.SUBMITTED: 6, State.ACKNOWLEDGED: 3, State.ASSIGNED: 1}),
    (4, {State.SUBMITTED: 2, State.ACKNOWLEDGED: 3, State.ASSIGNED: 5, State.IN_PROGRESS: 4, State.RESOLVED: 6}),
    (12, {State.ASSIGNED: 2, State.IN_PROGRESS: 4, State.RESOLVED: 7, State.CLOSED: 6, State.REJECTED: 1}),
    (DAYS + 1, {State.IN_PROGRESS: 1, State.REOPENED: 2, State.RESOLVED: 9, State.CLOSED: 34, State.REJECTED: 2}),
)
# Hours of the day as residents write: from six in the morning, most before noon and after work.
_HOURS: Final = (2, 5, 8, 9, 8, 7, 6, 5, 5, 6, 8, 9, 8, 6, 4, 2)
_LEAST_LETTERS, _MOST_LETTERS = 28, 160
_JUST_NOW: Final = timedelta(minutes=25)


@dataclass(frozen=True, kw_only=True)
class Wording:
    text: str
    category: str
    priority: str


@dataclass(frozen=True, kw_only=True)
class Spot:
    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True, kw_only=True)
class PastReport:
    """`speed` is the share of the allowed time that the work took; above 1 it was late. `resident` counts people."""

    number: int
    wording: Wording
    language: str
    channel: str
    spot: Spot
    opened_at: datetime
    acknowledged_after: timedelta
    speed: float
    wanted: State
    resident: int
    stars: int
    remarks: frozenset[str] = field(default_factory=frozenset)


def wordings(*, language: str) -> dict[str, list[Wording]]:
    """What people write, by category: the texts that the triage learnt from, without gaps to fill and without danger."""
    text = (files("baraza.capabilities.triage.examples") / f"{language}.csv").read_text(encoding="utf-8")
    found: dict[str, list[Wording]] = {}
    for row in csv.DictReader(text.splitlines()):
        words = row["text"].strip()
        fits = _LEAST_LETTERS <= len(words) <= _MOST_LETTERS and "{" not in words
        if fits and row["category"] in _CATEGORIES and row["priority"] not in {"critical", ""}:
            wording = Wording(text=words[0].upper() + words[1:], category=row["category"], priority=row["priority"])
            found.setdefault(wording.category, []).append(wording)
    return found


def plan(
    *, number: int, now: datetime, languages: Mapping[str, int], spots: Sequence[Spot], people: int
) -> list[PastReport]:
    """Oldest first."""
    chance = Random(f"{number} {len(spots)}")  # noqa: S311 - the same story every time, nothing secret
    texts = {language: wordings(language=language) for language in languages}
    reports = [
        _report(number=each, now=now, chance=chance, languages=languages, texts=texts, spots=spots, people=people)
        for each in range(number)
    ]
    return sorted(reports, key=lambda report: report.opened_at)


def _report(
    *,
    number: int,
    now: datetime,
    chance: Random,
    languages: Mapping[str, int],
    texts: Mapping[str, Mapping[str, list[Wording]]],
    spots: Sequence[Spot],
    people: int,
) -> PastReport:
    language, channel, category = (_drawn(chance, choices) for choices in (languages, _CHANNELS, _CATEGORIES))
    near = chance.choice(spots)
    opened_at = _opened_at(chance=chance, now=now)
    late = chance.random() < 0.2  # noqa: PLR2004 - one in five
    return PastReport(
        number=number,
        wording=chance.choice(texts[language].get(category) or texts["en"][category]),
        language=language,
        channel=channel,
        spot=Spot(
            name=near.name,
            latitude=round(near.latitude + chance.gauss(0, 0.008), 5),
            longitude=round(near.longitude + chance.gauss(0, 0.008), 5),
        ),
        opened_at=opened_at,
        acknowledged_after=timedelta(minutes=8 + chance.expovariate(1 / 150)),
        speed=chance.uniform(1.05, 2.2) if late else chance.uniform(0.15, 0.95),
        wanted=_wanted(chance=chance, age=now - opened_at),
        resident=chance.randrange(people),
        stars=_stars(chance=chance, late=late),
        remarks=frozenset(word for word in ("note", "reply", "comment", "again") if chance.random() < _REMARKS[word]),
    )


# How often staff note something, answer in words, the resident adds something, and says that it is not fixed.
_REMARKS: Final = {"note": 0.3, "reply": 0.4, "comment": 0.2, "again": 0.07}


def _stars(*, chance: Random, late: bool) -> int:
    """None (0) from more than half of the residents."""
    weights = (60, 14, 12, 8, 4, 2) if late else (55, 2, 3, 8, 16, 16)
    return chance.choices(range(6), weights=weights)[0]


def _opened_at(*, chance: Random, now: datetime) -> datetime:
    """A little more of late than before, and at hours at which people are awake (06:00 to 22:00 in South Africa)."""
    day = now - timedelta(days=DAYS * chance.random() ** 1.4)
    hour = chance.choices(range(6, 22), weights=_HOURS)[0]
    at = day.replace(hour=hour - 2, minute=chance.randrange(60), second=chance.randrange(60), microsecond=0)
    return at if at <= now - _JUST_NOW else now - _JUST_NOW - timedelta(minutes=chance.randrange(600))


def _wanted(*, chance: Random, age: timedelta) -> State:
    outcomes = next(states for days, states in _OUTCOMES if age <= timedelta(days=days))
    return State(_drawn(chance, outcomes))


def _drawn(chance: Random, choices: Mapping[str, int] | Mapping[State, int]) -> str:
    return chance.choices([str(one) for one in choices], weights=list(choices.values()))[0]
