"""What is counted, by what, and how: the one definition of every figure, with the words that stand next to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from baraza.lib.translation import gettext_noop
from baraza.services.complaints.states import State

# Figures that are about no day, such as how many are open now, are kept under this one.
NO_DAY: Final = date.min

# A dimension's name and the columns whose values it keeps apart.
DIMENSIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "all": (),
    "category": ("category",),
    "priority": ("priority",),
    "ward": ("ward_code",),
    "area": ("area_code",),
    "channel": ("channel",),
    "language": ("language",),
    "team": ("team_id",),
    "assignee": ("assignee_id",),
    "hour": ("opened_hour",),
    "category_ward": ("category", "ward_code"),
    "team_assignee": ("team_id", "assignee_id"),
}
SEPARATOR: Final = "|"
STANDING_BY: Final = tuple(name for name in DIMENSIONS if name != "hour")
FLOW_BY: Final = ("all", "category", "priority", "ward", "channel", "language", "team")


@dataclass(frozen=True, kw_only=True)
class Measure:
    """Complaints are counted on the day in `day` when `condition` (SQL on a complaint's form) holds; `moment` is the time itself."""

    name: str
    day: str
    moment: str
    condition: str = ""
    by: tuple[str, ...] = FLOW_BY


MEASURES: Final[Mapping[str, Measure]] = {
    one.name: one
    for one in (
        Measure(name="opened", day="opened_on", moment="opened_at", by=(*FLOW_BY, "hour")),
        Measure(name="acknowledged", day="acknowledged_on", moment="acknowledged_at"),
        Measure(name="resolved", day="resolved_on", moment="resolved_at"),
        Measure(name="in_time", day="resolved_on", moment="resolved_at", condition="in_time"),
        Measure(name="closed", day="closed_on", moment="closed_at"),
        Measure(name="reopened", day="reopened_on", moment="reopened_at"),
        Measure(
            name="backlog",
            day="opened_on",
            moment="opened_at",
            condition="state IN ('SUBMITTED', 'ACKNOWLEDGED', 'ASSIGNED', 'IN_PROGRESS', 'REOPENED')",
            by=("all", "team"),
        ),
    )
}
STATES: Final = tuple(state.value for state in State)

# How each figure is counted, as the pages say it beside the figure.
COUNTED: Final[Mapping[str, str]] = {
    "open": gettext_noop(
        "Complaints that are received, seen by staff, given to a team, being worked on or opened again."
    ),
    "overdue": gettext_noop("Open complaints whose due time has passed."),
    "due_soon": gettext_noop("Open complaints that become due within the next 24 hours."),
    "unassigned": gettext_noop("Open complaints that no person has taken."),
    "opened": gettext_noop("Complaints by the day on which they were reported."),
    "acknowledged": gettext_noop("Complaints by the day on which staff first acted on them."),
    "resolved": gettext_noop(
        "Complaints by the day on which they were last marked as done. One that is opened again no longer counts."
    ),
    "closed": gettext_noop("Complaints by the day on which they were closed."),
    "reopened": gettext_noop("Complaints by the day on which they were last opened again."),
    "reopened_share": gettext_noop(
        "Complaints opened again in the period, for every 100 that were done or opened again in it."
    ),
    "in_time_share": gettext_noop("Of the complaints done in the period, those that were done before their due time."),
    "time_to_acknowledge": gettext_noop(
        "From the report until staff first acted on it, for complaints first acted on in the period, around the clock."
    ),
    "time_to_resolve": gettext_noop(
        "From the report until it was last marked as done, for complaints done in the period, around the clock."
    ),
    "satisfaction": gettext_noop("The stars that residents gave in the period, one to five, on average."),
    "backlog_age": gettext_noop("Open complaints by the days since they were reported."),
}
DUE_SOON: Final = timedelta(hours=24)
GOOD_STARS: Final = 4


@dataclass(frozen=True, kw_only=True)
class Period:
    """Whole local days, both ends included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def before(self) -> "Period":
        """As many days, just before."""
        return Period(first=self.first - timedelta(days=self.days), last=self.first - timedelta(days=1))

    def begins(self, zone: str) -> datetime:
        return start_of(self.first, zone=zone)

    def ends(self, zone: str) -> datetime:
        """The first moment that is not part of it any more."""
        return start_of(self.last + timedelta(days=1), zone=zone)


def start_of(day: date, *, zone: str) -> datetime:
    """The first moment of a local day, also where the clocks change at midnight."""
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def last_days(number: int, *, today: date) -> Period:
    """Up to and with today."""
    return Period(first=today - timedelta(days=number - 1), last=today)


def week_of(day: date) -> date:
    """The Monday that begins it."""
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True, kw_only=True)
class AgeBand:
    """Days since the report, both included; the last band has no end."""

    least: int
    most: int | None
    label: str


AGE_BANDS: Final = (
    AgeBand(least=0, most=1, label=gettext_noop("Today and yesterday")),
    AgeBand(least=2, most=7, label=gettext_noop("2 to 7 days")),
    AgeBand(least=8, most=30, label=gettext_noop("8 to 30 days")),
    AgeBand(least=31, most=90, label=gettext_noop("31 to 90 days")),
    AgeBand(least=91, most=None, label=gettext_noop("More than 90 days")),
)


def share(part: int, whole: int) -> float | None:
    """Per hundred; None where there is nothing to take a share of."""
    return 100 * part / whole if whole else None
