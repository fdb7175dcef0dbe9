"""What a member sees on their dashboard: their own work if they work on complaints, the load of teams if they lead."""

from datetime import date
from typing import Final

from django.utils.translation import gettext

from baraza.core.identity.permissions import allows
from baraza.core.identity.queries.choosing import teams_and_people
from baraza.services.complaints.queries.figures import (
    Load,
    backlog_by_age,
    counts_by_state,
    due_counts,
    open_by_each,
    open_count,
    unassigned_count,
)
from baraza.services.complaints.queries.figures_read import figures_zone, flow_by_day
from baraza.services.complaints.queries.figures_times import times_to
from baraza.services.complaints.queries.own_work import own_work
from baraza.services.complaints.rules.figures import COUNTED, Period, last_days, week_of
from baraza.web.console.access import Desk
from baraza.web.console.boundaries import boundaries
from baraza.web.console.dashboard import panels
from baraza.web.console.dashboard.map_views import cluster_rows
from baraza.web.console.dashboard.organisation import care_for
from baraza.web.console.dashboard.tiles import Tile, Week, flow_tiles, own_tiles, standing_tiles, time_tiles
from baraza.web.console.figures import Names

_FLOW: Final = ("opened", "resolved", "in_time", "reopened")
_DAYS: Final = 7
_CHART_DAYS: Final = 30
_EXPLAINED: Final = (
    "open", "overdue", "due_soon", "unassigned", "opened", "resolved", "in_time_share", "reopened",
    "time_to_acknowledge", "time_to_resolve", "backlog_age",
)  # fmt: skip

Flow = dict[tuple[str, date], int]


def dashboard(*, desk: Desk, names: Names) -> dict[str, object]:
    """Empty organisations are led to their first report instead of shown noughts."""
    if not any(counts_by_state().values()):
        return {"is_new": True, "care": care_for(desk)}
    today = figures_zone().today
    flow = flow_by_day(measures=_FLOW, period=last_days(_CHART_DAYS, today=today))
    loads = open_by_each(dimensions=_dimensions(desk))
    return {
        **_tiles(desk=desk, flow=flow, today=today, loads=loads),
        "month": panels.month(last_days(_CHART_DAYS, today=today), flow=flow),
        "panels": _panels(desk=desk, loads=loads, names=names),
        "clusters": cluster_rows(country=desk.organisation.country),
        "boundaries": boundaries(desk=desk),
        "care": care_for(desk),
        "explained": [gettext(COUNTED[name]) for name in _EXPLAINED],
    }


def tiles_of(*, desk: Desk) -> dict[str, object]:
    today = figures_zone().today
    flow = flow_by_day(measures=_FLOW, period=last_days(2 * _DAYS, today=today))
    return _tiles(desk=desk, flow=flow, today=today, loads=open_by_each(dimensions=("assignee",)))


def _dimensions(desk: Desk) -> tuple[str, ...]:
    everyone = ("category", "ward", "channel", "assignee")
    return (*everyone, "team") if allows(actor=desk.actor, permission="complaints.take") else everyone


def _tiles(*, desk: Desk, flow: Flow, today: date, loads: dict[str, list[Load]]) -> dict[str, object]:
    period = last_days(_DAYS, today=today)
    week = Week(period=period, now=_sums(flow, period), before=_sums(flow, period.before))
    unassigned = sum(load.open for load in loads["assignee"] if not load.value)
    return {
        "own": _own(desk, today=today) if allows(actor=desk.actor, permission="complaints.take") else None,
        "now": standing_tiles(open_=open_count(), due=due_counts(), unassigned=unassigned),
        "flow": flow_tiles(week),
        "times": time_tiles(
            acknowledged=times_to(measure="acknowledged", period=period),
            resolved=times_to(measure="resolved", period=period),
        ),
    }


def _own(desk: Desk, *, today: date) -> dict[str, object]:
    user_id = desk.actor.id or 0
    teams = teams_and_people().team_ids.get(user_id, ())
    week = Period(first=week_of(today), last=today)
    work = own_work(user_id=user_id, period=week)
    tiles: list[Tile] = own_tiles(
        work=work,
        due=due_counts(assignee_id=user_id),
        unassigned=unassigned_count(team_ids=teams) if teams else 0,
        has_team=bool(teams),
        week=week,
    )
    return {"tiles": tiles, "waiting": work.waiting}


def _sums(flow: Flow, period: Period) -> dict[str, int]:
    return {
        measure: sum(
            number for (name, day), number in flow.items() if name == measure and period.first <= day <= period.last
        )
        for measure in _FLOW
    }


def _panels(*, desk: Desk, loads: dict[str, list[Load]], names: Names) -> list[panels.Panel]:
    shown = [
        panels.ages(backlog_by_age()),
        panels.breakdown(gettext("By category"), dimension="category", loads=loads["category"], names=names),
        panels.breakdown(gettext("By ward"), dimension="ward", loads=loads["ward"], names=names),
        panels.breakdown(gettext("By channel"), dimension="channel", loads=loads["channel"], names=names),
    ]
    if "team" in loads:
        shown.append(panels.breakdown(gettext("By team"), dimension="team", loads=loads["team"], names=names))
    if allows(actor=desk.actor, permission="complaints.set_due"):
        shown.append(panels.people(loads["assignee"], names=names))
    return shown
