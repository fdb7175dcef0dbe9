"""The figures of a period: the same for all and for some, compared, narrowed, taken away, explained."""

import csv
import io
import re
from datetime import date, timedelta
from html import unescape

import pytest
from tests.factories.core import make_member, make_organisation
from tests.web.console.conftest import City, browser_of

from baraza.core.identity.actor import SYSTEM
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now
from baraza.services.complaints.actions.move import move
from baraza.services.complaints.actions.rate import rate
from baraza.services.complaints.models import Complaint
from baraza.services.complaints.queries import figures_period
from baraza.services.complaints.rules.figures import Period
from baraza.services.complaints.states import State
from baraza.web.console.analytics.forms import compared_with

_TILE = re.compile(
    r'ba-kpi__label">(?:<svg.*?</svg>)?(?:<a href="([^"]+)">)?([^<]+)(?:</a>)?</span>.*?>([^<]+)</strong>', re.DOTALL
)
_BAR = re.compile(r'ba-bars__label"><a href="([^"]+)">([^<]+)</a></span> <strong[^>]*>(\d+)<')
_HEAT = re.compile(r'ba-heat--\d"><a href="([^"]+)">(\d+)</a>')


@pytest.fixture
def filled(city: City) -> City:
    with organisation_scope(organisation_id=city.profile.id):
        for number in range(12):
            made = city.complaint(
                category=("noise", "refuse", "housing")[number % 3],
                channel=("web", "ussd")[number % 2],
                ward_code=str(number % 4),
                language=("en", "zu")[number % 2],
            )
            opened = now() - timedelta(days=3 * number, hours=5)
            Complaint.objects.filter(pk=made.id).update(opened_at=opened, due_at=opened + timedelta(hours=48))
            if number % 2:
                move(actor=SYSTEM, reference=made.reference, wanted=State.RESOLVED, reason="Done")
                took = timedelta(hours=10 * number)
                Complaint.objects.filter(pk=made.id).update(
                    resolved_at=opened + took, acknowledged_at=opened + took / 4
                )
        rate(actor=SYSTEM, reference=made.reference, stars=5)
    return city


def tiles(html: str) -> dict[str, tuple[str, str]]:
    """Value and address by label."""
    return {unescape(label): (unescape(value), unescape(url)) for url, label, value in _TILE.findall(html)}


def opened_page(city: City, query: str = "", role: str = "org_viewer") -> str:
    answer = city.signed_in(role).get(f"/console/analytics/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("query", ["", "?category=noise", "?channel=ussd&language=zu", "?ward=3", "?compare=year"])
def test_every_number_leads_to_exactly_the_cases_that_it_counts(filled: City, query: str) -> None:
    client = filled.signed_in("agent")
    html = opened_page(filled, query)
    counted = [(url, int(value)) for value, url in tiles(html).values() if url and value.isdigit()]
    counted += [(unescape(url), int(value)) for url, _, value in _BAR.findall(html)]
    counted += [(unescape(url), int(value)) for url, value in _HEAT.findall(html)]

    listed = [(url, len(client.get(url).context["rows"])) for url, _ in counted]

    assert len(counted) > 6
    assert listed == counted


def test_the_figures_are_right(filled: City) -> None:
    shown = {label: value for label, (value, _) in tiles(opened_page(filled)).items()}

    assert shown["Reported"] == "13"
    assert shown["Done"] == "6"
    # Done after 10, 30, 50, 70, 90 and 110 hours, with 48 to do it in.
    assert shown["Done in time"] == "33 %"
    assert shown["Until done, median"] == "2 days 12 h"
    assert shown["Satisfaction"] == "5.0 of 5 stars"


def test_some_complaints_are_counted_as_all_of_them_are(filled: City) -> None:
    """A filter that lets everything through takes the other way of counting and comes to the same."""
    today = now().date()
    period = Period(first=today - timedelta(days=60), last=today)
    measures = ("opened", "acknowledged", "resolved", "in_time", "reopened")
    with organisation_scope(organisation_id=filled.profile.id):
        Complaint.objects.update(priority="high")

        every, some = (
            (
                figures_period.by_week(measures=measures, period=period, filters=filters),
                figures_period.by_value(measure="resolved", dimension="ward", period=period, filters=filters),
                figures_period.by_weekday_and_hour(period=period, filters=filters),
            )
            for filters in ({}, {"priority": "high"})
        )

    assert every == some
    assert len(every[2]) > 5


def test_without_ratings_it_says_so(city: City) -> None:
    assert tiles(opened_page(city))["Satisfaction"][0] == "no ratings yet"


def test_the_download_holds_what_the_page_shows(filled: City) -> None:
    query = "?category=noise"
    shown = tiles(opened_page(filled, query))

    answer = filled.signed_in("org_viewer").get(f"/console/analytics/figures.csv{query}")

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    summary = {row[0]: row[4] for row in reversed(rows) if row[0] in {"opened", "resolved"}}
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert summary == {"opened": shown["Reported"][0], "resolved": shown["Done"][0]}
    assert sum(int(row[4]) for row in rows if row[0] == "opened by ward") == int(shown["Reported"][0])


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?first=2026-05-02&last=2026-05-01", "The last day is before the first"),
        ("?first=1999-01-01&last=2026-05-01", "Choose at most 800 days"),
        ("?first=0001-01-01", "between 1990 and 2200"),
        ("?last=never", "Enter a valid date"),
        ("?category=nonsense", "nonsense is not one of the available choices"),
    ],
)
def test_what_cannot_be_counted_is_said_beside_the_field(city: City, query: str, words: str) -> None:
    answer = city.signed_in("agent").get(f"/console/analytics/{query}")

    assert answer.status_code == 422
    assert words in unescape(answer.content.decode())
    assert city.signed_in("agent").get(f"/console/analytics/figures.csv{query}").status_code == 422


def test_days_in_which_nothing_happened_lead_on(city: City) -> None:
    html = opened_page(city, "?first=2001-01-01&last=2001-01-31")
    with organisation_scope(organisation_id=city.profile.id):
        Complaint.objects.update(opened_at=now() - timedelta(days=200))

    assert "Nothing happened in these days" in html
    assert "Show the last 90 days" in html
    assert "Show the last 90 days" not in opened_page(city)


def test_each_figure_says_how_it_is_counted(city: City) -> None:
    assert "those that were done before their due time" in opened_page(city)


def test_another_citys_figures_are_not_in_it(filled: City) -> None:
    other = make_organisation()
    client = browser_of(make_member(organisation_id=other.id, role="org_admin").id)

    html = client.get("/console/analytics/?ward=3").content.decode()

    assert "Nothing happened in these days" in html


def test_a_year_before_the_leap_day_is_the_28th() -> None:
    compared = compared_with(Period(first=date(2028, 2, 29), last=date(2028, 3, 1)), how="year")

    assert compared == Period(first=date(2027, 2, 28), last=date(2027, 3, 1))
