"""The components as they leave the template: exact where a screen reader or another page depends on it."""

import re
from xml.etree import ElementTree as ET

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from baraza.web.ui.components import NavGroup, NavItem, SummaryRow, TimelineItem, side_navigation
from baraza.web.ui.icons import CATEGORY_ICONS, ICONS

CATEGORIES = [
    "water_leak",
    "burst_pipe",
    "water_supply",
    "sewage",
    "electricity_outage",
    "streetlight",
    "pothole_road",
    "refuse",
    "illegal_dumping",
    "traffic_signal",
    "stormwater_flood",
    "parks_trees",
    "noise",
    "billing_account",
    "housing",
    "staff_conduct",
    "other",
]


def rendered(template: str, **context: object) -> str:
    return re.sub(r"\s+", " ", Template("{% load ui %}" + template).render(Context(context))).strip()


def test_each_complaint_category_has_an_icon() -> None:
    assert sorted(CATEGORY_ICONS) == sorted(CATEGORIES)


@pytest.mark.parametrize("name", sorted(ICONS))
def test_an_icon_is_well_formed_and_inside_its_box(name: str) -> None:
    drawing = ET.fromstring(rendered("{% icon name %}", name=name))

    assert {child.tag for child in drawing} <= {"path", "circle", "rect", "ellipse"}
    assert drawing.attrib["aria-hidden"] == "true"


def test_an_icon_with_a_label_is_an_image_of_its_own() -> None:
    assert 'role="img" aria-label="Send &amp; close"' in rendered('{% icon "send" label=label %}', label="Send & close")


def test_an_unknown_icon_is_a_mistake_that_is_seen() -> None:
    with pytest.raises(KeyError, match="dragon"):
        rendered('{% icon "dragon" %}')


def test_a_button_is_a_link_only_when_it_has_an_address() -> None:
    button = rendered('{% button "Save" kind="secondary" name="next" value="1" hx_post="/x" disabled=False %}')
    link = rendered('{% button "Go" href="/there" %}')

    expected = (
        'class="govuk-button govuk-button--secondary" data-module="govuk-button" name="next" value="1" hx-post="/x"'
    )
    assert button == f'<button type="submit" {expected}>Save</button>'
    assert link.startswith('<a href="/there" role="button" draggable="false" class="govuk-button"')


def test_a_status_takes_its_colour_from_the_map_and_is_grey_without_one() -> None:
    tones = {"RESOLVED": "green"}

    assert rendered('{% status_tag "RESOLVED" "Resolved" tones %}', tones=tones) == (
        '<strong class="ba-tag ba-tag--green">Resolved</strong>'
    )
    assert "ba-tag--grey" in rendered('{% status_tag "NEW" "New" tones %}', tones=tones)


def test_text_from_people_is_never_markup() -> None:
    hostile = "<img src=x onerror=alert(1)>"
    item = TimelineItem(kind="in", title=hostile, body=hostile, author=hostile)
    html = rendered(
        "{% banner text %}{% tag text %}{% summary_list rows %}{% timeline items %}{% empty text text %}",
        text=hostile,
        rows=[SummaryRow(hostile, hostile)],
        items=[item],
    )

    assert "<img" not in html
    assert html.count("&lt;img") == 9


def test_the_change_link_says_what_it_changes() -> None:
    html = rendered("{% summary_list rows %}", rows=[SummaryRow("Place", "12 Marula Road", "/place")])

    assert '<a class="govuk-link" href="/place">Change<span class="govuk-visually-hidden"> Place</span></a>' in html


@pytest.mark.parametrize(
    ("query", "link", "order"),
    [
        ("status=open&after=9", "?status=open&amp;sort=due", ""),
        ("sort=due", "?sort=-due", ' aria-sort="ascending"'),
        ("sort=-due", "?sort=due", ' aria-sort="descending"'),
    ],
)
def test_a_sortable_heading_keeps_the_filters_and_turns_the_order(query: str, link: str, order: str) -> None:
    request = RequestFactory().get(f"/queue?{query}")

    html = rendered('{% sort_header "Due" "due" %}', request=request)

    assert f'<th scope="col"{order}><a class="ba-sort" href="{link}">Due' in html


def test_a_meter_never_leaves_its_track() -> None:
    widths = [
        re.search(
            r'ba-meter__fill" width="([\d.]+)"', rendered("{% meter value maximum 'x' %}", value=value, maximum=maximum)
        )
        for value, maximum in ((0, 5), (2, 5), (9, 5), (3, 0))
    ]

    assert [found and found[1] for found in widths] == ["0.0", "40.0", "100.0", "0.0"]


def test_loose_entries_of_the_side_navigation_form_groups_without_a_title() -> None:
    first, second, third = (NavItem(label, "/") for label in ("a", "b", "c"))
    titled = NavGroup("T", (second,))

    assert side_navigation([first, titled, third]) == (NavGroup("", (first,)), titled, NavGroup("", (third,)))


def page(blocks: str) -> str:
    request = RequestFactory().get("/")
    template = Template('{% extends "ui/console_page.html" %}' + blocks)
    return re.sub(r"\s+", " ", template.render(Context({"request": request})))


def test_a_console_page_without_a_heading_shows_its_title() -> None:
    assert '<h1 class="ba-title__text">Queue</h1>' in page("{% block title %}Queue{% endblock %}")


def test_a_console_page_with_its_own_heading_shows_that() -> None:
    html = page("{% block title %}Queue{% endblock %}{% block heading %}Today{% endblock %}")

    assert '<h1 class="ba-title__text">Today</h1>' in html
    assert "<title>Queue – Baraza</title>" in html


def test_the_side_column_exists_only_when_a_page_fills_it() -> None:
    assert "ba-columns__aside" not in page("{% block aside %} {% endblock %}")
    assert '<div class="ba-columns__aside">Facts</div>' in page("{% block aside %}Facts{% endblock %}")
