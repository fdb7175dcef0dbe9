"""Reads of people and their memberships."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from baraza.core.identity.actor import Actor
from baraza.core.identity.models import Membership
from baraza.core.organisations.models import Organisation
from baraza.core.organisations.queries import OrganisationProfile, profile_of
from baraza.core.organisations.security import POLICY, SecurityPolicy, policy_read
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


# Written out: it is asked at every request of the console, and Django took longer to write it anew than it to be answered.
_STANDINGS = f"""
    SELECT organisation.*, membership.role, membership.clients, person.name AS person,
        own.permissions AS own_permissions, {POLICY} AS policy,
        EXISTS (SELECT FROM mfa_authenticator WHERE user_id = person.id AND type = ANY(%s)) AS has_second_factor
    FROM identity_membership membership
    JOIN identity_user person ON person.id = membership.user_id
    JOIN organisation ON organisation.id = membership.organisation_id
    LEFT JOIN identity_role own ON own.id = membership.custom_role_id
    WHERE membership.user_id = %s AND membership.active AND organisation.active AND person.is_active
    ORDER BY organisation.id
"""  # noqa: S608 - put together of constants


def standings_of(*, user_id: int) -> dict[int, Standing]:
    """Of each active organisation in which the person may work, by its id, in the order of ids: one statement."""
    with user_scope(user_id=user_id):
        rows: Iterable[Any] = Organisation.objects.raw(_STANDINGS, [[str(one) for one in FACTORS], user_id])
        return {
            row.pk: Standing(
                actor=Actor(
                    kind="member",
                    id=user_id,
                    role=row.role,
                    name=row.person,
                    permissions=None if row.own_permissions is None else frozenset(row.own_permissions),
                    clients=frozenset(row.clients),
                ),
                organisation=profile_of(row),
                policy=policy_read(row.policy),
                has_second_factor=row.has_second_factor,
            )
            for row in rows
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
        clients=frozenset(row.clients),
    )


def _working(user_id: int) -> QuerySet[Membership]:
    return Membership.objects.filter(user_id=user_id, active=True, organisation__active=True)
