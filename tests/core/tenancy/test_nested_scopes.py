"""A scope inside a scope ends without taking the outer one with it, and never outlives it."""

import pytest
from django.db import connection, transaction
from tests.factories.core import make_member, make_organisation

from baraza.core.identity.models import Membership, Role, User
from baraza.core.organisations.models import Organisation
from baraza.core.tenancy.scope import (
    ORGANISATION_SETTING,
    PLATFORM_SETTING,
    USER_SETTING,
    organisation_scope,
    platform_scope,
    user_scope,
)

pytestmark = pytest.mark.django_db
SETTINGS = (ORGANISATION_SETTING, USER_SETTING, PLATFORM_SETTING)


def told() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(["coalesce(current_setting(%s, true), '')"] * 3), SETTINGS)
        return list(cursor.fetchone())


def test_the_platform_may_still_write_after_an_action_with_a_platform_scope_of_its_own() -> None:
    first, second = make_organisation(), make_organisation()
    with platform_scope():
        member = make_member(organisation_id=first.id)
        Membership.objects.create(organisation_id=second.id, user_id=member.id, role=Role.AGENT)
        assert told() == ["", "", "on"]
    assert told() == ["", "", ""]


def test_a_person_within_another_persons_scope_gives_it_back() -> None:
    with user_scope(user_id=1):
        with user_scope(user_id=2):
            assert told() == ["", "2", ""]
        assert told() == ["", "1", ""]
    assert told() == ["", "", ""]


def test_scopes_of_different_kinds_do_not_touch_each_other() -> None:
    organisation = make_organisation()
    with organisation_scope(organisation_id=organisation.id), user_scope(user_id=7):
        with organisation_scope(organisation_id=organisation.id), platform_scope():
            assert told() == [str(organisation.id), "7", "on"]
        assert told() == [str(organisation.id), "7", ""]
    assert told() == ["", "", ""]


def test_an_inner_scope_that_fails_gives_the_outer_one_back() -> None:
    with user_scope(user_id=1):
        with pytest.raises(RuntimeError), user_scope(user_id=2), platform_scope():
            raise RuntimeError
        assert told() == ["", "1", ""]


def test_a_transaction_that_is_rolled_back_within_a_scope_leaves_the_scope() -> None:
    organisation = make_organisation()
    with organisation_scope(organisation_id=organisation.id):
        with transaction.atomic():
            transaction.set_rollback(True)
        assert told() == [str(organisation.id), "", ""]
        assert Organisation.objects.filter(pk=organisation.id).exists()
        assert not User.objects.exists()
