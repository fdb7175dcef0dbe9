"""What is drawn: proportions, round scales, gaps, labels that do not lie on one another, and every number as text."""

import re

import pytest
from django.template import Context, Template

from baraza.web.ui.charts import Bar, Cell, LineChart, Series, drawn_bars, shade_of

HOSTILE = '"><script>alert(1)</script>'


def chart(*lines: tuple[float | None, ...], **words: str) -> LineChart:
    labels = tuple(f"day {number}" for number in range(len(lines[0])))
    series = tuple(
        Series(f"line {place}", values, tuple(Cell("" if one is None else f"{one:g}") for one in values))
        for place, values in enumerate(lines)
    )
    return LineChart(
        id="c", title=words.get("title", "Title"), description="Words", labels=labels, series=series, first_column="Day"
    )


def drawn(tag: str, **context: object) -> str:
    return Template("{% load charts %}" + tag).render(Context(context))


def test_bars_are_hundredths_of_the_longest() -> None:
    bars = [Bar("a", 50, "50"), Bar("b", 25, "25"), Bar("c", 0, "0")]

    assert [one.width for one in drawn_bars(bars)] == ["100.0", "50.0", "0.0"]


def test_bars_of_nothing_have_no_length() -> None:
    assert [one.width for one in drawn_bars([Bar("a", 0, "0")])] == ["0.0"]
    assert drawn_bars([]) == []


@pytest.mark.parametrize(
    ("most", "steps"),
    [(0, ["0", "1", "2"]), (3, ["0", "2", "4"]), (9, ["0", "5", "10"]), (1300, ["0", "1000", "2000"])],
)
def test_the_scale_ends_at_a_round_number(most: float, steps: list[str]) -> None:
    assert [tick.text for tick in chart((0, most)).up] == steps


def test_a_gap_parts_the_line_and_a_lonely_point_is_a_dot() -> None:
    (line,) = chart((1, 2, None, 3, None, 4, 5)).drawn

    assert [len(piece.split()) for piece in line.pieces] == [2, 2]
    assert len(line.dots) == 1


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_every_number_of_points_can_be_drawn(count: int) -> None:
    assert len(chart(tuple(float(number) for number in range(count))).across) == min(count, 3)


def test_the_drawing_has_a_title_a_sentence_a_dashed_second_line_and_a_table() -> None:
    html = drawn("{% line_chart chart %}", chart=chart((1, 2), (3, None)))

    assert 'role="img" aria-labelledby="c-title c-desc"' in html
    assert '<title id="c-title">Title</title><desc id="c-desc">Words</desc>' in html
    key = html[html.index('<ul class="ba-chart__key">') : html.index("</ul>")]
    assert re.findall(r"</svg>([^<]*)</li>", key) == ["line 0", "line 1"]
    assert key.count("ba-chart__line--second") == 1
    cells = re.findall(r"<td[^>]*>([^<]*)</td>", html)
    assert cells == ["2", "–", "1", "3"]


@pytest.mark.parametrize(("value", "shade"), [(0, 0), (1, 1), (25, 2), (99, 4), (100, 4)])
def test_shades_grow_with_the_number(value: float, shade: int) -> None:
    assert shade_of(value, 100) == shade


def test_words_of_people_stay_words() -> None:
    html = drawn("{% bars items 'x' %}", items=[Bar(HOSTILE, 1, HOSTILE, HOSTILE)])
    html += drawn("{% line_chart chart %}", chart=chart((1, 2), title=HOSTILE))
    html += drawn("{% heat_map h c r h %}", h=HOSTILE, c=[HOSTILE], r=[(HOSTILE, [Cell(HOSTILE, HOSTILE)])])

    assert "<script" not in html
