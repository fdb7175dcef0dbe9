"""Members choose under their account which letters they get; the link in a letter stops its kind without signing in."""

import pytest
from django.test import Client
from tests.web.console.conftest import City, browser_of

from baraza.capabilities.staff_letters.choices import Wishes, choose, headers_of, wishes_of
from baraza.capabilities.staff_letters.kinds import DIGEST
from baraza.core.identity.actor import Actor
from baraza.core.tenancy.scope import organisation_scope

PAGE = "/console/account/letters/"
CHOSEN = {"digest": "day", "weekday": "0", "hour": "6"}


def wishes(city: City, actor: Actor) -> Wishes:
    with organisation_scope(organisation_id=city.profile.id):
        return wishes_of(actor=actor)


def test_each_role_is_offered_the_letters_it_may_get_and_unticking_one_stops_it(city: City) -> None:
    admin = browser_of(city.admin.id)
    page = admin.get(PAGE).content.decode()
    agents = city.signed_in("agent").get(PAGE).content.decode()

    answer = admin.post(PAGE, {**CHOSEN, "wanted": ["exports.ready"]})

    assert all(f'value="{kind}"' in page for kind in ("exports.ready", "webhooks.stopped"))
    assert 'value="calls.alert"' not in page
    assert 'value="exports.ready"' in agents
    assert 'value="webhooks.stopped"' not in agents
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert wishes(city, city.admin) == Wishes(stopped=frozenset({"webhooks.stopped"}), digest="day", hour=6)


@pytest.mark.parametrize(
    "wrong", [{"digest": "hour"}, {"hour": "24"}, {"weekday": "7"}, {"wanted": ["x"]}, {"digest": ""}]
)
def test_what_is_none_of_the_choices_is_refused(city: City, wrong: dict[str, object]) -> None:
    answer = browser_of(city.admin.id).post(PAGE, {**CHOSEN, **wrong})
    assert answer.status_code == 422
    assert wishes(city, city.admin) == Wishes()


def test_a_look_at_the_link_stops_nothing_and_one_click_stops_its_kind(city: City) -> None:
    with organisation_scope(organisation_id=city.profile.id):
        choose(actor=city.admin, wishes=Wishes(digest="week", weekday=4))
        link = headers_of(user_id=city.admin.id or 0, kind=DIGEST)["List-Unsubscribe"].strip("<>")
    path = link[link.index("/console/") :]

    looked = Client(enforce_csrf_checks=True).get(path)
    assert (looked.status_code, looked["Referrer-Policy"]) == (200, "no-referrer")
    assert wishes(city, city.admin).digest == "week"

    clicked = Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})
    assert (clicked.status_code, clicked["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert wishes(city, city.admin) == Wishes(weekday=4)
    assert "You get no more" in Client().post(path).content.decode()
    assert Client().get(path.replace("/stop/", "/stop/x")).status_code == 404


def test_the_account_leads_there(city: City) -> None:
    assert f'href="{PAGE}"' in city.signed_in("org_viewer").get("/console/account/").content.decode()
