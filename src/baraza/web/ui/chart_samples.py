"""Invented numbers for the living page's charts: many, few, one and none."""

from django.utils.translation import gettext as _

from baraza.web.ui.charts import Bar, Cell, LineChart, Series, shade_of

_REPORTED = (14, 9, 21, 18, 30, 26, 12, 8, 17, 22, 25, 19)
_DONE = (8, 11, 12, None, None, 24, 20, 10, 9, 18, 21, 23)
_HOURS = 24


def bars() -> list[Bar]:
    return [
        Bar(_("Water leak"), 412, "412", "#water"),
        Bar(_("Pothole or road"), 356, "356", "#roads"),
        Bar(_("Not known"), 31, "31"),
        Bar(_("Noise"), 0, "0", "#noise"),
    ]


def lines() -> list[LineChart]:
    """Two lines with a gap, a single point, and nothing."""
    labels = tuple(f"{day} Nov" for day in range(1, len(_REPORTED) + 1))
    both = (_series(_("Reported"), _REPORTED), _series(_("Done"), _DONE))
    return [
        _chart("many", labels, both),
        _chart("one", labels[:1], (_series(_("Reported"), _REPORTED[:1]),)),
        _chart("none", (), (_series(_("Reported"), ()),)),
    ]


def heat() -> tuple[list[str], list[tuple[str, list[Cell]]]]:
    counts = {
        day: [abs(hour - 11 - place * 3) % 9 for hour in range(_HOURS)]
        for place, day in enumerate((_("Monday"), _("Tuesday")))
    }
    rows = [(day, [Cell(str(count), "", shade_of(count, 8)) for count in hours]) for day, hours in counts.items()]
    return [f"{hour:02d}" for hour in range(_HOURS)], rows


def _series(label: str, values: tuple[int | None, ...]) -> Series:
    cells = tuple(Cell("" if value is None else str(value), "#day") for value in values)
    return Series(label, tuple(None if value is None else float(value) for value in values), cells)


def _chart(name: str, labels: tuple[str, ...], series: tuple[Series, ...]) -> LineChart:
    title = _("Reported and done")
    words = _("The solid line is reported, the dashed one done.")
    return LineChart(id=name, title=title, description=words, labels=labels, series=series, first_column=_("Day"))
