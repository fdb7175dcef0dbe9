"""Teams: made, named, filled with the organisation's own people, closed and opened again."""

import pytest
from tests.factories.core import make_member, make_organisation

from baraza.core.audit.models import AuditEntry
from baraza.core.identity.actions.teams import (
    NotAMember,
    TeamNameTaken,
    TeamUnknown,
    change_team,
    make_team,
    set_team_active,
)
from baraza.core.identity.actor import SYSTEM, NotAllowed
from baraza.core.identity.queries import list_teams
from baraza.core.tenancy.scope import organisation_scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> int:
    return make_organisation().id


def test_a_team_is_made_filled_renamed_and_closed(city: int) -> None:
    clerk, other = (make_member(organisation_id=city).id or 0 for _ in range(2))
    with organisation_scope(organisation_id=city):
        team = make_team(actor=SYSTEM, name=" Roads ", member_ids=[clerk])
        change_team(actor=SYSTEM, team_id=team, name="Roads and bridges", member_ids=[other])
        (found,) = list_teams()
        set_team_active(actor=SYSTEM, team_id=team, active=False)
        trail = list(AuditEntry.objects.order_by("pk").values_list("action", "changes"))

        assert (found.name, found.member_ids) == ("Roads and bridges", frozenset({other}))
        assert list_teams() == []
    assert trail == [
        ("team.made", {"name": "Roads", "members": [clerk]}),
        ("team.changed", {"name": ["Roads", "Roads and bridges"], "members": [[clerk], [other]]}),
        ("team.closed", {"active": [True, False]}),
    ]


def test_a_name_is_taken_once_also_by_a_closed_team(city: int) -> None:
    with organisation_scope(organisation_id=city):
        team = make_team(actor=SYSTEM, name="Roads")
        set_team_active(actor=SYSTEM, team_id=team, active=False)

        with pytest.raises(TeamNameTaken):
            make_team(actor=SYSTEM, name="Roads")


def test_nobody_of_another_organisation_is_in_a_team(city: int) -> None:
    stranger = make_member(organisation_id=make_organisation().id).id or 0
    with organisation_scope(organisation_id=city), pytest.raises(NotAMember):
        make_team(actor=SYSTEM, name="Roads", member_ids=[stranger])


def test_another_organisations_team_is_unknown(city: int) -> None:
    with organisation_scope(organisation_id=make_organisation().id):
        foreign = make_team(actor=SYSTEM, name="Roads")
    with organisation_scope(organisation_id=city):
        for act in (
            lambda: change_team(actor=SYSTEM, team_id=foreign, name="Ours", member_ids=[]),
            lambda: set_team_active(actor=SYSTEM, team_id=foreign, active=False),
        ):
            with pytest.raises(TeamUnknown):
                act()


@pytest.mark.parametrize("role", ["supervisor", "agent", "org_viewer"])
def test_only_admins_make_teams(city: int, role: str) -> None:
    actor = make_member(organisation_id=city, role=role)
    with organisation_scope(organisation_id=city):
        team = make_team(actor=SYSTEM, name="Roads")
        for act in (
            lambda: make_team(actor=actor, name="Mine"),
            lambda: change_team(actor=actor, team_id=team, name="Mine", member_ids=[]),
            lambda: set_team_active(actor=actor, team_id=team, active=False),
        ):
            with pytest.raises(NotAllowed):
                act()

        assert [one.name for one in list_teams()] == ["Roads"]
