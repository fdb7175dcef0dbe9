"""How many complaints there are now, for badges, lists and the dashboard; of kept figures, whatever the number of rows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from baraza.core.tenancy.scope import current_organisation_id, kept_in_scope
from baraza.lib.clock import now
from baraza.services.complaints.models import Complaint
from baraza.services.complaints.queries.figures_read import (
    OPEN_STATES,
    Standing,
    figures_zone,
    flow_by_day,
    standing,
    standings,
)
from baraza.services.complaints.rules.figures import AGE_BANDS, DUE_SOON, SEPARATOR, AgeBand, Period
from baraza.services.complaints.states import OPEN, State


@dataclass(frozen=True, kw_only=True)
class Load:
    """Open work of one value of a dimension (a team, a category, a person): all of it, and by state."""

    value: str
    open: int
    by_state: Mapping[State, int]


@dataclass(frozen=True, kw_only=True)
class DueCounts:
    """Open and past their due time; open and due within the next 24 hours."""

    overdue: int
    soon: int


@dataclass(frozen=True, kw_only=True)
class Ageing:
    """Open complaints reported on these days, both included; `first` is None where there is no end."""

    band: AgeBand
    first: date | None
    last: date
    open: int


def counts_by_state() -> dict[State, int]:
    """Every state, with 0 where there is none. Asked for once per page."""
    found = kept_in_scope(key="complaints:by_state", make=lambda: standing().get("", {}))
    return {**dict.fromkeys(State, 0), **found}


def open_count() -> int:
    return sum(number for state, number in counts_by_state().items() if state in OPEN)


def open_by(*, dimension: str) -> list[Load]:
    """Most first. A value of "" is what has none: no ward, no team, nobody."""
    return open_by_each(dimensions=(dimension,))[dimension]


def open_by_each(*, dimensions: Collection[str]) -> dict[str, list[Load]]:
    """As `open_by` for several dimensions, in one question to the database."""
    found = standings(dimensions=dimensions, states=OPEN_STATES)
    return {dimension: sorted(_loads(values), key=_most_first) for dimension, values in found.items()}


def _loads(values: Standing) -> list[Load]:
    return [Load(value=value, open=sum(states.values()), by_state=states) for value, states in values.items()]


def _most_first(load: Load) -> tuple[int, str]:
    return (-load.open, load.value)


def unassigned_count(*, team_ids: Collection[int] | None = None) -> int:
    """Open complaints that no person has taken: of everyone, or of some teams."""
    if team_ids is None:
        return sum(load.open for load in open_by(dimension="assignee") if not load.value)
    wanted = {f"{team_id}{SEPARATOR}" for team_id in team_ids}
    return sum(load.open for load in open_by(dimension="team_assignee") if load.value in wanted)


def due_counts(*, assignee_id: int | None = None, team_ids: Collection[int] | None = None) -> DueCounts:
    """Of everyone's open complaints, of one person's, or of some teams'."""
    at = now()
    # The organisation is said as well as enforced: the planner finds the index by it.
    rows = Complaint.objects.filter(organisation_id=current_organisation_id(), settled=False, due_at__lt=at + DUE_SOON)
    if assignee_id is not None:
        rows = rows.filter(assignee_id=assignee_id)
    if team_ids is not None:
        rows = rows.filter(team_id__in=team_ids)
    found = rows.aggregate(overdue=Count("pk", filter=Q(due_at__lt=at)), soon=Count("pk", filter=Q(due_at__gte=at)))
    return DueCounts(overdue=found["overdue"] or 0, soon=found["soon"] or 0)


def overdue_count(*, assignee_id: int | None = None, team_ids: Collection[int] | None = None) -> int:
    return due_counts(assignee_id=assignee_id, team_ids=team_ids).overdue


def due_soon_count(*, assignee_id: int | None = None, team_ids: Collection[int] | None = None) -> int:
    return due_counts(assignee_id=assignee_id, team_ids=team_ids).soon


def backlog_by_age() -> list[Ageing]:
    today = figures_zone().today
    days = flow_by_day(measures=("backlog",), period=Period(first=date(2, 1, 1), last=date(9999, 1, 1)))
    bands = []
    for band in AGE_BANDS:
        last = date.fromordinal(today.toordinal() - band.least)
        first = date.fromordinal(today.toordinal() - band.most) if band.most is not None else None
        # Whatever has a day to come (a clock that was wrong) is as new as today.
        number = sum(
            open_
            for (_, day), open_ in days.items()
            if (first is None or day >= first) and (day <= last or band.least == 0)
        )
        bands.append(Ageing(band=band, first=first, last=last, open=number))
    return bands
