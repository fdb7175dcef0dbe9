"""The dashboard: each role's own, every number leads to exactly the list that it counts, empty cities are led on."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from tests.factories.core import make_connection, make_member, make_organisation
from tests.web.console.conftest import City, browser_of

from baraza.core.identity.actor import SYSTEM, Actor, resident
from baraza.core.identity.models import Team, TeamMember
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now
from baraza.services.complaints.actions.figures import fold_organisation
from baraza.services.complaints.actions.move import move, reopen, take
from baraza.services.complaints.actions.words import comment
from baraza.services.complaints.models import Complaint
from baraza.services.complaints.states import State

_LINKED = re.compile(
    r'class="(?:ba-kpi__label|ba-bars__label)">(?:<svg.*?</svg>)?<a href="([^"]+)">([^<]+)</a>.*?<strong[^>]*>([^<]+)</strong>',
    re.DOTALL,
)
_CELL = re.compile(r'<td class="ba-table__number[^"]*"><a href="([^"]+)">([\d\s]+)</a>')


@pytest.fixture
def busy(city: City) -> tuple[City, Actor]:
    """Complaints in many forms, and a clerk of one team who has some of them."""
    clerk = make_member(organisation_id=city.profile.id, role="agent")
    with organisation_scope(organisation_id=city.profile.id):
        team = Team.objects.create(organisation_id=city.profile.id, name="Water")
        TeamMember.objects.create(organisation_id=city.profile.id, team=team, user_id=clerk.id)
        made = [
            city.complaint(
                category=category, channel=channel, ward_code=ward, area_code="ETH", latitude=-29.8 - n / 100, longitude=31.0
            )
            for n, (category, channel, ward) in enumerate(
                [("noise", "web", "12"), ("refuse", "ussd", "7"), ("noise", "whatsapp", ""), ("housing", "web", "12"),
                 ("noise", "web", "7"), ("refuse", "web", "12")]
            )
        ]  # fmt: skip
        for one in made[:3]:
            take(actor=clerk, reference=one.reference)
        move(actor=clerk, reference=made[1].reference, wanted=State.RESOLVED, reason="Done")
        move(actor=clerk, reference=made[2].reference, wanted=State.RESOLVED, reason="Done")
        reopen(actor=SYSTEM, reference=made[2].reference, reason="Not so", source_key="again")
        rows = Complaint.objects
        rows.filter(pk=made[0].id).update(due_at=now() - timedelta(hours=2))
        rows.filter(pk=made[3].id).update(due_at=now() + timedelta(hours=2), team=team)
        rows.filter(pk=made[4].id).update(opened_at=now() - timedelta(days=40))
        rows.filter(pk=made[5].id).update(opened_at=now() - timedelta(days=9), acknowledged_at=now())
    return city, clerk


def page(client: Client, path: str = "") -> str:
    answer = client.get(f"/console/{path}")
    assert answer.status_code == 200
    return answer.content.decode()


def number_of(text: str) -> int | None:
    """None for what is no plain number, such as a share or a duration."""
    digits = re.sub(r"[\s\u00a0,]", "", unescape(text))
    return int(digits) if digits.isdigit() else None


def listed(client: Client, url: str) -> int:
    answer = client.get(unescape(url))
    assert answer.status_code == 200
    return len(answer.context["rows"])


def numbers(html: str) -> list[tuple[str, str, int]]:
    found = [(url, label, number_of(value)) for url, label, value in _LINKED.findall(html)]
    found += [(url, "cell", number_of(value)) for url, value in _CELL.findall(html)]
    return [(url, label, value) for url, label, value in found if value is not None and not url.startswith("#")]


@pytest.mark.parametrize("role", ["clerk", "supervisor", "org_admin", "org_viewer"])
def test_every_number_leads_to_exactly_the_list_that_it_counts(busy: tuple[City, Actor], role: str) -> None:
    city, clerk = busy
    client = browser_of(clerk.id) if role == "clerk" else city.signed_in(role)

    shown = numbers(page(client))

    assert len(shown) > 60
    assert "No ward known" in [label for _, label, _ in shown]
    wrong = [
        (label, url, value, listed(client, url))
        for url, label, value in shown
        if value and listed(client, url) != value
    ]
    assert wrong == []


def test_folding_changes_no_number_of_the_page(busy: tuple[City, Actor]) -> None:
    city, clerk = busy
    client = browser_of(clerk.id)
    before = numbers(page(client))

    fold_organisation(organisation_id=city.profile.id)

    assert numbers(page(client)) == before


def test_a_clerk_sees_their_own_work_first(busy: tuple[City, Actor]) -> None:
    _, clerk = busy

    html = page(browser_of(clerk.id))

    values = {unescape(label): value for _, label, value in numbers(html)}
    assert values["Overdue, mine"] == 1
    assert values["Unassigned in my teams"] == 1
    assert values["Done by me this week"] == 1
    assert "Open work of each person" not in html


def test_who_waits_for_the_clerks_reply_is_listed(busy: tuple[City, Actor]) -> None:
    city, clerk = busy
    client = browser_of(clerk.id)
    with organisation_scope(organisation_id=city.profile.id):
        mine = Complaint.objects.filter(assignee_id=clerk.id, settled=False).order_by("pk")[0]
        comment(actor=resident(contact_id=None), reference=mine.reference, text="Hello?", source_key="hello")

    html = page(client)

    assert 'id="waiting"' in html
    table = html.split('id="waiting"')[1].split("</table>")[0]
    assert re.findall(r'class="ba-ref" href="[^"]*">([^<]+)<', table) == [mine.reference]


def test_a_supervisor_sees_teams_and_people_by_name(busy: tuple[City, Actor]) -> None:
    city, clerk = busy

    html = page(city.signed_in("supervisor"))

    assert "By team" in html
    assert "Open work of each person" in html
    assert clerk.name in html


def test_a_viewer_sees_figures_and_nobodys_name_or_words(busy: tuple[City, Actor]) -> None:
    city, clerk = busy

    html = page(city.signed_in("org_viewer"))

    assert "Your work" not in html
    for personal in (clerk.name, "Thandi", "Burst pipe in front of the school"):
        assert personal not in html


def test_an_empty_city_is_led_to_its_first_report(db: None) -> None:
    organisation = make_organisation()
    client = browser_of(make_member(organisation_id=organisation.id, role="org_admin").id)

    html = page(client)

    assert "No complaints yet" in html
    assert "ba-kpi" not in html


def test_whoever_looks_after_the_city_sees_what_is_missing_the_channels_and_second_factors(
    busy: tuple[City, Actor],
) -> None:
    city, _ = busy
    make_connection(organisation_id=city.profile.id, name="Our WhatsApp")

    admin, clerk = page(city.signed_in("org_admin")), page(city.signed_in("agent"))

    for words in ("Still to set up", "Our WhatsApp", "Not used yet", "Second factor", "0 of 2 people"):
        assert words in admin
        assert words not in clerk


def test_another_citys_complaints_are_in_no_number(busy: tuple[City, Actor]) -> None:
    other = make_organisation()
    client = browser_of(make_member(organisation_id=other.id, role="supervisor").id)

    assert "No complaints yet" in page(client)
    assert client.get("/console/map/clusters/?bbox=16,-35,33,-22&zoom=6").json() == []


def test_the_parts_that_follow_what_happens_are_asked_for_alone(busy: tuple[City, Actor]) -> None:
    city, _ = busy
    client = city.signed_in("agent")

    assert "<html" not in page(client, "home/figures/")
    feed = page(client, "home/feed/")
    assert "New report" in feed
    assert "Now: Opened again" in feed


def clusters(client: Client, query: str) -> Any:
    return client.get(f"/console/map/clusters/?{query}")


def test_clusters_count_what_is_open_in_the_window_and_part_when_one_comes_near(busy: tuple[City, Actor]) -> None:
    city, _ = busy
    client = city.signed_in("agent")

    far = clusters(client, "bbox=16,-35,33,-22&zoom=5").json()
    near = clusters(client, "bbox=30.9,-30,31.1,-29.7&zoom=16").json()

    assert [one["count"] for one in far] == [5]
    assert [one["count"] for one in near] == [1, 1, 1, 1, 1]
    assert clusters(client, "bbox=0,0,1,1&zoom=9").json() == []


@pytest.mark.parametrize(
    "query",
    [
        "", "bbox=1,2,3&zoom=4", "bbox=a,b,c,d&zoom=4", "bbox=nan,0,1,1&zoom=4", "bbox=16,-35,33,-22&zoom=99",
        "bbox=16,-35,33,-22&zoom=-1", "bbox=16,-35,33,-22&zoom=²", "bbox=33,-35,16,-22&zoom=4", "bbox=1e999,0,1,1&zoom=4",
    ],
)  # fmt: skip
def test_a_window_that_cannot_be_is_refused_with_words(city: City, query: str) -> None:
    answer = clusters(city.signed_in("agent"), query)

    assert answer.status_code == 400
    assert "bbox" in answer.json()["error"]
