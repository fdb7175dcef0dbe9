"""Charts drawn on the server: what is to be drawn, and where its points lie. Colours and dashes come from the styles."""

from collections.abc import Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 400, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 392, 28, 168
# Shades of a heat map besides none at all.
SHADES = 4
_NICE_STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Bar:
    """`text` is the number as it is read; with `url` it leads to what it counts. `note` is said after the label."""

    label: str
    value: float
    text: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class DrawnBar:
    bar: Bar
    width: str


def drawn_bars(bars: Sequence[Bar]) -> list[DrawnBar]:
    """Widths in hundredths of the longest."""
    most = max((bar.value for bar in bars), default=0) or 1
    return [DrawnBar(bar, f"{100 * bar.value / most:.1f}") for bar in bars]


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of a table beside a chart or of a heat map; `text` is empty where there is none."""

    text: str
    url: str = ""
    shade: int = 0


@dataclass(frozen=True, slots=True)
class Series:
    """One line; a value that is None leaves a gap. The second line of a chart is dashed."""

    label: str
    values: tuple[float | None, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line as pieces of points; its label stands in the key above, where long words cross nothing."""

    label: str
    pieces: tuple[str, ...]
    dots: tuple[tuple[str, str], ...]
    second: bool


@dataclass(frozen=True, slots=True)
class Tick:
    text: str
    place: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class LineChart:
    """`description` says in a sentence what the lines show; `id` is unique on the page."""

    id: str
    title: str
    description: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    first_column: str = ""
    drawn: tuple[Drawn, ...] = field(init=False)
    across: tuple[Tick, ...] = field(init=False)
    up: tuple[Tick, ...] = field(init=False)

    def __post_init__(self) -> None:
        top = _top_of([value for one in self.series for value in one.values if value is not None])
        drawn = [_draw(one, top=top, second=place > 0) for place, one in enumerate(self.series)]
        object.__setattr__(self, "drawn", tuple(drawn))
        object.__setattr__(self, "across", _across(self.labels))
        steps = tuple(Tick(f"{top * part / 2:g}", f"{_y(top * part / 2, top=top):.1f}") for part in range(3))
        object.__setattr__(self, "up", steps)

    @property
    def rows(self) -> list[tuple[str, list[Cell]]]:
        """The same numbers for the table beside it, the newest first."""
        return [
            (label, [one.cells[place] for one in self.series]) for place, label in reversed([*enumerate(self.labels)])
        ]


def shade_of(value: float, most: float) -> int:
    """0 for nothing, else 1 to SHADES."""
    return min(SHADES, 1 + int(SHADES * value / most)) if value and most else 0


def _top_of(values: Sequence[float]) -> float:
    """The next round number at or above the highest value: 2, 4, 10, 20, 40, 100 …, so that its half is round, too."""
    most = max(values, default=0)
    size = 2.0
    while True:
        for step in _NICE_STEPS:
            if most <= size * step:
                return size * step
        size *= 10


def _x(place: int, *, count: int) -> float:
    return _LEFT + (_RIGHT - _LEFT) * (place / (count - 1) if count > 1 else 0.5)


def _y(value: float, *, top: float) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * value / top


def _draw(series: Series, *, top: float, second: bool) -> Drawn:
    count = len(series.values)
    pieces: list[list[tuple[float, float]]] = [[]]
    for place, value in enumerate(series.values):
        if value is None:
            pieces.append([])
        else:
            pieces[-1].append((_x(place, count=count), _y(value, top=top)))
    lines = tuple(" ".join(f"{x:.1f},{y:.1f}" for x, y in piece) for piece in pieces if len(piece) > 1)
    # A point without neighbours would not be seen as a line.
    dots = tuple((f"{x:.1f}", f"{y:.1f}") for piece in pieces if len(piece) == 1 for x, y in piece)
    return Drawn(series.label, lines, dots, second)


def _across(labels: Sequence[str]) -> tuple[Tick, ...]:
    """The first, the middle and the last."""
    if not labels:
        return ()
    last = len(labels) - 1
    if last == 0:
        return (Tick(labels[0], f"{_x(0, count=1):.1f}"),)
    ticks = [Tick(labels[0], f"{_LEFT}", "start"), Tick(labels[last], f"{_RIGHT}", "end")]
    if last > 1:
        ticks.insert(1, Tick(labels[last // 2], f"{_x(last // 2, count=last + 1):.1f}"))
    return tuple(ticks)
