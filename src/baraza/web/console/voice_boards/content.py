"""A board as tiles, charts and tables. Every number leads to its calls where the list can show them."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext

from baraza.services.call_analytics.queries.boards import Board, Slot
from baraza.services.call_analytics.rules.boards import Counts, Days, Money
from baraza.services.call_analytics.rules.margins import Margin
from baraza.web.console.billing.wording import borrowed_words, why_no_margin
from baraza.web.console.calls.wording import outcome_words
from baraza.web.console.voice_boards.forms import Wanted
from baraza.web.console.voice_boards.wording import calls_url, costs, money, number, percent, seconds
from baraza.web.ui.charts import Bar, Cell, LineChart, Series, shade_of

# Longer periods are drawn by weeks.
MOST_DAILY = 62


@dataclass(frozen=True, kw_only=True)
class Tile:
    label: str
    value: str
    url: str = ""
    note: str = ""
    tone: str = "flat"
    icon: str = ""


@dataclass(frozen=True)
class Figure:
    label: str
    text: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class AgentLine:
    """`figures` are those of the table's columns, in order: what each is called, how much, and where it leads."""

    name: str
    calls: Figure
    figures: tuple[Figure, ...]


def tiles_of(found: Board, before: Counts | None, wanted: Wanted) -> list[Tile]:
    total = found.total
    tiles = [
        _count(gettext("Calls"), total.calls, before.calls if before else None, url=calls_url(wanted), icon="call"),
        _count(gettext("Minutes"), total.minutes, before.minutes if before else None, url=calls_url(wanted), icon="clock"),
        _share(
            gettext("Answered"), total.answered_share, before, before.answered_share if before else None,
            url=calls_url(wanted, outcome="reached"),
        ),
        _share(
            gettext("Successful"), total.success_share, before, before.success_share if before else None,
            url=calls_url(wanted, outcome="successful"),
        ),
        _share(
            gettext("Positive mood"), total.positive_share, before, before.positive_share if before else None,
            url=calls_url(wanted, sentiment="positive"),
        ),
        _count(
            gettext("Failed"), total.failed, before.failed if before else None, more_is="bad",
            url=calls_url(wanted, outcome="failed"), icon="alert",
        ),
        Tile(
            label=gettext("Time to answer, median"),
            value=seconds(found.latency.middle),
            url=calls_url(wanted, timed="yes") if found.latency.calls else "",
            note=gettext("9 of 10 within %(nine)s, 95 of 100 within %(slow)s")
            % {"nine": seconds(found.latency.ninetieth), "slow": seconds(found.latency.slowest)}
            if found.latency.calls
            else "",
        ),
    ]  # fmt: skip
    return tiles + _money_tiles(found, before, wanted)


def _money_tiles(found: Board, before: Counts | None, wanted: Wanted) -> list[Tile]:
    """Nothing for who may not see it."""
    if found.total.costs is None:
        return []
    note = gettext("before: %(cost)s") % {"cost": costs(before.costs)} if before else ""
    url = calls_url(wanted, priced="yes") if found.total.costs else ""
    tiles = [Tile(label=gettext("Cost"), value=costs(found.total.costs), url=url, note=note)]
    if found.total.unpriced:
        tiles.append(
            Tile(
                label=gettext("Unpriced calls"),
                value=number(found.total.unpriced),
                url=calls_url(wanted, priced="no"),
                note=gettext("their cost is not in the sum"),
                tone="bad",
            )
        )
    if found.margin is not None:
        tiles.append(_margin_tile(found.margin, wanted))
    return tiles


def _margin_tile(found: Margin, wanted: Wanted) -> Tile:
    if found.micros is None:
        return Tile(label=gettext("Margin"), value=gettext("not known"), note=why_no_margin(found))
    amount = Money(currency=found.currency, micros=found.micros)
    note = borrowed_words(found) or gettext("by the ledger")
    return Tile(label=gettext("Margin"), value=money(amount), url=calls_url(wanted), note=note)


def calls_chart(found: Board, wanted: Wanted) -> LineChart:
    spans = spans_of(found.days)
    sums = [_sum(found, span) for span in spans]
    by_week = found.days.number > MOST_DAILY
    return LineChart(
        id="calls",
        title=gettext("Calls by week") if by_week else gettext("Calls by day"),
        description=gettext("%(calls)s calls, %(answered)s of them answered. The dashed line is answered.")
        % {"calls": number(found.total.calls), "answered": number(found.total.answered)},
        labels=tuple(date_format(span.first, "j M") for span in spans),
        first_column=gettext("Week from") if by_week else gettext("Day"),
        series=(
            Series(
                gettext("Calls"),
                tuple(float(calls) for calls, _ in sums),
                tuple(
                    Cell(number(one[0]), calls_url(wanted, days=span)) for one, span in zip(sums, spans, strict=True)
                ),
            ),
            Series(
                gettext("Answered"),
                tuple(float(answered) for _, answered in sums),
                tuple(
                    Cell(number(one[1]), calls_url(wanted, days=span, outcome="reached"))
                    for one, span in zip(sums, spans, strict=True)
                ),
            ),
        ),
    )


