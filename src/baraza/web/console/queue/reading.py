"""What an address, a form or a saved view asks of the list: what is wrong in it is said, the rest is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext

from baraza.capabilities.geography.queries import get_area, search_areas
from baraza.services.complaints.queries.filters import NO_TEAM, Filter
from baraza.services.complaints.queries.sorting import MATCH
from baraza.services.complaints.states import State
from baraza.web.console.access import Desk
from baraza.web.console.numbers import whole_number
from baraza.web.console.queue.choices import AWAY, ME, MINE, NO_WARD, NOBODY, SEVERAL, Choices

LONGEST_TEXT = 200
_LONGEST_PLACE = 40
ONE = ("person", "due", "group", "sort", "by")


@dataclass
class Asked:
    """`values` are those that could be used, by parameter; `problems` name the field and say what is wrong.

    `area_name` is what people call the area, whose code is among the values.
    """

    values: dict[str, tuple[str, ...]] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)
    wanted: Filter = field(default_factory=Filter)
    area_name: str = ""

    def one(self, name: str) -> str:
        return next(iter(self.values.get(name, ())), "")

    @property
    def sort(self) -> str:
        """Words that were searched for put what answers them best first."""
        return self.one("sort") or (MATCH if self.wanted.text else "newest")

    def query(self, *, without: tuple[str, str] | None = None) -> str:
        """The clean query string, all of it or without one value."""
        pairs = [(name, value) for name, values in self.values.items() for value in values]
        return urlencode([pair for pair in pairs if pair != without])


def read(*, query: QueryDict, choices: Choices, desk: Desk) -> Asked:
    asked = Asked()
    for name in (*SEVERAL, *ONE):
        _keep_known(asked, name, query.getlist(name), choices)
    text = query.get("q", "").replace("\0", "").strip()
    if len(text) > LONGEST_TEXT:
        _complain(asked, "q", gettext("Search for less than %(most)d characters") % {"most": LONGEST_TEXT})
        text = text[:LONGEST_TEXT]
    if text:
        asked.values["q"] = (text,)
    elif asked.one("sort") == MATCH:
        del asked.values["sort"]
    _read_places(asked, query=query, country=desk.organisation.country)
    if query.get("emergency"):
        asked.values["emergency"] = ("on",)
    days = _read_days(asked, query)
    asked.wanted = _filter(asked, days=days, choices=choices, desk=desk)
    return asked


def _keep_known(asked: Asked, name: str, given: list[str], choices: Choices) -> None:
    known = choices.options[name]
    kept = tuple(dict.fromkeys(value for value in given if value in known))
    strange = [value for value in given if value and value not in known]
    if strange:
        words = gettext("“%(value)s” cannot be chosen here and was left out") % {"value": strange[0][:40]}
        _complain(asked, name, words)
    if kept:
        asked.values[name] = kept if name in SEVERAL else kept[:1]


def _read_places(asked: Asked, *, query: QueryDict, country: str) -> None:
    ward = query.get("ward", "").replace("\0", "").strip()
    if len(ward) > _LONGEST_PLACE:
        _complain(asked, "ward", gettext("A ward's code is shorter"))
    elif ward:
        asked.values["ward"] = (ward,)
    area = query.get("area", "").replace("\0", "").strip()[: _LONGEST_PLACE * 3]
    if not area:
        return
    found = get_area(country=country, code=area.upper()) or next(
        iter(search_areas(country=country, text=area, limit=1)), None
    )
    if found is None:
        _complain(asked, "area", gettext("No area is called “%(name)s”") % {"name": area[:40]})
    else:
        asked.values["area"], asked.area_name = (found.code,), found.name


def _read_days(asked: Asked, query: QueryDict) -> dict[str, date]:
    days: dict[str, date] = {}
    for name in ("from", "to"):
        given = query.get(name, "").strip()
        if not given:
            continue
        day = _day(given)
        if day is None:
            _complain(asked, name, gettext("Write the day like 2026-11-30"))
        else:
            days[name] = day
            asked.values[name] = (day.isoformat(),)
    if "from" in days and "to" in days and days["from"] > days["to"]:
        _complain(asked, "to", gettext("The last day is before the first"))
        del days["to"], asked.values["to"]
    return days


def _day(given: str) -> date | None:
    try:
        found = parse_date(given)
    except ValueError:
        return None
    return found if found and date(1990, 1, 1) <= found <= date(2200, 1, 1) else None


def _filter(asked: Asked, *, days: dict[str, date], choices: Choices, desk: Desk) -> Filter:
    person = asked.one("person")
    teams, ward = asked.values.get("team", ()), asked.one("ward")
    return Filter(
        group=asked.one("group") or "open",
        text=asked.one("q"),
        states=tuple(State(value) for value in asked.values.get("state", ())),
        categories=asked.values.get("category", ()),
        priorities=asked.values.get("priority", ()),
        channels=asked.values.get("channel", ()),
        languages=asked.values.get("language", ()),
        team_ids=tuple(sorted(_team_ids(teams, choices))) if teams else None,
        assignee_id=desk.actor.id if person == ME else whole_number(person),
        unassigned=person == NOBODY,
        away=person == AWAY,
        ward="" if ward == NO_WARD else ward,
        no_ward=ward == NO_WARD,
        area=asked.one("area"),
        opened_from=_midnight(days["from"]) if "from" in days else None,
        # The last day belongs to it.
        opened_before=_midnight(days["to"] + timedelta(days=1)) if "to" in days else None,
        by=asked.one("by") or "opened",
        due=asked.one("due"),
        emergency="emergency" in asked.values,
    )


def _team_ids(teams: Sequence[str], choices: Choices) -> set[int]:
    found = {NO_TEAM if team == NOBODY else int(team) for team in teams if team != MINE}
    return found | set(choices.own_team_ids) if MINE in teams else found


def _midnight(day: date) -> datetime:
    """In the organisation's time."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _complain(asked: Asked, name: str, words: str) -> None:
    asked.problems.append((f"id_{name}", words))
