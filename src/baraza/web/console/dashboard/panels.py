"""The charts and lists under the tiles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext

from baraza.lib.clock import now
from baraza.lib.translation import gettext_noop
from baraza.services.complaints.queries.categories import category_name
from baraza.services.complaints.queries.figures import Ageing, Load
from baraza.services.complaints.queries.happened import OPENED, Happening
from baraza.services.complaints.rules.figures import Period
from baraza.services.complaints.states import NAMES, State
from baraza.web.console.figures import Names, list_url, number, period_of, rest_words, value_url
from baraza.web.ui.charts import Bar, Cell, LineChart, Series

MOST_BARS = 8
# By what a line of a timeline changed, said without names and words: the first that fits.
_CHANGED = {
    "merged": gettext_noop("A double was merged into it"),
    "split": gettext_noop("A double was split off"),
    "given_to": gettext_noop("Given to somebody"),
    "assignee": gettext_noop("Given to somebody"),
    "team": gettext_noop("Given to another team"),
    "category": gettext_noop("Category corrected"),
    "priority": gettext_noop("Priority changed"),
    "due_at": gettext_noop("Due time changed"),
    "place": gettext_noop("Place corrected"),
    "position": gettext_noop("Place corrected"),
    "photo_refused": gettext_noop("A photo could not be taken"),
    "person": gettext_noop("Personal data removed"),
}


@dataclass(frozen=True, kw_only=True)
class Panel:
    """Bars under a title; `rest` counts what the bars leave out."""

    title: str
    label: str
    bars: Sequence[Bar]
    rest: str = ""


def breakdown(title: str, *, dimension: str, loads: Sequence[Load], names: Names) -> Panel:
    """Open complaints by the values of a dimension, the most first."""
    shown, rest = loads[:MOST_BARS], loads[MOST_BARS:]
    bars = [
        Bar(
            names.of(dimension, load.value),
            load.open,
            number(load.open),
            value_url(names, dimension=dimension, value=load.value, group="open"),
        )
        for load in shown
    ]
    return Panel(
        title=title,
        label=gettext("Open complaints: %(by)s") % {"by": title},
        bars=bars,
        rest=rest_words([load.open for load in rest]),
    )


def people(loads: Sequence[Load], *, names: Names) -> Panel:
    """By name, not by number: this is no ranking."""
    ordered = sorted(
        (load for load in loads if load.value), key=lambda load: names.of("assignee", load.value).casefold()
    )
    bars = [
        Bar(
            names.of("assignee", load.value),
            load.open,
            number(load.open),
            value_url(names, dimension="assignee", value=load.value, group="open"),
        )
        for load in ordered
    ]
    return Panel(
        title=gettext("Open work of each person"), label=gettext("Open complaints by person, by name"), bars=bars
    )


def ages(backlog: Sequence[Ageing]) -> Panel:
    bars = []
    for one in backlog:
        # The newest have no last day: a report of this minute belongs to them.
        days = {"to": one.last.isoformat()} if one.band.least else {}
        first = {"from": one.first.isoformat()} if one.first else {}
        bars.append(Bar(gettext(one.band.label), one.open, number(one.open), list_url(group="open", **first, **days)))
    return Panel(title=gettext("Age of what is open"), label=gettext("Open complaints by age"), bars=bars)


def month(period: Period, *, flow: Mapping[tuple[str, date], int]) -> LineChart:
    """Reported and done, day by day."""
    days = [period.first + timedelta(days=offset) for offset in range(period.days)]
    series = [
        Series(
            label,
            tuple(float(flow.get((measure, day), 0)) for day in days),
            tuple(
                Cell(
                    number(flow.get((measure, day), 0)),
                    list_url(**period_of(Period(first=day, last=day), by=measure)),
                )
                for day in days
            ),
        )
        for measure, label in (("opened", gettext("Reported")), ("resolved", gettext("Done")))
    ]
    totals = {name: sum(flow.get((name, day), 0) for day in days) for name in ("opened", "resolved")}
    return LineChart(
        id="month",
        title=gettext("Reported and done, the last 30 days"),
        description=gettext(
            "%(opened)s reported and %(resolved)s done. The solid line is reported, the dashed one done."
        )
        % {name: number(total) for name, total in totals.items()},
        labels=tuple(date_format(day, "j M") for day in days),
        series=tuple(series),
        first_column=gettext("Day"),
    )


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of what happened last."""

    what: str
    reference: str
    url: str
    category: str
    happening: Happening
    ago: str


def lines(happenings: Sequence[Happening]) -> list[Line]:
    return [
        Line(
            what=_what(one),
            reference=one.reference,
            url=reverse("console:complaint", args=[one.reference]),
            category=category_name(code=one.category),
            happening=one,
            ago=_ago(one.at),
        )
        for one in happenings
    ]


def _ago(at: datetime) -> str:
    if now() - at < timedelta(minutes=1):
        return gettext("just now")
    return gettext("%(time)s ago") % {"time": timesince(at)}


def _what(one: Happening) -> str:
    if one.kind == OPENED:
        return gettext("New report")
    if one.state:
        return gettext("Now: %(state)s") % {"state": gettext(NAMES[State(one.state)])}
    words = {
        "comment": gettext("The resident wrote"),
        "reply": gettext("Staff replied"),
        "note": gettext("A note was written"),
        "photo": gettext("The resident sent a photo") if one.by_resident else gettext("A photo was added"),
    }
    return words.get(one.kind) or next(
        (gettext(said) for name, said in _CHANGED.items() if name in one.changed), gettext("Changed")
    )
