"""What an organisation chose for its staff's access, and what holds when it chose nothing."""

import ipaddress

import pytest
from django.db import DataError, IntegrityError, transaction
from tests.factories.core import make_organisation

from baraza.core.organisations.models import OrganisationSecurity
from baraza.core.organisations.security import SecurityPolicy, get_security_policy
from baraza.core.tenancy.scope import organisation_scope

pytestmark = pytest.mark.django_db


def test_without_a_choice_the_defaults_hold() -> None:
    assert get_security_policy(organisation_id=make_organisation().id) == SecurityPolicy()


def test_networks_of_both_kinds_are_read_back_as_networks_and_for_their_organisation_alone() -> None:
    city, other = make_organisation(), make_organisation()
    with organisation_scope(organisation_id=city.id):
        OrganisationSecurity.objects.create(
            organisation_id=city.id, mfa_roles=["org_admin"], admin_networks=["192.0.2.0/24", "2001:db8::/32"]
        )

    policy = get_security_policy(organisation_id=city.id)

    assert policy.mfa_roles == frozenset({"org_admin"})
    assert policy.admin_networks == (ipaddress.ip_network("192.0.2.0/24"), ipaddress.ip_network("2001:db8::/32"))
    assert get_security_policy(organisation_id=other.id) == SecurityPolicy()


def test_the_database_refuses_what_is_no_network() -> None:
    city = make_organisation()
    with pytest.raises(DataError), organisation_scope(organisation_id=city.id), transaction.atomic():
        OrganisationSecurity.objects.create(organisation_id=city.id, admin_networks=["everywhere"])


@pytest.mark.parametrize("wrong", [{"idle_minutes": 4}, {"idle_minutes": 481}, {"absolute_hours": 0}])
def test_the_database_refuses_time_limits_that_lock_people_out_or_never_end(wrong: dict[str, int]) -> None:
    city = make_organisation()
    with pytest.raises(IntegrityError), organisation_scope(organisation_id=city.id), transaction.atomic():
        OrganisationSecurity.objects.create(organisation_id=city.id, **wrong)
