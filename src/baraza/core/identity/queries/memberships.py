"""Reads of people and their memberships."""

from dataclasses import dataclass
from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet

from baraza.core.identity.actor import Actor
from baraza.core.identity.models import Membership
from baraza.core.organisations.queries import OrganisationProfile, profile_of
from baraza.core.organisations.security import SecurityPolicy, policy_along, policy_read
from baraza.core.tenancy.scope import current_organisation_id, user_scope

FACTORS: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True, kw_only=True)
class MembershipSummary:
    organisation_id: int
    role: str


def list_memberships(*, user_id: int) -> list[MembershipSummary]:
    """The active organisations in which this person may work, before one is chosen."""
    with user_scope(user_id=user_id):
        rows = _working(user_id).order_by("organisation_id")
        return [MembershipSummary(organisation_id=row.organisation_id, role=row.role) for row in rows]


def list_suspended(*, user_id: int) -> list[MembershipSummary]:
    """The active organisations that suspended this person."""
    with user_scope(user_id=user_id):
        rows = Membership.objects.filter(user_id=user_id, active=False, organisation__active=True)
        return [
            MembershipSummary(organisation_id=row.organisation_id, role=row.role)
            for row in rows.order_by("organisation_id")
        ]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What a person is in one organisation, and what it demands of their sessions."""

    actor: Actor
    organisation: OrganisationProfile
    policy: SecurityPolicy
    has_second_factor: bool


def standings_of(*, user_id: int) -> dict[int, Standing]:
    """Of each active organisation in which the person may work, by its id, in the order of ids: one statement."""
    factors = Authenticator.objects.filter(user_id=OuterRef("user_id"), type__in=FACTORS)
    with user_scope(user_id=user_id):
        rows: QuerySet[Any] = _working(user_id).order_by("organisation_id")
        found = rows.select_related("user", "custom_role", "organisation").annotate(
            policy=policy_along(organisation="organisation_id"), has_second_factor=Exists(factors)
        )
        return {
            row.organisation_id: Standing(
                actor=_actor(row),
                organisation=profile_of(row.organisation),
                policy=policy_read(row.policy),
                has_second_factor=row.has_second_factor,
            )
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


def actors_at_work() -> list[Actor]:
    """Whoever may work in the current organisation, by name, each as they act there."""
    rows = Membership.objects.filter(
        organisation_id=current_organisation_id(), active=True, organisation__active=True, user__is_active=True
    )
    return [_actor(row) for row in rows.select_related("user", "custom_role").order_by("user__name", "user_id")]


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
