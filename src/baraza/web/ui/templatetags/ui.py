"""The components as template tags: `{% load ui %}`. The living page shows each of them in every state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms, template
from django.conf import settings
from django.forms.formsets import BaseFormSet
from django.template.loader import render_to_string
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from baraza.web.ui.components import Chip, NavGroup, NavItem, SummaryRow, TimelineItem, side_navigation
from baraza.web.ui.forms import CivicBoundField
from baraza.web.ui.icons import ICONS, MARK
from baraza.web.ui.language_names import language_label
from baraza.web.ui.problems import Problem, problems_of

register = template.Library()
register.filter(language_label)

_BANNER_ICONS = {"info": "info", "success": "success", "warning": "alert", "error": "alert"}
_MESSAGE_KINDS = {"debug": "info", "info": "info", "success": "success", "warning": "warning", "error": "error"}


def _attributes(attrs: Mapping[str, Any]) -> SafeString:
    """`hx_post="/x"` becomes `hx-post="/x"`; True is a bare attribute, False and None leave it out."""
    given = [
        (name.replace("_", "-"), value) for name, value in attrs.items() if value is not None and value is not False
    ]
    return format_html_join(
        "", " {}{}", ((name, "" if value is True else format_html('="{}"', value)) for name, value in given)
    )


def _render(name: str, **context: Any) -> SafeString:
    return mark_safe(render_to_string(f"ui/components/{name}.html", context))  # noqa: S308 - a template's own output


@register.simple_tag
def icon(name: str, size: int = 24, label: str = "", css: str = "") -> SafeString:
    """A line icon; with a label it is an image of its own, without one it only decorates words beside it."""
    named = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="ba-icon{}" width="{}" height="{}" viewBox="0 0 24 24" focusable="false" {}>{}</svg>',
        f" {css}" if css else "",
        size,
        size,
        named,
        mark_safe(ICONS[name]),  # noqa: S308 - our own drawings
    )


@register.simple_tag
def mark(size: int = 36) -> SafeString:
    """The Baraza mark: seats in a circle, open towards whoever comes, around one matter."""
    return format_html(
        '<svg class="ba-mark" width="{}" height="{}" viewBox="0 0 36 36" aria-hidden="true" focusable="false">{}</svg>',
        size,
        size,
        mark_safe(MARK),  # noqa: S308 - our own drawing
    )


@register.simple_tag
def button(
    text: str,
    *,
    href: str = "",
    kind: str = "primary",
    icon: str = "",
    type: str = "submit",  # noqa: A002 - the attribute's own name
    css: str = "",
    **attrs: Any,
) -> SafeString:
    """A button, or a link that looks like one when it has an address."""
    return _render(
        "button", text=text, href=href, kind=kind, icon=icon, type=type, css=css, attributes=_attributes(attrs)
    )


@register.simple_tag
def back_link(href: str, text: str = "") -> SafeString:
    return _render("back_link", href=href, text=text)


@register.simple_tag
def error_summary(source: forms.BaseForm | BaseFormSet[Any] | Iterable[Problem] | None) -> SafeString | str:
    """All problems of a form on top of the page, each a link to its field."""
    problems = list(problems_of(source))
    return _render("error_summary", problems=problems) if problems else ""


@register.simple_tag
def field(bound: CivicBoundField, **options: Any) -> str:
    """One form field. Layout options go to the field, everything else becomes an attribute of the control."""
    layout = {"label_size", "heading", "optional", "hide_label", "inline", "css"}
    chosen = {name: value for name, value in options.items() if name in layout}
    attrs = {name.replace("_", "-"): value for name, value in options.items() if name not in layout}
    return mark_safe(bound.group(attrs=attrs, **chosen))  # noqa: S308 - a template's own output


@register.simple_tag
def banner(text: str, kind: str = "info", title: str = "") -> SafeString:
    return _render("banner", text=text, kind=kind, title=title, icon=_BANNER_ICONS[kind])


@register.filter
def banner_kind(level: str) -> str:
    """Django's message level as a banner kind."""
    return _MESSAGE_KINDS.get(level, "info")


@register.simple_block_tag
def callout(content: str, kind: str = "info", icon: str = "") -> SafeString:
    return _render("callout", content=content, kind=kind, icon=icon or _BANNER_ICONS[kind])


@register.simple_tag
def tag(label: str, tone: str = "grey", icon: str = "") -> SafeString:
    drawn = globals()["icon"](icon, size=14) if icon else ""
    return format_html('<strong class="ba-tag ba-tag--{}">{}{}</strong>', tone, drawn, label)


@register.simple_tag
def status_tag(code: str, label: str, tones: Mapping[str, str]) -> SafeString:
    """The colour is looked up by code; a code without a colour is grey."""
    return format_html('<strong class="ba-tag ba-tag--{}">{}</strong>', tones.get(code, "grey"), label)


@register.simple_tag
def summary_list(rows: Sequence[SummaryRow], title: str = "") -> SafeString:
    return _render("summary_list", rows=rows, title=title)


@register.simple_block_tag
def details(content: str, summary: str, open: bool = False) -> SafeString:  # noqa: A002, FBT001, FBT002
    return _render("details", content=content, summary=summary, open=open)


@register.simple_block_tag
def card(content: str, title: str = "", level: int = 2, id: str = "", flush: bool = False) -> SafeString:  # noqa: A002, FBT001, FBT002
    return _render("card", content=content, title=title, level=level, id=id, flush=flush)


