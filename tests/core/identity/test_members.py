"""Nobody gives more than they have, nobody changes themselves, and the last admin stays one."""

from collections.abc import Callable

import pytest
from tests.factories.access import make_member_with
from tests.factories.core import make_member, make_organisation

from baraza.core.audit.models import AuditEntry
from baraza.core.identity.actions.members import change_role, remove, restore, suspend
from baraza.core.identity.actions.roles import change_role as change_own_role
from baraza.core.identity.actions.roles import make_role, remove_role
from baraza.core.identity.actor import SYSTEM, Actor, Impersonator, NotAllowed
from baraza.core.identity.errors import (
    AboveOwn,
    LastAdmin,
    MemberUnknown,
    OwnAccess,
    RoleChanged,
    RoleInUse,
    RoleTaken,
    RoleUnknown,
)
from baraza.core.identity.models import CustomRole, Membership
from baraza.core.identity.permissions import allows
from baraza.core.identity.queries import actor_for
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> OrganisationProfile:
    return make_organisation()


@pytest.fixture
def admin(city: OrganisationProfile) -> Actor:
    return make_member(organisation_id=city.id, role="org_admin")


def _role(city: OrganisationProfile, member: Actor) -> tuple[str, bool] | None:
    with organisation_scope(organisation_id=city.id):
        return Membership.objects.filter(user_id=member.id).values_list("role", "active").first()


def test_a_change_of_role_is_in_the_trail_once_with_before_and_after(city: OrganisationProfile, admin: Actor) -> None:
    clerk = make_member(organisation_id=city.id)

    with organisation_scope(organisation_id=city.id):
        change_role(actor=admin, user_id=clerk.id or 0, role="supervisor")
        change_role(actor=admin, user_id=clerk.id or 0, role="supervisor")
        entries = list(AuditEntry.objects.filter(action="member.role_changed").values_list("actor_id", "changes"))

    assert _role(city, clerk) == ("supervisor", True)
    assert entries == [
        (admin.id, {"role": ["agent", "supervisor"], "role_name": ["Clerk", "Supervisor"]}),
    ]


@pytest.mark.parametrize("act", [suspend, remove, lambda **who: change_role(role="agent", **who)])
def test_the_last_admin_can_be_neither_suspended_nor_removed_nor_made_less(
    city: OrganisationProfile, admin: Actor, act: Callable[..., None]
) -> None:
    with pytest.raises(LastAdmin), organisation_scope(organisation_id=city.id):
        act(actor=SYSTEM, user_id=admin.id)

    assert _role(city, admin) == ("org_admin", True)


def test_a_suspended_admin_does_not_count_as_another_one(city: OrganisationProfile, admin: Actor) -> None:
    second = make_member(organisation_id=city.id, role="org_admin")
    with organisation_scope(organisation_id=city.id):
        suspend(actor=admin, user_id=second.id or 0)

    with pytest.raises(LastAdmin), organisation_scope(organisation_id=city.id):
        suspend(actor=SYSTEM, user_id=admin.id or 0)


@pytest.mark.parametrize("act", [suspend, restore, remove, lambda **who: change_role(role="agent", **who)])
def test_nobody_changes_their_own_access(city: OrganisationProfile, admin: Actor, act: Callable[..., None]) -> None:
    make_member(organisation_id=city.id, role="org_admin")
    with pytest.raises(OwnAccess), organisation_scope(organisation_id=city.id):
        act(actor=admin, user_id=admin.id)


@pytest.mark.parametrize("role", ["agent", "supervisor", "org_viewer"])
def test_who_is_no_admin_changes_nobody(city: OrganisationProfile, role: str) -> None:
    member, clerk = make_member(organisation_id=city.id, role=role), make_member(organisation_id=city.id)
    with pytest.raises(NotAllowed), organisation_scope(organisation_id=city.id):
        change_role(actor=member, user_id=clerk.id or 0, role="supervisor")


def test_whoever_keeps_members_by_a_role_of_their_own_gives_no_more_than_they_have(city: OrganisationProfile) -> None:
    clerk, viewer = make_member(organisation_id=city.id), make_member(organisation_id=city.id, role="org_viewer")
    keeper = make_member_with(organisation_id=city.id, permissions=("members.read", "members.manage"))

    with organisation_scope(organisation_id=city.id):
        for user_id, role in ((viewer.id, "org_admin"), (viewer.id, "agent"), (clerk.id, "org_viewer")):
            with pytest.raises(AboveOwn):
                change_role(actor=keeper, user_id=user_id or 0, role=role)

    assert (_role(city, clerk), _role(city, viewer)) == (("agent", True), ("org_viewer", True))


def test_members_and_roles_of_another_organisation_are_not_there(city: OrganisationProfile, admin: Actor) -> None:
    other = make_organisation()
    stranger, clerk = make_member(organisation_id=other.id), make_member(organisation_id=city.id)
    with organisation_scope(organisation_id=other.id):
        role = make_role(actor=SYSTEM, name="Theirs", permissions=["complaints.read"])

    with organisation_scope(organisation_id=city.id):
        with pytest.raises(MemberUnknown):
            suspend(actor=admin, user_id=stranger.id or 0)
        with pytest.raises(RoleUnknown):
            change_role(actor=admin, user_id=clerk.id or 0, role=f"custom:{role}")

    assert _role(other, stranger) == ("agent", True)


