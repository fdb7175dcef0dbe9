"""The living page is for staff; to everybody else it is not there, except in a demonstration."""

import pytest
from django.test import Client
from django.urls import get_resolver
from pytest_django import Settings
from tests.factories.core import make_member, make_organisation

from baraza.core.identity.models import User

PAGES = [
    "",
    "portal/",
    "form/",
    "done/",
    "console/",
    "matter/",
    "map/",
    "map/areas.json",
    "charts/",
    "icons/",
    "problem/404/",
]


@pytest.fixture
def clerk(client: Client, db: None) -> Client:
    member = make_member(organisation_id=make_organisation().id, role="org_viewer")
    client.force_login(User.objects.get(pk=member.id))
    return client


@pytest.mark.parametrize("page", PAGES)
def test_in_production_strangers_find_nothing_there(client: Client, settings: Settings, page: str) -> None:
    settings.DEMO_MODE = False

    assert client.get(f"/ui/{page}").status_code == 404


def test_every_page_of_it_is_guarded() -> None:
    patterns = get_resolver("baraza.web.ui.urls").url_patterns

    assert [one.name for one in patterns if not hasattr(one.callback, "__wrapped__")] == []


def test_in_production_staff_see_each_component_in_each_state(clerk: Client, settings: Settings) -> None:
    settings.DEMO_MODE = False

    found = {
        page: clerk.get(f"/ui/{page}").status_code for page in ("", "form/?wrong", "console/", "matter/", "icons/")
    }

    assert set(found.values()) == {200}


def test_in_a_demonstration_everybody_may_look(client: Client) -> None:
    assert client.get("/ui/icons/").status_code == 200
