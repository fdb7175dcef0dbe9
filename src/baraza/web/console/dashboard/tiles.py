"""The figures at the top of the page, each leading to exactly the list that it counts."""

from dataclasses import dataclass

from django.utils.translation import gettext

from baraza.services.complaints.queries.figures import DueCounts
from baraza.services.complaints.queries.figures_times import Times
from baraza.services.complaints.queries.own_work import OwnWork
from baraza.services.complaints.rules.figures import Period, share
from baraza.web.console.figures import duration, list_url, number, percent, period_of, share_trend, trend


@dataclass(frozen=True, kw_only=True)
class Tile:
    """`counted` names the words in `rules.figures.COUNTED`."""

    label: str
    value: str
    url: str = ""
    note: str = ""
    tone: str = "flat"
    icon: str = ""


@dataclass(frozen=True, kw_only=True)
class Week:
    """Flow of a period and of the one before it."""

    period: Period
    now: dict[str, int]
    before: dict[str, int]


def own_tiles(*, work: OwnWork, due: DueCounts, unassigned: int, has_team: bool, week: Period) -> list[Tile]:
    """Of the member at work."""
    own = {"person": "me"}
    tiles = [
        Tile(
            label=gettext("Overdue, mine"),
            value=number(due.overdue),
            url=list_url(**own, due="overdue"),
            note=gettext("past their due time") if due.overdue else gettext("none: well done"),
            tone="bad" if due.overdue else "good",
            icon="clock",
        ),
        Tile(label=gettext("Due within a day, mine"), value=number(due.soon), url=list_url(**own, due="soon")),
        Tile(
            label=gettext("Waiting for my reply"),
            value=number(len(work.waiting)),
            url="#waiting" if work.waiting else "",
            note=gettext("the resident wrote last"),
        ),
    ]
    if has_team:
        tiles.append(
            Tile(
                label=gettext("Unassigned in my teams"),
                value=number(unassigned),
                url=list_url(team="mine", person="nobody"),
            )
        )
    tiles.append(
        Tile(
            label=gettext("Done by me this week"),
            value=number(work.finished),
            url=list_url(**own, **period_of(week, by="resolved")),
            note=gettext("since Monday"),
        )
    )
    return tiles


def standing_tiles(*, open_: int, due: DueCounts, unassigned: int) -> list[Tile]:
    """How everything stands at this moment."""
    return [
        Tile(label=gettext("Open"), value=number(open_), url=list_url(group="open"), icon="document"),
        Tile(
            label=gettext("Overdue"),
            value=number(due.overdue),
            url=list_url(due="overdue"),
            note=gettext("%(share)s of what is open") % {"share": percent(share(due.overdue, open_))} if open_ else "",
            tone="bad" if due.overdue else "flat",
            icon="clock",
        ),
        Tile(label=gettext("Due within a day"), value=number(due.soon), url=list_url(due="soon")),
        Tile(label=gettext("Unassigned"), value=number(unassigned), url=list_url(person="nobody")),
    ]


def flow_tiles(week: Week) -> list[Tile]:
    """What came and went in the period, beside the period before."""
    days = week.period.days
    opened = trend(week.now["opened"], week.before["opened"], days=days)
    resolved = trend(week.now["resolved"], week.before["resolved"], days=days, more_is="good")
    reopened = trend(week.now["reopened"], week.before["reopened"], days=days, more_is="bad")
    kept_now, kept_before = (share(flow["in_time"], flow["resolved"]) for flow in (week.now, week.before))
    kept = share_trend(kept_now, kept_before, days=days, more_is="good")

    def tile(label: str, measure: str, words: str, tone: str) -> Tile:
        url = list_url(**period_of(week.period, by=measure))
        return Tile(label=label, value=number(week.now[measure]), url=url, note=words, tone=tone)

    return [
        tile(gettext("Reported in 7 days"), "opened", opened.words, opened.tone),
        tile(gettext("Done in 7 days"), "resolved", resolved.words, resolved.tone),
        Tile(
            label=gettext("Done in time"),
            value=percent(kept_now),
            url=list_url(**period_of(week.period, by="resolved"), due="kept") if kept_now is not None else "",
            note=kept.words,
            tone=kept.tone,
        ),
        tile(gettext("Opened again in 7 days"), "reopened", reopened.words, reopened.tone),
    ]


def time_tiles(*, acknowledged: Times, resolved: Times) -> list[Tile]:
    return [
        Tile(
            label=gettext("Until staff act, median"),
            value=duration(acknowledged.median),
            note=gettext("9 of 10 within %(time)s") % {"time": duration(acknowledged.ninetieth)}
            if acknowledged.number
            else gettext("in the last 7 days"),
        ),
        Tile(
            label=gettext("Until done, median"),
            value=duration(resolved.median),
            note=gettext("9 of 10 within %(time)s") % {"time": duration(resolved.ninetieth)}
            if resolved.number
            else gettext("in the last 7 days"),
        ),
    ]
