"""Every address of the console, asked by everyone: exactly what each gets, and that a refusal changes nothing."""

import importlib
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker
from tests.factories.access import make_reader, make_super_admin_with_factor
from tests.factories.core import make_member, make_organisation
from tests.web.console.conftest import City, browser_of
from tests.web.console.everything import Rows, tried, without_traces
from tests.web.console.routes.account import ROUTES as ACCOUNT
from tests.web.console.routes.table import (
    EVERYONE,
    SIGN_IN,
    WRITTEN,
    Outcome,
    Route,
    changes_for,
    outcome_for,
)

from baraza.core.identity.models import Membership
from baraza.core.tenancy.scope import platform_scope
from baraza.web.console.access import permission_of
from baraza.web.console.urls import AREAS, urlpatterns

ROUTES: dict[str, Route] = {
    name: route
    for area in AREAS
    for name, route in importlib.import_module(f"tests.web.console.routes.{area}").ROUTES.items()
}
VIEWS = {str(pattern.name): pattern.callback for area in urlpatterns for pattern in area.url_patterns}
PERMISSIONS = {name: permission_of(view) for name, view in VIEWS.items()}
CHANGING = sorted(name for name, route in ROUTES.items() if route.changing)
REFUSALS = {SIGN_IN, 401, 403, 404, 405}
# Open to whoever is signed in, or to everybody: each guards itself, and these are all. Letters are of a membership.
OPEN = {*ACCOUNT, "invitation"} - {"letters"}


def browser(city: City, who: str) -> Client:
    if who == "anonymous":
        return Client()
    if who == "outsider":
        return browser_of(make_member(organisation_id=make_organisation().id, role="org_admin").id)
    if who == "super_admin":
        return browser_of(make_super_admin_with_factor())
    if who == "reader":
        return browser_of(make_reader(organisation_id=city.profile.id).id)
    if who == "suspended":
        member = make_member(organisation_id=city.profile.id, role="org_admin")
        with platform_scope():
            Membership.objects.filter(user_id=member.id).update(active=False)
        return browser_of(member.id)
    return city.signed_in(who)


@pytest.fixture(scope="module")
def cookies(standing: City, django_db_blocker: DjangoDbBlocker) -> dict[str, str]:
    """Everyone's session at the standing city."""
    with django_db_blocker.unblock():
        clients = {who: browser(standing, who) for who in EVERYONE}
    return {who: client.cookies.output(header="", attrs=[]).strip() for who, client in clients.items()}


@pytest.fixture
def browsers(db: None, cookies: dict[str, str]) -> dict[str, Client]:
    """Everyone's browser as it was after signing in."""
    clients = {who: Client() for who in cookies}
    for who, client in clients.items():
        client.cookies.load(cookies[who])
    return clients


def addressed(city: City, route: Route) -> tuple[str, dict[str, str] | None]:
    """The row's address and what is posted to it, with this city's numbers in."""
    words = city.words()
    post = None if route.post is None else {name: value.format(**words) for name, value in route.post.items()}
    return "/console/" + route.path.format(**words), post


def asked(city: City, route: Route, client: Client) -> tuple[Outcome, Any]:
    path, post = addressed(city, route)
    answer = client.get(path) if post is None else client.post(path, post)
    led_to_sign_in = answer.status_code == 302 and unquote(answer.url) == f"/console/sign-in/?next={path}"
    # Whoever wrote something gets it back, above the sign-in.
    led_to_sign_in = led_to_sign_in or answer.status_code == 401
    return (SIGN_IN if led_to_sign_in else answer.status_code), answer


def test_every_address_of_the_console_has_its_row() -> None:
    assert sorted(ROUTES) == sorted(VIEWS)
    assert all(set(WRITTEN) <= set(route.expected) <= set(EVERYONE) for route in ROUTES.values())


def test_every_view_declares_its_permission_or_is_one_of_the_few_that_are_open() -> None:
    assert {name for name, permission in PERMISSIONS.items() if not permission} == OPEN


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_everyone_gets_exactly_what_the_table_says_and_a_refusal_changes_nothing(
    standing: City, browsers: dict[str, Client], name: str
) -> None:
    """One city for all who ask; what each does is taken back before the next one comes."""
    route, permission = ROUTES[name], PERMISSIONS[name]

    found = {who: _asked(standing, route, browsers[who]) for who in EVERYONE}

    assert {who: outcome for who, (outcome, _, _) in found.items()} == {
        who: outcome_for(route, who=who, permission=permission) for who in EVERYONE
    }
    assert {who for who, (_, changed, _) in found.items() if changed} == {
        who for who in EVERYONE if changes_for(route, who=who, permission=permission)
    }
    # Who is refused does not even leave the trace of a look.
    assert {who for who, (outcome, _, traces) in found.items() if traces and outcome in REFUSALS} == set()


def _asked(city: City, route: Route, client: Client) -> tuple[Outcome, set[str], set[str]]:
    """What the client got, the tables that it changed, and those that are not as they were if only for a look."""
    outcome, before, after = tried(city.profile.id, lambda: asked(city, route, client)[0])
    differing = {table for table in after if after[table] != before[table]}
    return outcome, {table for table in differing if is_change(table, before, after)}, differing


def is_change(table: str, before: Rows, after: Rows) -> bool:
    """More than the trace of a look."""
    return without_traces(table, before) != without_traces(table, after)


@pytest.mark.parametrize("name", CHANGING)
def test_only_what_is_posted_with_the_pages_token_changes_anything(
    standing: City, browsers: dict[str, Client], name: str
) -> None:
    route = ROUTES[name]
    client = browsers[route.changing[0]]
    looking = Route(route.path, route.expected)

    looked, changed_by_looking, _ = _asked(standing, looking, client)
    client.handler.enforce_csrf_checks = True
    forged, changed_by_forging, _ = _asked(standing, route, client)

    # The form that is posted to the address, or nothing.
    assert (looked in {200, 405}, forged) == (True, 403)
    assert (changed_by_looking, changed_by_forging) == (set(), set())


def test_a_viewer_is_offered_nothing_to_change(city: City) -> None:
    client = city.signed_in("org_viewer")

    pages = [
        client.get(f"/console/{path}").content.decode()
        for path in (f"complaints/{city.reference}/", f"inbox/{city.thread_id}/")
    ]

    # The last is the dialog before a session ends.
    allowed = {'action="/console/sign-out/"', "data-ba-time-stay"}
    forms = {part.split(">")[0].split()[-1] for page in pages for part in page.split('method="post" ')[1:]}
    assert forms == allowed


def test_pages_of_the_console_are_not_kept_by_the_browser(city: City) -> None:
    client = city.signed_in("agent")

    assert client.get("/console/complaints/")["Cache-Control"] == "no-store, private"


def test_who_belongs_to_no_organisation_may_sign_out_again(city: City) -> None:
    member = make_member(organisation_id=city.profile.id)
    with platform_scope():
        Membership.objects.filter(user_id=member.id).update(active=False)

    answer = browser_of(member.id).get("/console/complaints/")

    assert answer.status_code == 403
    assert 'action="/console/sign-out/"' in answer.content.decode()


def test_the_first_page_leads_the_platforms_own_people_to_theirs(city: City) -> None:
    assert browser(city, "super_admin").get("/console/")["Location"] == "/console/platform/"
