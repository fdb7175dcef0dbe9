"""Reads of the members and teams of the organisation at work."""

from collections.abc import Iterable
from dataclasses import dataclass

from baraza.core.identity.models import Membership, Team, TeamMember, User
from baraza.core.tenancy.scope import current_organisation_id


@dataclass(frozen=True, kw_only=True)
class TeamSummary:
    id: int
    name: str
    active: bool
    member_ids: frozenset[int]


@dataclass(frozen=True, kw_only=True)
class MemberSummary:
    """`id` is the person's, as in `Actor.id`."""

    id: int
    name: str
    role: str
    team_ids: tuple[int, ...]


def list_teams(*, include_inactive: bool = False) -> list[TeamSummary]:
    """By name; those that are switched off only when asked for."""
    organisation_id = current_organisation_id()
    teams = Team.objects.filter(organisation_id=organisation_id).order_by("name", "pk")
    if not include_inactive:
        teams = teams.filter(active=True)
    members = _people_by_team(organisation_id)
    return [
        TeamSummary(id=team.pk, name=team.name, active=team.active, member_ids=frozenset(members.get(team.pk, ())))
        for team in teams
    ]


def list_members() -> list[MemberSummary]:
    """Whoever may work in the current organisation, by name."""
    organisation_id = current_organisation_id()
    rows = (
        Membership.objects.filter(organisation_id=organisation_id, active=True, user__is_active=True)
        .select_related("user")
        .order_by("user__name", "user_id")
    )
    teams = teams_by_person(organisation_id=organisation_id)
    return [
        MemberSummary(id=row.user_id, name=row.user.name, role=row.role, team_ids=tuple(teams.get(row.user_id, ())))
        for row in rows
    ]


def member_names(*, user_ids: set[int]) -> dict[int, str]:
    return dict(User.objects.filter(pk__in=user_ids).values_list("pk", "name"))


def teams_by_person(*, organisation_id: int) -> dict[int, list[int]]:
    return _gathered((person, team) for team, person in _pairs(organisation_id))


def _people_by_team(organisation_id: int) -> dict[int, list[int]]:
    return _gathered(_pairs(organisation_id))


def _pairs(organisation_id: int) -> list[tuple[int, int]]:
    rows = TeamMember.objects.filter(organisation_id=organisation_id).order_by("team_id", "user_id")
    return list(rows.values_list("team_id", "user_id"))


def _gathered(pairs: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    gathered: dict[int, list[int]] = {}
    for key, value in pairs:
        gathered.setdefault(key, []).append(value)
    return gathered
