"""A role as a form or a row names it, ours or the organisation's own, and what it may do."""

from dataclasses import dataclass

from baraza.core.identity.actor import Actor
from baraza.core.identity.errors import AboveOwn, RoleUnknown
from baraza.core.identity.models import CustomRole, Invitation, Membership, Role
from baraza.core.identity.permissions import declared, permissions_of, permissions_of_role
from baraza.core.tenancy.scope import current_organisation_id

_OWN = f"{Role.CUSTOM}:"
BUILT_IN = tuple(role for role in Role if role is not Role.CUSTOM)


@dataclass(frozen=True, kw_only=True)
class RoleGiven:
    """`code` is written in forms and in the trail: `agent`, or `custom:7` for a role that the organisation made."""

    role: str
    custom_role_id: int | None
    name: str
    permissions: frozenset[str]

    @property
    def code(self) -> str:
        return f"{_OWN}{self.custom_role_id}" if self.custom_role_id is not None else self.role


def role_of_code(code: str) -> RoleGiven:
    """Raises RoleUnknown, for a role of another organisation as well."""
    if code in BUILT_IN:
        return _built_in(code)
    number = code.removeprefix(_OWN)
    if not code.startswith(_OWN) or not (number.isascii() and number.isdigit()):
        raise RoleUnknown(code)
    row = CustomRole.objects.filter(organisation_id=current_organisation_id(), pk=int(number)).first()
    if row is None:
        raise RoleUnknown(code)
    return of_custom(row)


def role_of(row: Membership | Invitation) -> RoleGiven:
    return of_custom(row.custom_role) if row.custom_role is not None else _built_in(row.role)


def of_custom(row: CustomRole) -> RoleGiven:
    """Names that a later release no longer knows permit nothing, so they are nobody's to give or to lack."""
    known = frozenset(permission.name for permission in declared())
    return RoleGiven(
        role=Role.CUSTOM.value, custom_role_id=row.pk, name=row.name, permissions=known.intersection(row.permissions)
    )


def require_within(*, actor: Actor, permissions: frozenset[str]) -> None:
    """Raises AboveOwn: nobody gives, takes or changes more than they may do themselves."""
    if permissions - permissions_of(actor):
        raise AboveOwn


def _built_in(code: str) -> RoleGiven:
    return RoleGiven(role=code, custom_role_id=None, name=str(Role(code).label), permissions=permissions_of_role(code))
