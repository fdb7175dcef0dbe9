"""Roles that an organisation makes. A role never includes what its maker may not do."""

from collections.abc import Collection, Mapping

from django.db import IntegrityError, transaction

from baraza.core.audit.actions import record
from baraza.core.identity import policies  # noqa: F401 - declares the permissions
from baraza.core.identity.actor import Actor
from baraza.core.identity.errors import OwnAccess, RoleChanged, RoleInUse, RoleTaken, RoleUnknown
from baraza.core.identity.models import CustomRole, Invitation, Membership
from baraza.core.identity.permissions import permission_named, require
from baraza.core.identity.roles import of_custom, require_within
from baraza.core.tenancy.scope import current_organisation_id

_MANAGE = "roles.manage"


def make_role(*, actor: Actor, name: str, permissions: Collection[str]) -> int:
    """Returns the new role's id. Raises AboveOwn or RoleTaken; KeyError for a permission that there is not."""
    require(actor=actor, permission=_MANAGE)
    wanted = _checked(actor, permissions)
    row = CustomRole(organisation_id=current_organisation_id(), name=name, permissions=wanted)
    _save(row)
    _record(actor, "role.made", row, {"name": [None, name], "permissions": [None, wanted]})
    return row.pk


def change_role(*, actor: Actor, role_id: int, name: str, permissions: Collection[str], expected_version: int) -> None:
    """For all who have it, at once. Raises RoleUnknown, RoleChanged, OwnAccess, AboveOwn or RoleTaken."""
    row = _to_change(actor, role_id)
    if row.version != expected_version:
        raise RoleChanged
    wanted = _checked(actor, permissions)
    before = {"name": row.name, "permissions": row.permissions}
    after = {"name": name, "permissions": wanted}
    changes = {field: [before[field], after[field]] for field in after if before[field] != after[field]}
    if not changes:
        return
    row.name, row.permissions, row.version = name, wanted, row.version + 1
    _save(row)
    _record(actor, "role.changed", row, changes)


def remove_role(*, actor: Actor, role_id: int) -> None:
    """Raises RoleInUse while somebody has it or is invited to it."""
    row = _to_change(actor, role_id)
    # An invitation that was used keeps no claim on the role.
    Invitation.objects.filter(custom_role=row, used_at__isnull=False).delete()
    if any(table.objects.filter(custom_role=row).exists() for table in (Membership, Invitation)):
        raise RoleInUse
    changes = {"name": [row.name, None], "permissions": [row.permissions, None]}
    _record(actor, "role.removed", row, changes)
    row.delete()


def _checked(actor: Actor, permissions: Collection[str]) -> list[str]:
    wanted = sorted({permission_named(name).name for name in permissions})
    require_within(actor=actor, permissions=frozenset(wanted))
    return wanted


def _to_change(actor: Actor, role_id: int) -> CustomRole:
    require(actor=actor, permission=_MANAGE)
    organisation_id = current_organisation_id()
    row = CustomRole.objects.select_for_update().filter(organisation_id=organisation_id, pk=role_id).first()
    if row is None:
        raise RoleUnknown(role_id)
    if Membership.objects.filter(custom_role=row, user_id=actor.id or 0).exists():
        raise OwnAccess
    require_within(actor=actor, permissions=of_custom(row).permissions)
    return row


def _save(row: CustomRole) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "role_name_once" in str(error):
            raise RoleTaken from error
        raise


def _record(actor: Actor, action: str, row: CustomRole, changes: Mapping[str, object]) -> None:
    record(actor=actor, action=action, subject_kind="role", subject_id=str(row.pk), changes=changes)