def spans_of(days: Days) -> list[Days]:
    """Each day, or each week as far as it belongs to the period."""
    if days.number <= MOST_DAILY:
        return [Days(first=one, last=one) for one in (days.first + timedelta(days=at) for at in range(days.number))]
    spans, begins = [], days.first
    while begins <= days.last:
        ends = min(begins + timedelta(days=6 - begins.weekday()), days.last)
        spans.append(Days(first=begins, last=ends))
        begins = ends + timedelta(days=1)
    return spans


def _sum(found: Board, span: Days) -> tuple[int, int]:
    inside: list[date] = [span.first + timedelta(days=at) for at in range(span.number)]
    counts = [found.by_day[day] for day in inside if day in found.by_day]
    return sum(one.calls for one in counts), sum(one.answered for one in counts)


def outcome_bars(found: Board, wanted: Wanted) -> list[Bar]:
    ordered = sorted(found.total.outcomes.items(), key=lambda item: (-item[1], item[0]))
    return [
        Bar(
            outcome_words(code), count, number(count), calls_url(wanted, outcome=code),
            percent(100 * count / found.total.calls),
        )
        for code, count in ordered
        if count
    ]  # fmt: skip


def weekday_bars(found: Board, wanted: Wanted) -> list[Bar]:
    counts = [sum(found.by_slot.get((weekday, hour), 0) for hour in range(24)) for weekday in range(7)]
    return [
        Bar(str(WEEKDAYS[day]), count, number(count), calls_url(wanted, weekday=str(day)) if count else "")
        for day, count in enumerate(counts)
    ]


def hours_map(found: Board, wanted: Wanted) -> tuple[list[str], list[tuple[str, list[Cell]]]]:
    """Hours of the day across, from the first to the last in which somebody called; days of the week down."""
    most = max(found.by_slot.values(), default=0)
    called = [hour for (_, hour), count in found.by_slot.items() if count]
    hours = range(min(called, default=0), max(called, default=23) + 1)
    rows = [
        (
            str(WEEKDAYS[day]),
            [_heat(found.by_slot.get((day, hour), 0), most, wanted, (day, hour)) for hour in hours],
        )
        for day in range(7)
    ]
    return [f"{hour:02d}" for hour in hours], rows


def agent_lines(found: Board, wanted: Wanted, names: dict[str, str]) -> list[AgentLine]:
    ordered = sorted(found.by_agent.items(), key=lambda item: (-item[1].calls, item[0]))
    return [_line(found, wanted, str(agent), one, names.get(str(agent), "")) for agent, one in ordered]


def agent_bars(lines: list[AgentLine], found: Board) -> list[Bar]:
    counts = sorted((one.calls for one in found.by_agent.values()), reverse=True)
    return [Bar(line.name, count, line.calls.text, line.calls.url) for line, count in zip(lines, counts, strict=True)]


def _line(found: Board, wanted: Wanted, agent: str, one: Counts, name: str) -> AgentLine:
    latency = found.latency_by_agent.get(int(agent))
    all_calls = Figure(gettext("Calls"), number(one.calls), calls_url(wanted, agent=agent))

    def figure(label: str, text: str, is_any: object, **asked: str) -> Figure:
        return Figure(label, text, calls_url(wanted, days=None, agent=agent, **asked) if is_any else "")

    figures: tuple[Figure, ...] = (
        all_calls,
        figure(gettext("Minutes"), number(one.minutes), one.millis),
        figure(gettext("Answered"), percent(one.answered_share), one.answered, outcome="reached"),
        figure(gettext("Successful"), percent(one.success_share), one.successful, outcome="successful"),
        figure(gettext("Positive mood"), percent(one.positive_share), one.positive, sentiment="positive"),
        figure(gettext("Failed"), number(one.failed), one.failed, outcome="failed"),
        figure(gettext("Median answer"), seconds(latency.middle if latency else None), latency, timed="yes"),
    )
    if one.costs is not None:
        figures = (*figures, figure(gettext("Cost"), costs(one.costs), one.costs, priced="yes"))
    return AgentLine(name=name or gettext("No longer here"), calls=all_calls, figures=figures)


def _heat(count: int, most: int, wanted: Wanted, slot: Slot) -> Cell:
    url = calls_url(wanted, weekday=str(slot[0]), hour=str(slot[1])) if count else ""
    return Cell(number(count), url, shade_of(count, most))


def _count(
    label: str, now: float, before: float | None, *, more_is: str = "flat", url: str = "", icon: str = ""
) -> Tile:
    note, tone = _compared(now, before, number(before) if before is not None else "", more_is=more_is)
    return Tile(label=label, value=number(now), url=url, note=note, tone=tone, icon=icon)


def _share(label: str, now: float | None, compared: Counts | None, before: float | None, *, url: str) -> Tile:
    note, tone = "", "flat"
    if compared is not None:
        rounded = None if now is None or before is None else (round(now), round(before))
        note, tone = _compared(*(rounded or (0, 0)), percent(before), more_is="good")
    return Tile(label=label, value=percent(now), url=url if now is not None else "", note=note, tone=tone)


def _compared(now: float, before: float | None, words: str, *, more_is: str) -> tuple[str, str]:
    if before is None:
        return "", "flat"
    says = gettext("before: %(number)s") % {"number": words}
    if now == before:
        return f"→ {says}", "flat"
    opposite = {"good": "bad", "bad": "good", "flat": "flat"}
    return (f"↑ {says}", more_is) if now > before else (f"↓ {says}", opposite[more_is])