@pytest.mark.parametrize("code", ["", "owner", "custom", "custom:", "custom:x", "custom:²", "super_admin"])
def test_a_role_that_there_is_not_is_refused(city: OrganisationProfile, admin: Actor, code: str) -> None:
    clerk = make_member(organisation_id=city.id)
    with pytest.raises(RoleUnknown), organisation_scope(organisation_id=city.id):
        change_role(actor=admin, user_id=clerk.id or 0, role=code)


def test_a_suspended_member_is_nobody_until_they_are_restored(city: OrganisationProfile, admin: Actor) -> None:
    clerk = make_member(organisation_id=city.id)

    with organisation_scope(organisation_id=city.id):
        suspend(actor=admin, user_id=clerk.id or 0)
    meanwhile = actor_for(user_id=clerk.id or 0, organisation_id=city.id)
    with organisation_scope(organisation_id=city.id):
        restore(actor=admin, user_id=clerk.id or 0)

    assert meanwhile is None
    assert actor_for(user_id=clerk.id or 0, organisation_id=city.id) == clerk


def test_a_role_of_an_organisations_own_gives_exactly_its_permissions(city: OrganisationProfile) -> None:
    member = make_member_with(organisation_id=city.id, permissions=("complaints.read", "complaints.note"))

    assert (member.role, member.permissions) == ("custom", frozenset({"complaints.read", "complaints.note"}))
    assert allows(actor=member, permission="complaints.note")
    assert not allows(actor=member, permission="complaints.take")


def test_a_role_never_includes_what_its_maker_may_not_do(city: OrganisationProfile, admin: Actor) -> None:
    maker = make_member_with(organisation_id=city.id, permissions=("roles.manage", "complaints.read"))
    with organisation_scope(organisation_id=city.id):
        for actor, wanted in ((maker, "complaints.take"), (admin, "platform.manage")):
            with pytest.raises(AboveOwn):
                make_role(actor=actor, name="More", permissions=["complaints.read", wanted])
        with pytest.raises(KeyError):
            make_role(actor=admin, name="More", permissions=["complaints.everything"])


def test_nobody_changes_the_role_that_they_have(city: OrganisationProfile) -> None:
    maker = make_member_with(organisation_id=city.id, permissions=("roles.manage", "complaints.read"))
    with organisation_scope(organisation_id=city.id):
        own = Membership.objects.get(user_id=maker.id).custom_role_id or 0
        with pytest.raises(OwnAccess):
            change_own_role(actor=maker, role_id=own, name="More", permissions=["complaints.read"], expected_version=1)


def test_a_role_is_changed_for_all_who_have_it_and_a_stale_form_changes_nothing(
    city: OrganisationProfile, admin: Actor
) -> None:
    member = make_member_with(organisation_id=city.id, permissions=("complaints.read",))
    with organisation_scope(organisation_id=city.id):
        role = Membership.objects.get(user_id=member.id).custom_role_id or 0
        change_own_role(
            actor=admin, role_id=role, name="Note takers", permissions=["complaints.note"], expected_version=1
        )
        with pytest.raises(RoleChanged):
            change_own_role(actor=admin, role_id=role, name="X", permissions=["complaints.take"], expected_version=1)

    actor = actor_for(user_id=member.id or 0, organisation_id=city.id)
    assert actor is not None
    assert actor.permissions == frozenset({"complaints.note"})


def test_a_right_that_a_later_release_no_longer_knows_locks_nobody_out_of_the_role(
    city: OrganisationProfile, admin: Actor
) -> None:
    member = make_member_with(organisation_id=city.id, permissions=("complaints.read",))
    with organisation_scope(organisation_id=city.id):
        role = Membership.objects.get(user_id=member.id).custom_role_id or 0
        CustomRole.objects.filter(pk=role).update(permissions=["complaints.read", "complaints.of_old"])
        suspend(actor=admin, user_id=member.id or 0)
        restore(actor=admin, user_id=member.id or 0)
        change_own_role(actor=admin, role_id=role, name="Readers", permissions=["complaints.read"], expected_version=1)

        assert CustomRole.objects.get(pk=role).permissions == ["complaints.read"]


def test_a_role_that_somebody_has_stays_and_a_name_is_taken_once(city: OrganisationProfile, admin: Actor) -> None:
    member = make_member_with(organisation_id=city.id, permissions=("complaints.read",))
    with organisation_scope(organisation_id=city.id):
        used = Membership.objects.get(user_id=member.id).custom_role_id or 0
        free = make_role(actor=admin, name="Readers", permissions=["complaints.read"])
        with pytest.raises(RoleInUse):
            remove_role(actor=admin, role_id=used)
        with pytest.raises(RoleTaken):
            make_role(actor=admin, name="READERS", permissions=["complaints.read"])
        remove_role(actor=admin, role_id=free)
        with pytest.raises(RoleUnknown):
            remove_role(actor=admin, role_id=free)


def test_whoever_acts_for_an_admin_as_support_hands_out_no_access(city: OrganisationProfile, admin: Actor) -> None:
    helper = Actor(kind="member", id=admin.id, role="org_admin", impersonator=Impersonator(id=9, name="Pat"))

    refused = ("members.manage", "roles.manage", "api_keys.manage", "organisation.security")
    assert not any(allows(actor=helper, permission=permission) for permission in refused)
    assert allows(actor=helper, permission="members.read")
