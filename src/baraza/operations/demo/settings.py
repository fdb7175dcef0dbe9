"""What the invented municipalities set up for themselves: teams, categories, hours, colours."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from baraza.core.identity.actions.teams import make_team
from baraza.core.identity.actor import SYSTEM
from baraza.core.settings.branding import set_branding
from baraza.core.settings.calendar import Calendar, set_calendar
from baraza.core.settings.looks import Colours
from baraza.services.complaints.actions.categories import CategoryChange, add_category, change_category
from baraza.services.complaints.actions.due_times import set_due_times

_WATER, _ROADS, _DESK = "Water and sanitation", "Roads and lights", "Front desk"
_TEAM_OF: Final = {
    "water_leak": _WATER,
    "burst_pipe": _WATER,
    "water_supply": _WATER,
    "sewage": _WATER,
    "stormwater_flood": _WATER,
    "pothole_road": _ROADS,
    "streetlight": _ROADS,
    "traffic_signal": _ROADS,
    "billing_account": _DESK,
    "other": _DESK,
}
_WEEK: Final = {day: (dt.time(7, 30), dt.time(16, 0)) for day in range(5)}
_HOLIDAYS: Final = {
    dt.date(2026, 12, 16): "Day of Reconciliation",
    dt.date(2026, 12, 25): "Christmas Day",
    dt.date(2026, 12, 26): "Day of Goodwill",
    dt.date(2027, 1, 1): "New Year's Day",
}
# Harbour City's own; Mzansi is shown as delivered.
_COLOURS: Final = {"harbour": Colours(brand="#5b2a86", header="#3c1a5b", accent="#f2c14e")}
_MARKET: Final = CategoryChange(
    names={"en": "Market stall", "af": "Markstalletjie", "zu": "Itafula lasemakethe"},
    icon="building",
    keywords=("market stall", "hawker", "markstalletjie", "imakethe"),
)


def seed_settings(*, slug: str, clerk_ids: Sequence[int]) -> None:
    """Inside the scope of an organisation that has nothing of this yet."""
    teams = {name: make_team(actor=SYSTEM, name=name, member_ids=clerk_ids) for name in (_WATER, _ROADS, _DESK)}
    version = 1
    for code, name in _TEAM_OF.items():
        change_category(actor=SYSTEM, code=code, change=CategoryChange(team_id=teams[name]), version=version)
        version += 1
    add_category(actor=SYSTEM, change=_MARKET, version=version)
    set_calendar(actor=SYSTEM, calendar=Calendar(week=_WEEK, holidays=_HOLIDAYS), version=1)
    hours = {("billing_account", "medium"): 40, ("streetlight", "medium"): 24}
    set_due_times(actor=SYSTEM, hours=hours, working_time=True, recompute=False, version=1)
    if slug in _COLOURS:
        set_branding(actor=SYSTEM, colours=_COLOURS[slug], version=1)
