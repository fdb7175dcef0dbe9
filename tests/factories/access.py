"""Members in every state, roles of an organisation's own, invitations and keys, made by the same actions as real ones."""

from dataclasses import asdict, dataclass

from allauth.mfa.models import Authenticator
from tests.factories.core import make_member

from baraza.core.identity.actions.invitations import invite
from baraza.core.identity.actions.keys import NewKey, make_key
from baraza.core.identity.actions.platform import make_super_admin
from baraza.core.identity.actions.roles import make_role
from baraza.core.identity.actions.support import start_support
from baraza.core.identity.actor import SYSTEM, Actor
from baraza.core.identity.models import Invitation, Membership, User
from baraza.core.identity.queries import actor_for
from baraza.core.identity.queries.support import platform_actor
from baraza.core.tenancy.scope import organisation_scope

LINK = "http://testserver/console/invitation/city/TOKEN/"


@dataclass(frozen=True, kw_only=True)
class AccessRows:
    """`member` is an agent at work, `suspended` one who is not; the rest are ids, and the secret of a link."""

    member: int
    suspended: int
    invitation: int
    token: str
    role: int
    key: int
    super_admin: int
    support: int

    def words(self) -> dict[str, int | str]:
        return asdict(self)


def make_access_rows(*, organisation_id: int) -> AccessRows:
    """One of each, so that every address about access has something to be about."""
    super_admin = make_super_admin_with_factor()
    member, suspended = (make_member(organisation_id=organisation_id).id or 0 for _ in range(2))
    with organisation_scope(organisation_id=organisation_id):
        Membership.objects.filter(user_id=suspended).update(active=False)
        link = invite(actor=SYSTEM, email=f"invited{member}@example.org", role="agent", address=LINK)
        return AccessRows(
            member=member,
            suspended=suspended,
            invitation=Invitation.objects.get(email=f"invited{member}@example.org").pk,
            token=link.rstrip("/").rsplit("/", 1)[1],
            role=make_role(actor=SYSTEM, name="Street readers", permissions=["complaints.read"]),
            key=make_api_key(organisation_id=organisation_id).id,
            super_admin=super_admin,
            support=make_support_access(organisation_id=organisation_id, super_admin=super_admin),
        )


def make_api_key(
    *, organisation_id: int, scopes: tuple[str, ...] = ("complaints.read", "organisation.read"), days: int = 30
) -> NewKey:
    with organisation_scope(organisation_id=organisation_id):
        return make_key(actor=SYSTEM, name="Map", scopes=scopes, days=days)


def make_member_with(*, organisation_id: int, permissions: tuple[str, ...]) -> Actor:
    """A member whose role the organisation made."""
    member = make_member(organisation_id=organisation_id)
    with organisation_scope(organisation_id=organisation_id):
        role = make_role(actor=SYSTEM, name=f"Role of {member.name}", permissions=permissions)
        Membership.objects.filter(user_id=member.id).update(role="custom", custom_role_id=role)
    actor = actor_for(user_id=member.id or 0, organisation_id=organisation_id)
    assert actor is not None
    return actor


def make_reader(*, organisation_id: int) -> Actor:
    return make_member_with(organisation_id=organisation_id, permissions=("complaints.read",))


def make_support_access(*, organisation_id: int, super_admin: int) -> int:
    actor = platform_actor(user_id=super_admin)
    assert actor is not None
    reason = "They asked how to add a ward"
    return start_support(actor=actor, organisation_id=organisation_id, role="agent", member_id=None, reason=reason)


def make_super_admin_with_factor() -> int:
    """One of the platform's people, who is not led to set up a second factor first."""
    email = f"platform{User.objects.count()}@example.org"
    user_id = make_super_admin(
        actor=SYSTEM, email=email, name="Pat of the platform", password="Correct-horse-battery-9"
    )
    Authenticator.objects.create(user_id=user_id, type=Authenticator.Type.TOTP, data={})
    return user_id
