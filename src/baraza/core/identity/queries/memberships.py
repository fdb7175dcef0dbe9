"""Reads of people and their memberships."""

from dataclasses import dataclass

from django.db.models import QuerySet

from baraza.core.identity.actor import Actor
from baraza.core.identity.models import Membership
from baraza.core.organisations.queries import OrganisationProfile, profile_of
from baraza.core.tenancy.scope import user_scope


@dataclass(frozen=True, kw_only=True)
class MembershipSummary:
    organisation_id: int
    role: str


def list_memberships(*, user_id: int) -> list[MembershipSummary]:
    """The active organisations in which this person may work, before one is chosen."""
    with user_scope(user_id=user_id):
        rows = _working(user_id).order_by("organisation_id")
        return [MembershipSummary(organisation_id=row.organisation_id, role=row.role) for row in rows]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What a person is in one organisation."""

    actor: Actor
    organisation: OrganisationProfile


def standings_of(*, user_id: int) -> dict[int, Standing]:
    """Of each active organisation in which the person may work, by its id, in the order of ids."""
    with user_scope(user_id=user_id):
        rows = _working(user_id).order_by("organisation_id")
        found = rows.select_related("user", "custom_role", "organisation")
        return {
            row.organisation_id: Standing(actor=_actor(row), organisation=profile_of(row.organisation))
            for row in found
            if row.user.is_active
        }


def actor_for(*, user_id: int, organisation_id: int) -> Actor | None:
    """The member acting in this organisation, or None when the person does not belong to it."""
    with user_scope(user_id=user_id):
        rows = _working(user_id).filter(organisation_id=organisation_id)
        row = rows.select_related("user", "custom_role").first()
    if row is None or not row.user.is_active:
        return None
    return _actor(row)


def _actor(row: Membership) -> Actor:
    own = row.custom_role
    return Actor(
        kind="member",
        id=row.user_id,
        role=row.role,
        name=row.user.name,
        permissions=frozenset(own.permissions) if own is not None else None,
    )


def _working(user_id: int) -> QuerySet[Membership]:
    return Membership.objects.filter(user_id=user_id, active=True, organisation__active=True)
