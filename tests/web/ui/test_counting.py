"""The figures of use: which pages, how many answers failed, how many members are at work; and nobody's words."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from prometheus_client import REGISTRY
from tests.factories.core import make_member, make_organisation
from tests.web.console.conftest import browser_of

from baraza.core.identity.models import User
from baraza.core.identity.queries.people import people_seen
from baraza.lib.clock import now

pytestmark = pytest.mark.django_db


def counted(**labels: str) -> float:
    return REGISTRY.get_sample_value("baraza_pages_total", labels) or 0.0


@pytest.mark.parametrize(
    ("path", "labels"),
    [
        ("/console/sign-in/?next=/console/", {"page": "console:sign-in", "method": "GET", "status": "2xx"}),
        ("/console/complaints/?q=Thandi", {"page": "console:complaints", "method": "GET", "status": "3xx"}),
        ("/api/v1/complaints", {"page": "api:complaints", "method": "GET", "status": "4xx"}),
        ("/no/such/page/at/all/", {"page": "unknown", "method": "GET", "status": "4xx"}),
        ("/static/nothing.js", {"page": "files", "method": "GET", "status": "4xx"}),
    ],
)
def test_a_visit_moves_the_counter_of_its_page(client: Client, path: str, labels: dict[str, str]) -> None:
    before = counted(**labels)

    client.get(path)

    assert counted(**labels) == before + 1


def test_what_load_balancers_ask_is_not_counted_and_no_label_holds_what_was_asked_for(client: Client) -> None:
    client.get("/livez")
    client.generic("SEARCH", "/console/complaints/?q=Thandi")

    labels = [
        sample.labels for family in REGISTRY.collect() if family.name == "baraza_pages" for sample in family.samples
    ]
    assert {one["method"] for one in labels} <= {"GET", "POST", "other"}
    assert [one for one in labels if "Thandi" in str(one) or one["page"] == "livez"] == []


def test_members_at_work_are_counted_each_once() -> None:
    organisation_id = make_organisation().id
    people = [make_member(organisation_id=organisation_id).id for _ in range(3)]
    User.objects.filter(pk__in=people).update(last_login=None)
    before = people_seen(since=now() - timedelta(days=1))

    User.objects.filter(pk=people[0]).update(last_login=now() - timedelta(days=3))
    for key in ("a", "b"):
        UserSession.objects.create(user_id=people[0], session_key=key, ip="192.0.2.0", last_seen_at=now())
    browser_of(people[1])

    assert people_seen(since=now() - timedelta(days=1)) == before + 2
    assert people_seen(since=now() + timedelta(minutes=1)) == 0
