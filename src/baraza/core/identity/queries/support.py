"""Support access that goes on at this moment, and the platform's own people."""

from dataclasses import dataclass
from datetime import datetime

from baraza.core.identity.actor import Actor, Impersonator
from baraza.core.identity.models import Membership, PlatformEntry, SupportAccess, User
from baraza.core.identity.permissions import SUPER_ADMIN
from baraza.core.organisations.queries import OrganisationUnknown, get_organisation
from baraza.core.tenancy.scope import organisation_scope, platform_scope, user_scope
from baraza.lib.clock import now


@dataclass(frozen=True, kw_only=True)
class SupportNow:
    """`actor` acts in the organisation and carries who it really is."""

    id: int
    organisation_id: int
    ends_at: datetime
    actor: Actor


@dataclass(frozen=True, kw_only=True)
class SuperAdmin:
    id: int
    name: str
    email: str
    active: bool


@dataclass(frozen=True, kw_only=True)
class PlatformAct:
    at: datetime
    actor_name: str
    action: str
    subject: str


def platform_actor(*, user_id: int) -> Actor | None:
    """None for everybody but the platform's own people."""
    return platform_actor_as(person=User.objects.filter(pk=user_id).first())


def platform_actor_as(*, person: object) -> Actor | None:
    """Of whoever is signed in, as they were read for this request."""
    if not isinstance(person, User) or not (person.is_super_admin and person.is_active):
        return None
    return Actor(kind="member", id=person.pk, role=SUPER_ADMIN, name=person.name)


def support_now(*, user_id: int, support_id: int) -> SupportNow | None:
    """None once it has ended, the time is up, or the person looks after the platform no longer."""
    own = platform_actor(user_id=user_id)
    if own is None:
        return None
    with user_scope(user_id=user_id):
        row = SupportAccess.objects.filter(pk=support_id, user_id=user_id, ended_at__isnull=True).first()
    if row is None or row.ends_at <= now():
        return None
    try:
        get_organisation(organisation_id=row.organisation_id)
    except OrganisationUnknown:
        return None
    actor = _actor(row, own)
    if actor is None:
        return None
    return SupportNow(id=row.pk, organisation_id=row.organisation_id, ends_at=row.ends_at, actor=actor)


def list_super_admins() -> list[SuperAdmin]:
    rows = User.objects.filter(is_super_admin=True).order_by("name", "pk")
    return [SuperAdmin(id=row.pk, name=row.name, email=row.email, active=row.is_active) for row in rows]


def list_platform_acts(*, most: int = 20) -> list[PlatformAct]:
    """Who became or ceased to be a super admin, the newest first; sign-ins are in the same book."""
    with platform_scope():
        rows = PlatformEntry.objects.filter(action__startswith="super_admin.").order_by("-pk")[:most]
        return [
            PlatformAct(at=row.at, actor_name=row.actor_name, action=row.action, subject=row.subject) for row in rows
        ]


def _actor(row: SupportAccess, own: Actor) -> Actor | None:
    impersonator = Impersonator(id=own.id or 0, name=own.name)
    if row.member_id is None:
        return Actor(kind="member", id=own.id, role=row.role, name=own.name, impersonator=impersonator)
    with organisation_scope(organisation_id=row.organisation_id):
        rows = Membership.objects.filter(organisation_id=row.organisation_id, user_id=row.member_id, active=True)
        place = rows.select_related("user", "custom_role").first()
    if place is None:
        return None
    role = place.custom_role
    return Actor(
        kind="member",
        id=row.member_id,
        role=place.role,
        name=place.user.name,
        permissions=frozenset(role.permissions) if role is not None else None,
        impersonator=impersonator,
        clients=frozenset(place.clients),
    )
