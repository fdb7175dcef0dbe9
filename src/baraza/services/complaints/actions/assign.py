"""A complaint is given to a team and a person."""

from collections.abc import Mapping
from typing import Final

from baraza.capabilities.live.actions import tell_member
from baraza.core.identity.actor import Actor
from baraza.core.identity.queries import list_members, list_teams
from baraza.services.complaints.actions.changing import save_change
from baraza.services.complaints.actions.locks import lock_complaint
from baraza.services.complaints.actions.move import hand_over
from baraza.services.complaints.models import Complaint
from baraza.services.complaints.policies import require

ASSIGNED: Final = "complaints.assigned"
TEAM_ASSIGNED: Final = "complaints.team_assigned"


class NobodyOfOurs(LookupError):
    """The team or the person does not work in this organisation (any more)."""


def assign(
    *,
    actor: Actor,
    reference: str,
    team_id: int | None,
    assignee_id: int | None,
    reason: str = "",
    expected_version: int | None = None,
    tell: bool = True,
) -> None:
    """None takes the team or the person away. The same again changes nothing; a new person is told, unless not to `tell`.

    Raises NotAllowed, NobodyOfOurs, MoveRefused (what is settled is given to nobody), ChangedMeanwhile,
    ComplaintUnknown.
    """
    require(actor=actor, act="assign")
    complaint = lock_complaint(reference=reference, expected_version=expected_version)
    names = _names(complaint=complaint, team_id=team_id, assignee_id=assignee_id)
    changes: dict[str, object] = {}
    if team_id != complaint.team_id:
        changes["team"] = [complaint.team_id, team_id]
    if assignee_id != complaint.assignee_id:
        changes["assignee"] = [complaint.assignee_id, assignee_id]
    if not changes:
        return
    # As they are called today: the timeline is read when they may be called something else, or be gone.
    changes["given_to"] = names
    if reason.strip():
        changes["reason"] = reason.strip()
    complaint.team_id, complaint.assignee_id = team_id, assignee_id
    if team_id is None and assignee_id is None:
        save_change(complaint=complaint, actor=actor, changes=changes)
    else:
        hand_over(complaint=complaint, actor=actor, changes=changes)
    if tell:
        _tell(complaint=complaint, actor=actor, changes=changes)


def _tell(*, complaint: Complaint, actor: Actor, changes: Mapping[str, object]) -> None:
    """The person it was given to; where nobody was named, the people of the team."""
    told: set[int] = set()
    kind = ASSIGNED
    if complaint.assignee_id is not None:
        told = {complaint.assignee_id} if "assignee" in changes else set()
    elif "team" in changes and complaint.team_id is not None:
        kind = TEAM_ASSIGNED
        told = {one for team in list_teams() if team.id == complaint.team_id for one in team.member_ids}
    for member_id in sorted(told - {actor.id}):
        key = f"{kind}:{complaint.pk}:{complaint.version}"
        tell_member(member_id=member_id, kind=kind, subject=complaint.reference, key=key)


def _names(*, complaint: Complaint, team_id: int | None, assignee_id: int | None) -> list[str]:
    """Of the team and of the person. Whoever has it already may keep it while the other of the two is changed."""
    teams = {team.id: team.name for team in list_teams()} if team_id is not None else {}
    people = {one.id: one.name for one in list_members()} if assignee_id is not None else {}
    if team_id not in {None, complaint.team_id, *teams}:
        raise NobodyOfOurs(team_id)
    if assignee_id not in {None, complaint.assignee_id, *people}:
        raise NobodyOfOurs(assignee_id)
    return [name for name in (teams.get(team_id or 0), people.get(assignee_id or 0)) if name]
