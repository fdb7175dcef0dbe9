"""Help from the platform: with a reason, for half an hour, under both names."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from tests.factories.access import make_super_admin_with_factor
from tests.factories.complaints import make_complaint
from tests.factories.core import make_member, make_organisation

from baraza.core.audit.models import AuditEntry
from baraza.core.identity.actions.platform import make_super_admin, unmake_super_admin
from baraza.core.identity.actions.support import end_support, start_support
from baraza.core.identity.actor import SYSTEM, Actor, Impersonator, NotAllowed
from baraza.core.identity.errors import LastAdmin, MemberUnknown, NotSupporting, OwnAccess
from baraza.core.identity.models import PlatformEntry, User
from baraza.core.identity.queries import support
from baraza.core.identity.queries.access import list_support
from baraza.core.identity.queries.support import list_platform_acts, platform_actor, support_now
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now
from baraza.services.complaints.actions.move import take

pytestmark = pytest.mark.django_db
WHY = "They asked why a report is missing"


@pytest.fixture
def city() -> OrganisationProfile:
    return make_organisation()


@pytest.fixture
def pat() -> Actor:
    actor = platform_actor(user_id=make_super_admin_with_factor())
    assert actor is not None
    return actor


def _enter(pat: Actor, city: OrganisationProfile, *, member_id: int | None = None) -> int:
    return start_support(actor=pat, organisation_id=city.id, role="agent", member_id=member_id, reason=WHY)


def test_every_act_is_in_the_organisations_trail_under_both_names(city: OrganisationProfile, pat: Actor) -> None:
    clerk = make_member(organisation_id=city.id, name="Lindiwe")
    number = _enter(pat, city, member_id=clerk.id)
    acting = support_now(user_id=pat.id or 0, support_id=number)
    assert acting is not None

    with organisation_scope(organisation_id=city.id):
        reference = make_complaint().reference
        take(actor=acting.actor, reference=reference, expected_version=1)
        entries = AuditEntry.objects.filter(subject_id=reference, actor_id=clerk.id)
        names = set(entries.values_list("actor_name", "impersonator_id", "impersonator_name"))

    assert acting.actor.impersonator == Impersonator(id=pat.id or 0, name=pat.name)
    assert names == {("Lindiwe", pat.id, pat.name)}


def test_it_ends_by_itself_after_half_an_hour_and_at_once_when_it_is_ended(
    city: OrganisationProfile, pat: Actor
) -> None:
    number = _enter(pat, city)

    with patch.object(support, "now", return_value=now() + timedelta(minutes=29)):
        assert support_now(user_id=pat.id or 0, support_id=number) is not None
    with patch.object(support, "now", return_value=now() + timedelta(minutes=30, seconds=1)):
        assert support_now(user_id=pat.id or 0, support_id=number) is None
    end_support(actor=pat, support_id=number)
    assert support_now(user_id=pat.id or 0, support_id=number) is None
    with pytest.raises(NotSupporting):
        end_support(actor=pat, support_id=number)


def test_it_is_nobody_elses_and_ends_with_the_role(city: OrganisationProfile, pat: Actor) -> None:
    number, other = _enter(pat, city), make_super_admin_with_factor()

    assert support_now(user_id=other, support_id=number) is None
    User.objects.filter(pk=pat.id).update(is_super_admin=False)
    assert support_now(user_id=pat.id or 0, support_id=number) is None


def test_without_a_reason_a_member_or_the_right_nobody_goes_in(city: OrganisationProfile, pat: Actor) -> None:
    admin, stranger = (make_member(organisation_id=one.id, role="org_admin") for one in (city, make_organisation()))

    with pytest.raises(ValueError, match="reason"):
        start_support(actor=pat, organisation_id=city.id, role="agent", member_id=None, reason="  ")
    with pytest.raises(MemberUnknown):
        _enter(pat, city, member_id=stranger.id)
    with pytest.raises(NotAllowed):
        _enter(admin, city)


def test_the_platforms_people_are_made_and_unmade_in_its_own_trail_and_one_stays(pat: Actor) -> None:
    second = make_super_admin(actor=pat, email="second@example.org", name="Sam", password="Correct-horse-battery-9")
    make_super_admin(actor=pat, email="SECOND@example.org")
    sam = Actor(kind="member", id=second, role="super_admin", name="Sam")
    city = make_organisation()
    _enter(sam, city)

    unmake_super_admin(actor=pat, user_id=second)

    with pytest.raises(OwnAccess):
        unmake_super_admin(actor=pat, user_id=pat.id or 0)
    with pytest.raises(LastAdmin):
        unmake_super_admin(actor=SYSTEM, user_id=pat.id or 0)
    acts = [(one.action, one.actor_name) for one in list_platform_acts() if one.subject == "second@example.org"]
    assert acts == [("super_admin.unmade", pat.name), ("super_admin.made", pat.name)]
    with organisation_scope(organisation_id=city.id):
        assert [one.going_on for one in list_support()] == [False]
    # Outside the platform's own scope there is nothing to see.
    assert not PlatformEntry.objects.exists()
