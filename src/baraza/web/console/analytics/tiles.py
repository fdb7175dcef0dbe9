"""The figures of the period in words, each beside the other period's."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils.translation import gettext

from baraza.services.complaints.queries.figures_times import Stars
from baraza.web.console.analytics.report import Figures, Report
from baraza.web.console.dashboard.tiles import Tile
from baraza.web.console.figures import duration, list_url, number, percent, period_of

Only = Mapping[str, str]


def tiles_of(report: Report) -> list[Tile]:
    now, before, only = report.now, report.before, report.wanted.filters
    counts, old = now.counts, before.counts if before else None

    def count(label: str, measure: str, more_is: str) -> Tile:
        words, tone = _compared(counts[measure], old[measure] if old else None, more_is=more_is)
        return Tile(label=label, value=number(counts[measure]), url=_url(now, only, by=measure), note=words, tone=tone)

    return [
        count(gettext("Reported"), "opened", "flat"),
        count(gettext("Done"), "resolved", "good"),
        _share(
            gettext("Done in time"), now.in_time, before.in_time if before else None, more_is="good",
            url=_url(now, only, by="resolved", due="kept"), known=before is not None,
        ),
        _share(
            gettext("Opened again"), now.reopened, before.reopened if before else None, more_is="bad",
            url=_url(now, only, by="reopened"), known=before is not None,
        ),
        *_times(now, before),
        _satisfaction(now.stars, before.stars if before else None),
    ]  # fmt: skip


def _url(figures: Figures, only: Only, *, by: str, **more: str) -> str:
    return list_url(**period_of(figures.period, by=by), **only, **more)


def _compared(now: float, before: float | None, *, more_is: str) -> tuple[str, str]:
    if before is None:
        return "", "flat"
    opposite = {"good": "bad", "bad": "good", "flat": "flat"}
    words = gettext("before: %(number)s") % {"number": number(before)}
    if now == before:
        return f"→ {words}", "flat"
    return (f"↑ {words}", more_is) if now > before else (f"↓ {words}", opposite[more_is])


def _share(label: str, now: float | None, before: float | None, *, more_is: str, url: str, known: bool) -> Tile:
    words, tone = "", "flat"
    if known:
        words = gettext("before: %(share)s") % {"share": percent(before)}
        if now is not None and before is not None:
            arrow, tone = _compared(round(now), round(before), more_is=more_is)
            words = f"{arrow[0]} {words}"
    return Tile(label=label, value=percent(now), url=url if now is not None else "", note=words, tone=tone)


def _times(now: Figures, before: Figures | None) -> list[Tile]:
    pairs = (
        (gettext("Until staff act, median"), now.acknowledged, before.acknowledged if before else None),
        (gettext("Until done, median"), now.resolved, before.resolved if before else None),
    )
    return [
        Tile(
            label=label,
            value=duration(times.median),
            note=_beside(times.ninetieth, old.median if old else None, known=old is not None),
        )
        for label, times, old in pairs
    ]


def _beside(ninetieth: timedelta | None, old: timedelta | None, *, known: bool) -> str:
    parts = [gettext("9 of 10 within %(time)s") % {"time": duration(ninetieth)}] if ninetieth is not None else []
    parts += [gettext("before: %(time)s") % {"time": duration(old)}] if known else []
    return " · ".join(parts)


def _satisfaction(now: Stars, before: Stars | None) -> Tile:
    label = gettext("Satisfaction")
    if now.average is None:
        return Tile(label=label, value=gettext("no ratings yet"))
    given = gettext("%(number)s ratings, %(good)s with four or five stars")
    words = given % {"number": number(now.number), "good": number(now.good)}
    old = (
        " · " + gettext("before: %(stars)s") % {"stars": number(before.average, places=1)}
        if before and before.average is not None
        else ""
    )
    value = gettext("%(stars)s of 5 stars") % {"stars": number(now.average, places=1)}
    return Tile(label=label, value=value, note=words + old, icon="star")
