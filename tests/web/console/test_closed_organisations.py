"""Staff of an organisation that was closed: they see nothing of it, and keep the others that they work in."""

from django.test import Client
from tests.factories.core import make_organisation
from tests.web.console.conftest import City, browser_of

from baraza.core.identity.models import Membership, Role
from baraza.core.identity.queries import actor_for
from baraza.core.organisations.models import Organisation
from baraza.core.tenancy.scope import platform_scope


def _close(organisation_id: int) -> None:
    with platform_scope():
        Organisation.objects.filter(pk=organisation_id).update(active=False)


def test_who_works_in_a_closed_organisation_alone_is_refused(city: City) -> None:
    browser: Client = city.signed_in("agent")
    _close(city.profile.id)

    assert browser.get("/console/complaints/").status_code == 403


def test_who_works_in_another_one_too_finds_that_one(city: City) -> None:
    other = make_organisation(name="Harbour")
    with platform_scope():
        user_id = Membership.objects.create(organisation_id=other.id, user_id=_member(city), role=Role.AGENT).user_id
    _close(city.profile.id)

    page = browser_of(user_id).get("/console/complaints/")

    assert page.status_code == 200
    assert page.context["organisation"].name == "Harbour"
    assert actor_for(user_id=user_id, organisation_id=city.profile.id) is None


def _member(city: City) -> int:
    return int(city.signed_in("agent").session["_auth_user_id"])
