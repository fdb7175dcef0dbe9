"""Keys of other systems: shown once, kept as a digest, gone when revoked or run out, a hundred requests a minute."""

from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from tests.factories.access import make_api_key, make_member_with
from tests.factories.core import make_member, make_organisation

from baraza.core.identity.actions import members, usage
from baraza.core.identity.actions.keys import make_key, replace_key, revoke_key, take_over_key
from baraza.core.identity.actor import SYSTEM, Actor, NotAllowed
from baraza.core.identity.errors import AboveOwn, KeyUnknown
from baraza.core.identity.models import ApiKey, Membership
from baraza.core.identity.queries import keys
from baraza.core.identity.queries.keys import caller_of, list_keys
from baraza.core.organisations.actions import switch_organisation
from baraza.core.tenancy.scope import current_organisation_id, key_scope, organisation_scope
from baraza.lib.clock import now

pytestmark = pytest.mark.django_db


def test_a_key_leads_to_its_organisation_and_scopes_and_is_kept_nowhere() -> None:
    city = make_organisation()
    new = make_api_key(organisation_id=city.id)

    caller = caller_of(presented=new.key)

    assert caller is not None
    assert (caller.organisation_id, caller.scopes) == (city.id, frozenset({"complaints.read", "organisation.read"}))
    with organisation_scope(organisation_id=city.id), connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(identity_api_key)::text FROM identity_api_key")
        assert new.key.split("_", 2)[2] not in str(cursor.fetchall())


@pytest.mark.parametrize("presented", ["", "bz", "bz_", "bz__", "bz_abc", "bz_abc_def", "xx_{prefix}_{secret}"])
def test_what_is_no_key_of_ours_is_nobodys(presented: str) -> None:
    _, prefix, secret = make_api_key(organisation_id=make_organisation().id).key.split("_", 2)
    assert caller_of(presented=presented.format(prefix=prefix, secret=secret)) is None


def test_a_wrong_secret_opens_nothing() -> None:
    key = make_api_key(organisation_id=make_organisation().id).key
    assert caller_of(presented=key[:-1]) is None


def test_a_key_that_is_revoked_has_run_out_or_whose_organisation_is_closed_opens_nothing() -> None:
    city, closed = make_organisation(), make_organisation()
    revoked, short, shut = (make_api_key(organisation_id=one.id) for one in (city, city, closed))
    admin = make_member(organisation_id=city.id, role="org_admin")
    with organisation_scope(organisation_id=city.id):
        revoke_key(actor=admin, key_id=revoked.id)
        with pytest.raises(KeyUnknown):
            revoke_key(actor=admin, key_id=shut.id)
    switch_organisation(organisation_id=closed.id, active=False)

    assert caller_of(presented=revoked.key) is None
    assert caller_of(presented=shut.key) is None
    with patch.object(keys, "now", return_value=now() + timedelta(days=31)):
        assert caller_of(presented=short.key) is None


def test_before_the_organisation_is_known_one_key_is_seen_and_no_other() -> None:
    city = make_organisation()
    first, _ = make_api_key(organisation_id=city.id), make_api_key(organisation_id=city.id)
    with key_scope(prefix=first.key.split("_")[1]):
        assert list(ApiKey.objects.values_list("pk", flat=True)) == [first.id]
    assert ApiKey.objects.count() == 0


def test_a_replaced_key_goes_on_for_a_day() -> None:
    city = make_organisation()
    admin, old = make_member(organisation_id=city.id, role="org_admin"), make_api_key(organisation_id=city.id)
    with organisation_scope(organisation_id=city.id):
        new = replace_key(actor=admin, key_id=old.id)

    assert caller_of(presented=old.key) is not None
    with patch.object(keys, "now", return_value=now() + timedelta(hours=25)):
        assert caller_of(presented=old.key) is None
        assert caller_of(presented=new.key) is not None


def test_a_key_older_than_a_month_is_marked() -> None:
    city = make_organisation()
    make_api_key(organisation_id=city.id, days=90)
    with organisation_scope(organisation_id=city.id):
        fresh = [one.old for one in list_keys()]
        with patch.object(keys, "now", return_value=now() + timedelta(days=32)):
            late = [one.old for one in list_keys()]
    assert (fresh, late) == ([False], [True])


