"""Teams are made, named, filled and closed; a closed one keeps its past and takes no new work."""

import hashlib
from collections.abc import Collection

from django.db import IntegrityError, transaction

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.identity.models import Team, TeamMember
from baraza.core.identity.permissions import ADMINS, Permission, declare, require
from baraza.core.identity.queries import list_members
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.translation import gettext_noop

declare(
    (Permission(name="teams.manage", label=gettext_noop("Make and change teams"), roles=ADMINS),),
)


class TeamUnknown(LookupError):
    """This organisation has no team of this id."""


class TeamNameTaken(ValueError):
    """Another team, perhaps a closed one, has this name."""


class NotAMember(ValueError):
    """Somebody who does not work in this organisation cannot be in its team."""


class TeamChanged(Exception):
    """A colleague changed the team since it was looked at."""


def team_mark(*, name: str, member_ids: Collection[int]) -> str:
    """Stands for the team as somebody saw it; given back with a change."""
    return hashlib.sha256(f"{name}:{sorted(member_ids)}".encode()).hexdigest()


def make_team(*, actor: Actor, name: str, member_ids: Collection[int] = ()) -> int:
    """Raises NotAllowed, TeamNameTaken, NotAMember."""
    require(actor=actor, permission="teams.manage")
    team = Team(organisation_id=current_organisation_id(), name=name.strip())
    _save(team)
    _fill(team, member_ids)
    _record(actor, team, "team.made", {"name": team.name, "members": sorted(member_ids)})
    return team.pk


def change_team(
    *, actor: Actor, team_id: int, name: str, member_ids: Collection[int], expected: str | None = None
) -> None:
    """The name and everyone who is in it; `expected` is the `team_mark` of what was looked at.

    Raises NotAllowed, TeamUnknown, TeamChanged, TeamNameTaken, NotAMember.
    """
    require(actor=actor, permission="teams.manage")
    team = _locked(team_id)
    before = sorted(TeamMember.objects.filter(team=team).values_list("user_id", flat=True))
    if expected is not None and expected != team_mark(name=team.name, member_ids=before):
        raise TeamChanged(team_id)
    changes: dict[str, object] = {}
    if team.name != name.strip():
        changes["name"] = [team.name, name.strip()]
        team.name = name.strip()
        _save(team)
    if before != sorted(member_ids):
        changes["members"] = [before, sorted(member_ids)]
        _fill(team, member_ids)
    if changes:
        _record(actor, team, "team.changed", changes)


def set_team_active(*, actor: Actor, team_id: int, active: bool) -> None:
    """Raises NotAllowed, TeamUnknown."""
    require(actor=actor, permission="teams.manage")
    team = _locked(team_id)
    if team.active == active:
        return
    team.active = active
    team.save(update_fields=["active"])
    _record(actor, team, "team.opened_again" if active else "team.closed", {"active": [not active, active]})


def _locked(team_id: int) -> Team:
    team = Team.objects.select_for_update().filter(pk=team_id, organisation_id=current_organisation_id()).first()
    if team is None:
        raise TeamUnknown(team_id)
    return team


def _save(team: Team) -> None:
    try:
        with transaction.atomic():
            team.save()
    except IntegrityError as error:
        if "team_name_once" in str(error):
            raise TeamNameTaken(team.name) from error
        raise


def _fill(team: Team, member_ids: Collection[int]) -> None:
    wanted = set(member_ids)
    if wanted - {member.id for member in list_members()}:
        raise NotAMember(team.pk)
    TeamMember.objects.filter(team=team).exclude(user_id__in=wanted).delete()
    TeamMember.objects.bulk_create(
        (TeamMember(organisation_id=team.organisation_id, team=team, user_id=one) for one in sorted(wanted)),
        ignore_conflicts=True,
    )


def _record(actor: Actor, team: Team, action: str, changes: dict[str, object]) -> None:
    record(actor=actor, action=action, subject_kind="team", subject_id=str(team.pk), changes=changes)
