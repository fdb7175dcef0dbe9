"""Admins' pages open from the organisation's own addresses, everything else from everywhere."""

from dataclasses import replace

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from tests.factories.access import make_super_admin_with_factor
from tests.web.console.conftest import City, browser_of
from tests.web.console.routes.members import ROUTES as MEMBERS

from baraza.core.identity.actions.security import networks_of
from baraza.core.identity.permissions import ADMINS, declared
from baraza.core.organisations.actions import keep_security_policy
from baraza.core.organisations.security import SecurityPolicy, get_security_policy
from baraza.core.tenancy.scope import organisation_scope

INSIDE_4, INSIDE_6, OUTSIDE = "192.0.2.7", "2001:db8::7", "198.51.100.7"
POLICY = {"mfa_roles": [], "idle_minutes": "30", "absolute_hours": "12"}


@pytest.fixture
def office(city: City) -> City:
    with organisation_scope(organisation_id=city.profile.id):
        policy = SecurityPolicy(admin_networks=networks_of("192.0.2.0/24\n2001:db8::/32"))
        keep_security_policy(policy=policy)
    return city


def _status(client: Client, page: str, address: str, **headers: str) -> int:
    return client.get(reverse(f"console:{page}"), REMOTE_ADDR=address, headers=headers).status_code


@pytest.mark.parametrize("page", ["members", "roles", "api-keys", "security", "access", "audit"])
def test_from_inside_they_open_and_from_outside_they_do_not(office: City, page: str) -> None:
    admin = office.signed_in("org_admin")
    addresses = (INSIDE_4, INSIDE_6, f"::ffff:{INSIDE_4}", OUTSIDE, "2001:db9::7", "nonsense", "")

    assert [_status(admin, page, address) for address in addresses] == [200, 200, 200, 403, 403, 403, 403]


def test_a_forged_header_is_not_believed_but_our_own_proxy_is(office: City, settings: Settings) -> None:
    admin = office.signed_in("org_admin")
    forged = _status(admin, "members", OUTSIDE, **{"X-Forwarded-For": INSIDE_4})
    settings.TRUSTED_PROXIES = ["203.0.113.1"]
    through = [
        _status(admin, "members", "203.0.113.1", **{"X-Forwarded-For": chain})
        for chain in (INSIDE_4, OUTSIDE, f"{INSIDE_4}, {OUTSIDE}")
    ]

    assert forged == 403
    assert through == [200, 403, 403]


def test_the_platforms_people_work_from_the_platforms_addresses_alone_on_its_pages_and_as_support(
    office: City, settings: Settings
) -> None:
    settings.PLATFORM_NETWORKS = ["203.0.113.0/24", "192.0.2.7"]
    pat, here, home = browser_of(make_super_admin_with_factor()), "203.0.113.9", OUTSIDE
    path = f"/console/platform/organisations/{office.profile.id}/support/"
    entered = {"place": "role:org_admin", "reason": "They asked why a photo is missing"}

    refused = pat.post(path, entered, REMOTE_ADDR=home).status_code
    entering = pat.post(path, entered, REMOTE_ADDR=here).status_code
    pages = [
        _status(pat, page, address)
        for page in ("platform", "complaints", "members")
        for address in (here, home, INSIDE_4, "")
    ]

    assert (refused, entering) == (403, 302)
    assert pages == [200, 403, 200, 403, 200, 403, 200, 403, 403, 403, 200, 403]
    assert _status(office.signed_in("agent"), "complaints", home) == 200


def test_the_page_says_why_and_the_work_goes_on_from_anywhere(office: City) -> None:
    admin = office.signed_in("org_admin")

    answer = admin.get(reverse("console:members"), REMOTE_ADDR=OUTSIDE)

    assert "This page does not open from here" in answer.content.decode()
    assert _status(admin, "complaints", OUTSIDE) == 200


def test_nothing_can_be_changed_from_outside_either(office: City) -> None:
    admin = office.signed_in("org_admin")
    before = office.everything()

    answer = admin.post(
        "/console/" + MEMBERS["invite"].path, {"email": "new@example.org", "role": "agent"}, REMOTE_ADDR=OUTSIDE
    )

    assert answer.status_code == 403
    assert office.everything() == before


def test_every_permission_that_only_admins_have_is_guarded() -> None:
    alone = {one.name for one in declared() if one.for_admins_alone}
    assert alone == {one.name for one in declared() if one.roles == ADMINS}
    assert alone >= {"members.manage", "roles.manage", "api_keys.manage", "organisation.security", "audit.read"}


@pytest.mark.parametrize("written", ["198.51.100.0/24", "2001:db8::/32"])
def test_who_would_lock_themselves_out_is_told_and_nothing_is_saved(city: City, written: str) -> None:
    admin = city.signed_in("org_admin")

    answer = admin.post("/console/members/security/", {**POLICY, "admin_networks": written}, REMOTE_ADDR=INSIDE_4)

    assert answer.status_code == 422
    assert "you would lock yourself out" in answer.content.decode()
    assert get_security_policy(organisation_id=city.profile.id) == SecurityPolicy()


def test_a_list_with_ones_own_address_is_saved(city: City) -> None:
    written = "192.0.2.0/24, 2001:db8::/32\n192.0.2.0/24"

    answer = city.signed_in("org_admin").post(
        "/console/members/security/", {**POLICY, "admin_networks": written}, REMOTE_ADDR=INSIDE_4
    )

    assert answer.status_code == 302
    assert get_security_policy(organisation_id=city.profile.id).admin_networks == networks_of(written)


def test_an_operator_opens_the_pages_again_when_the_offices_address_has_changed(office: City) -> None:
    organisation_id = office.profile.id
    with organisation_scope(organisation_id=organisation_id):
        kept = get_security_policy(organisation_id=organisation_id)
        keep_security_policy(policy=replace(kept, idle_minutes=20))

    call_command("members", "open-admin-pages", office.profile.slug)

    assert get_security_policy(organisation_id=organisation_id) == SecurityPolicy(idle_minutes=20)
    assert _status(office.signed_in("org_admin"), "members", OUTSIDE) == 200


@pytest.mark.parametrize("written", ["everywhere", "192.0.2.1/24", "192.0.2.0/33", "::1::"])
def test_what_is_no_range_is_said_at_the_question(city: City, written: str) -> None:
    answer = city.signed_in("org_admin").post(
        "/console/members/security/", {**POLICY, "admin_networks": written}, REMOTE_ADDR=INSIDE_4
    )
    assert answer.status_code == 422
    assert "This is no address range" in answer.content.decode()