def test_a_key_never_has_more_than_its_maker() -> None:
    city = make_organisation()
    keeper = make_member_with(organisation_id=city.id, permissions=("api_keys.manage",))
    with organisation_scope(organisation_id=city.id):
        with pytest.raises(AboveOwn):
            make_key(actor=keeper, name="Map", scopes=["complaints.read"], days=30)
        with pytest.raises(NotAllowed):
            make_key(actor=make_member(organisation_id=city.id), name="Map", scopes=["complaints.read"], days=30)


def test_the_hundred_and_first_request_of_a_minute_waits_for_the_first_to_be_a_minute_ago() -> None:
    city = make_organisation()
    key, began = make_api_key(organisation_id=city.id), now()

    def ask(seconds: float) -> int:
        with patch.object(usage, "now", return_value=began + timedelta(seconds=seconds)):
            return usage.count_request(organisation_id=city.id, key_id=key.id)

    assert {ask(number * 0.5) for number in range(100)} == {0}
    assert (ask(50), ask(59.5), ask(60)) == (10, 1, 0)


def test_a_scope_brings_along_those_without_which_it_opens_nothing() -> None:
    key = make_api_key(organisation_id=make_organisation().id, scopes=("complaints.personal",)).key
    caller = caller_of(presented=key)
    assert caller is not None
    assert caller.scopes == frozenset({"complaints.read", "complaints.personal"})


def _suspend(maker: Actor) -> None:
    members.suspend(actor=SYSTEM, user_id=maker.id or 0)


def _remove(maker: Actor) -> None:
    members.remove(actor=SYSTEM, user_id=maker.id or 0)


def _demote(maker: Actor) -> None:
    members.change_role(actor=SYSTEM, user_id=maker.id or 0, role="agent")


@pytest.mark.parametrize("lose_it", [_suspend, _remove, _demote])
def test_a_key_stops_with_its_makers_access_until_another_admin_answers_for_it(
    lose_it: Callable[[Actor], None],
) -> None:
    city = make_organisation()
    maker, other = (make_member(organisation_id=city.id, role="org_admin") for _ in range(2))
    with organisation_scope(organisation_id=city.id):
        new = make_key(actor=maker, name="Map", scopes=["complaints.read"], days=30)
    assert caller_of(presented=new.key) is not None

    with organisation_scope(organisation_id=city.id):
        lose_it(maker)
        [stopped] = list_keys()
    assert caller_of(presented=new.key) is None
    assert (stopped.stopped, stopped.working, stopped.over) == (True, False, False)

    with organisation_scope(organisation_id=city.id):
        take_over_key(actor=other, key_id=new.id)
        [taken] = list_keys()
    assert caller_of(presented=new.key) is not None
    assert (taken.created_by, taken.keeper, taken.working) == (maker.name, other.name, True)


def test_a_key_reads_nothing_that_its_maker_may_read_no_longer() -> None:
    city = make_organisation()
    maker = make_member_with(organisation_id=city.id, permissions=("api_keys.manage", "complaints.read"))
    with organisation_scope(organisation_id=city.id):
        new = make_key(actor=maker, name="Map", scopes=["complaints.read"], days=30)
        role = Membership.objects.get(user_id=maker.id).custom_role
        assert role is not None
        role.permissions = ["api_keys.manage"]
        role.save()

    assert caller_of(presented=new.key) is None


def test_nobody_answers_for_a_key_that_does_more_than_they_may() -> None:
    city = make_organisation()
    new = make_api_key(organisation_id=city.id)
    keeper = make_member_with(organisation_id=city.id, permissions=("api_keys.manage",))
    with organisation_scope(organisation_id=city.id), pytest.raises(AboveOwn):
        take_over_key(actor=keeper, key_id=new.id)


def test_a_keepers_membership_elsewhere_keeps_no_key_alive() -> None:
    city, other = make_organisation(), make_organisation()
    maker = make_member(organisation_id=city.id, role="org_admin")
    with organisation_scope(organisation_id=other.id):
        Membership.objects.create(organisation_id=other.id, user_id=maker.id, role="org_admin")
    with organisation_scope(organisation_id=city.id):
        new = make_key(actor=maker, name="Map", scopes=["complaints.read"], days=30)
        _remove_last(maker)

    assert caller_of(presented=new.key) is None


def _remove_last(maker: Actor) -> None:
    Membership.objects.filter(organisation_id=current_organisation_id(), user_id=maker.id).delete()
