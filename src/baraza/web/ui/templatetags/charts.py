"""Charts as template tags: `{% load charts %}`. The living page shows them in every state."""

from collections.abc import Sequence

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from baraza.web.ui.charts import HEIGHT, WIDTH, Bar, Cell, LineChart, drawn_bars

register = template.Library()


def _render(name: str, **context: object) -> SafeString:
    return mark_safe(render_to_string(f"ui/components/{name}.html", context))  # noqa: S308 - a template's own output


@register.simple_tag
def bars(items: Sequence[Bar], label: str) -> SafeString:
    """A list in which every number is text, and a link where it has an address; the bars only show the proportion."""
    return _render("bars", items=drawn_bars(items), label=label)


@register.simple_tag
def line_chart(chart: LineChart) -> SafeString:
    """Lines with a title and a sentence for who cannot see them, and all their numbers in a table to open."""
    return _render("line_chart", chart=chart, width=WIDTH, height=HEIGHT)


@register.simple_tag
def heat_map(
    caption: str, columns: Sequence[str], rows: Sequence[tuple[str, Sequence[Cell]]], corner: str
) -> SafeString:
    """A table whose cells are the darker the more they count; the number is in every cell."""
    return _render("heat_map", caption=caption, columns=columns, rows=rows, corner=corner)
