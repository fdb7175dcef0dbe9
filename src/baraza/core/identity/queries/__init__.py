"""Reads of people, their memberships and teams: one file per noun."""

from baraza.core.identity.queries.members import (
    MemberSummary,
    TeamSummary,
    list_members,
    list_teams,
    member_names,
)
from baraza.core.identity.queries.memberships import MembershipSummary, actor_for, actors_at_work, list_memberships

__all__ = [
    "MemberSummary",
    "MembershipSummary",
    "TeamSummary",
    "actor_for",
    "actors_at_work",
    "list_members",
    "list_memberships",
    "list_teams",
    "member_names",
]
