"""The organisation comes from the session alone: named anywhere else it is not heard."""

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoDbBlocker
from tests.factories.complaints import make_complaint
from tests.factories.core import make_member, make_organisation
from tests.web.console.conftest import City, browser_of
from tests.web.console.everything import tried
from tests.web.console.test_who_may import PERMISSIONS, ROUTES, addressed

from baraza.core.tenancy.scope import organisation_scope

# The switcher's own field is about organisations; the platform's pages name one in their address.
ROWS = sorted(
    set(ROUTES) - {"choose-organisation"} - {name for name, needs in PERMISSIONS.items() if "platform" in needs}
)
WORDS = "Words of another city alone"


@pytest.fixture(scope="module")
def admin_cookies_and_other_id(standing: City, django_db_blocker: DjangoDbBlocker) -> tuple[str, int]:
    """The session of an admin of the standing city, and another city with something to hide."""
    with django_db_blocker.unblock():
        other = make_organisation(name="Harbour City")
        make_member(organisation_id=other.id, role="org_admin")
        with organisation_scope(organisation_id=other.id):
            make_complaint(description=WORDS)
        cookies = standing.signed_in("org_admin").cookies
    return cookies.output(header="", attrs=[]).strip(), other.id


@pytest.mark.parametrize("name", ROWS)
def test_a_forged_organisation_changes_and_shows_nothing_of_the_other_one(
    db: None, standing: City, admin_cookies_and_other_id: tuple[str, int], name: str
) -> None:
    cookies, other_id = admin_cookies_and_other_id
    client = Client()
    client.cookies.load(cookies)
    path, post = addressed(standing, ROUTES[name])
    forged = dict.fromkeys(("organisation", "organisation_id", "tenant"), str(other_id))
    client.cookies.load(forged)
    headers = {"X-Organisation": str(other_id), "X-Organisation-Id": str(other_id)}

    def ask() -> HttpResponse:
        if post is None:
            return client.get(path, forged, headers=headers)
        return client.post(path, {**post, **forged}, headers=headers, query_params=forged)

    answer, before, after = tried(other_id, ask)

    assert WORDS.encode() not in (b"" if answer.streaming else answer.content)
    assert {table for table in after if after[table] != before[table]} <= {"identity_user", "organisations"}


def test_who_works_in_one_organisation_cannot_choose_another(city: City) -> None:
    other = make_organisation()
    client = browser_of(make_member(organisation_id=city.profile.id).id)

    answer = client.post("/console/organisation/", {"organisation": str(other.id)})

    assert answer.status_code == 403
    assert client.get("/console/complaints/").context["organisation"].id == city.profile.id


def test_a_session_that_names_an_organisation_of_others_falls_back_to_ones_own(city: City) -> None:
    client = city.signed_in("agent")
    session = client.session
    session["organisation_id"] = make_organisation().id
    session.save()

    assert client.get("/console/complaints/").status_code == 403
    assert client.get("/console/complaints/").context["organisation"].id == city.profile.id
