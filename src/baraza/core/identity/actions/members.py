"""Changes of what members may do. Nobody changes themselves, and the last admin stays one."""

from collections.abc import Collection, Mapping

from baraza.core.audit.actions import record
from baraza.core.identity import policies  # noqa: F401 - declares the permissions
from baraza.core.identity.access_changes import access_changed
from baraza.core.identity.actor import Actor
from baraza.core.identity.errors import LastAdmin, MemberUnknown, OwnAccess
from baraza.core.identity.models import Membership, Role, TeamMember
from baraza.core.identity.permissions import require
from baraza.core.identity.roles import RoleGiven, require_within, role_of, role_of_code
from baraza.core.tenancy.scope import current_organisation_id

_MANAGE = "members.manage"


def change_role(*, actor: Actor, user_id: int, role: str, clients: Collection[str] = ()) -> None:
    """With `clients` a viewer sees these alone. Raises MemberUnknown, RoleUnknown and what `AccessRefused` gathers."""
    row = _to_change(actor=actor, user_id=user_id)
    before, after, seen = role_of(row), role_of_code(role), sorted(set(clients))
    require_within(actor=actor, permissions=after.permissions)
    if before.code == after.code and row.clients == seen:
        return
    if after.role != Role.ORG_ADMIN:
        _require_another_admin(row)
    row.role, row.custom_role_id = after.role, after.custom_role_id
    changes: dict[str, object] = {"role": [before.code, after.code], "role_name": [before.name, after.name]}
    if row.clients != seen:
        changes["clients"] = [row.clients, seen]
    row.clients = seen
    row.save(update_fields=["role", "custom_role", "clients"])
    _record(actor=actor, action="member.role_changed", user_id=user_id, changes=changes)


def suspend(*, actor: Actor, user_id: int) -> None:
    """Whoever is suspended sees nothing of the organisation from their next click on."""
    row = _to_change(actor=actor, user_id=user_id)
    if not row.active:
        return
    _require_another_admin(row)
    _set_active(row, active=False)
    _record(actor=actor, action="member.suspended", user_id=user_id, changes={"active": [True, False]})


def restore(*, actor: Actor, user_id: int) -> None:
    row = _to_change(actor=actor, user_id=user_id)
    if row.active:
        return
    _set_active(row, active=True)
    _record(actor=actor, action="member.restored", user_id=user_id, changes={"active": [False, True]})


def remove(*, actor: Actor, user_id: int) -> None:
    """The person stays, with what they did; they belong neither to the organisation nor to its teams any more."""
    row = _to_change(actor=actor, user_id=user_id)
    _require_another_admin(row)
    role: RoleGiven = role_of(row)
    TeamMember.objects.filter(organisation_id=row.organisation_id, user_id=user_id).delete()
    row.delete()
    changes = {"role": [role.code, None], "role_name": [role.name, None], "active": [row.active, None]}
    _record(actor=actor, action="member.removed", user_id=user_id, changes=changes)


def _to_change(*, actor: Actor, user_id: int) -> Membership:
    """The membership, locked, when this actor may change it at all."""
    require(actor=actor, permission=_MANAGE)
    _lock_admins()
    rows = Membership.objects.select_for_update(of=("self",)).select_related("custom_role")
    row = rows.filter(organisation_id=current_organisation_id(), user_id=user_id).first()
    if row is None:
        raise MemberUnknown(user_id)
    if user_id == actor.id:
        raise OwnAccess
    require_within(actor=actor, permissions=role_of(row).permissions)
    return row


def _lock_admins() -> list[Membership]:
    """Before any other row and in one order: of two who remove each other one waits, instead of each for the other."""
    admins = Membership.objects.select_for_update(of=("self",)).filter(
        organisation_id=current_organisation_id(), role=Role.ORG_ADMIN, active=True, user__is_active=True
    )
    return list(admins.order_by("pk"))


def _require_another_admin(row: Membership) -> None:
    """Counts anew: what was found before the lock may have waited for a colleague's change."""
    if row.role == Role.ORG_ADMIN and row.active and not [one for one in _lock_admins() if one.pk != row.pk]:
        raise LastAdmin


def _set_active(row: Membership, *, active: bool) -> None:
    row.active = active
    row.save(update_fields=["active"])


def _record(*, actor: Actor, action: str, user_id: int, changes: Mapping[str, object]) -> None:
    record(actor=actor, action=action, subject_kind="member", subject_id=str(user_id), changes=changes)
    access_changed(user_id=user_id)