@register.simple_block_tag
def table(
    content: str,
    caption: str,
    visible: bool = False,  # noqa: FBT001, FBT002
    sticky: bool = True,  # noqa: FBT001, FBT002
    stack: bool = False,  # noqa: FBT001, FBT002
) -> SafeString:
    """A table in a region that scrolls sideways by itself; with `stack` its rows become blocks on phones."""
    return _render("table", content=content, caption=caption, visible=visible, sticky=sticky, stack=stack)


@register.simple_tag(takes_context=True)
def sort_header(context: template.Context, label: str, key: str) -> SafeString:
    """A column heading that sorts by link; the rest of the query string stays, the page position goes."""
    query = context["request"].GET.copy()
    current = query.get("sort", "")
    for name in ("sort", "after", "before"):
        query.pop(name, None)
    query["sort"] = f"-{key}" if current == key else key
    direction = {key: "ascending", f"-{key}": "descending"}.get(current, "")
    return _render("sort_header", label=label, url=f"?{query.urlencode()}", direction=direction)


@register.simple_tag
def pagination(previous_url: str = "", next_url: str = "", summary: str = "") -> SafeString:
    return _render("pagination", previous_url=previous_url, next_url=next_url, summary=summary)


@register.simple_tag
def empty(title: str, text: str = "", icon: str = "empty", action: str = "", href: str = "") -> SafeString:
    return _render("empty", title=title, text=text, icon=icon, action=action, href=href)


@register.simple_tag
def timeline(items: Sequence[TimelineItem], label: str = "") -> SafeString:
    return _render("timeline", items=items, label=label)


@register.simple_block_tag
def panel(content: str, title: str, reference: str = "", reference_label: str = "") -> SafeString:
    return _render("panel", content=content, title=title, reference=reference, reference_label=reference_label)


@register.simple_tag
def phase(label: str, text: str) -> SafeString:
    return _render("phase", label=label, text=text)


@register.simple_tag
def steps(labels: Sequence[str], current: int, label: str = "", way: bool = False) -> SafeString:  # noqa: FBT001, FBT002
    """Numbered steps of a form, on phones bars over one line; with `way` the states of a matter, one under the other there."""
    name = labels[current - 1] if current <= len(labels) else ""
    return _render("steps", labels=labels, current=current, current_name=name, label=label, way=way)


@register.simple_tag
def kpi(label: str, value: str, note: str = "", trend: str = "flat", href: str = "", icon: str = "") -> SafeString:
    return _render("kpi", label=label, value=value, note=note, trend=trend, href=href, icon=icon)


@register.simple_tag
def chips(items: Sequence[Chip], clear_url: str = "") -> SafeString:
    return _render("chips", items=items, clear_url=clear_url)


@register.simple_block_tag
def filters(content: str, action: str = "", label: str = "", **attrs: Any) -> SafeString:
    return _render("filters", content=content, action=action, label=label, attributes=_attributes(attrs))


@register.simple_tag
def sign_language(href: str, text: str = "", note: str = "") -> SafeString:
    return _render("sign_language", href=href, text=text, note=note)


@register.simple_tag
def link_tile(href: str, title: str, text: str = "", icon: str = "") -> SafeString:
    return _render("link_tile", href=href, title=title, text=text, icon=icon)


@register.simple_tag
def meter(value: float, maximum: float, label: str) -> SafeString:
    """A share drawn as SVG, because a width in a style attribute is not allowed by our content policy."""
    share = max(0.0, min(1.0, value / maximum)) if maximum else 0.0
    return _render("meter", width=f"{share * 100:.1f}", label=label)


@register.simple_tag
def map_picker(
    label: str,
    *,
    latitude_id: str,
    longitude_id: str,
    boundaries_url: str = "",
    places_url: str = "",
    words_id: str = "",
    start: str = "",
) -> SafeString:
    """A pin on our own areas and places; a place named in the field `words_id` comes into view. It is an extra: that
    field must do without.
    """
    return _render(
        "map",
        kind="pick",
        label=label,
        latitude_id=latitude_id,
        longitude_id=longitude_id,
        boundaries_url=boundaries_url,
        places_url=places_url,
        words_id=words_id,
        start=start,
    )


@register.simple_tag
def map_view(label: str, *, start: str = "", **addresses: str) -> SafeString:
    """Areas shaded by count (`boundaries_url`), points (`points_url`) or groups that part as one comes nearer
    (`clusters_url`); the same numbers belong in a table beside it.
    """
    return _render("map", kind="cases", label=label, start=start, **addresses)


@register.simple_tag(takes_context=True)
def block_text(context: template.Context, name: str) -> SafeString:
    """What the page wrote into a block, once more or to see if it is empty; Django renders a block in one place only."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block(name)
    return mark_safe(block.render(context).strip()) if block else mark_safe("")  # noqa: S308 - a template's own output


@register.simple_tag
def navigation_groups(items: Sequence[NavItem | NavGroup] | None) -> tuple[NavGroup, ...]:
    return side_navigation(items or ())


@register.simple_tag(takes_context=True)
def page_languages(context: template.Context) -> tuple[str, ...]:
    """Codes for the language menu: the organisation's own, or all complete ones on pages that belong to none."""
    offered: tuple[str, ...] = tuple(getattr(context.get("organisation"), "languages", ()))
    return offered or tuple(code for code, _ in settings.COMPLETE_LANGUAGES)


@register.simple_tag(takes_context=True)
def canonical(context: template.Context) -> str:
    """The one address under which this page is passed on, whatever name and filters it was asked for with."""
    root, home = str(context.get("public_root") or ""), str(context.get("home_url") or "")
    path = str(context.get("page_url") or getattr(context.get("request"), "path", ""))
    return f"{root}{path.removeprefix(home)}" if root and path.startswith(home) else ""
