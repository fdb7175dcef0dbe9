"""The roles there are: ours, and those that the organisation made."""

from collections import Counter
from dataclasses import dataclass

from baraza.core.identity.models import CustomRole, Membership, Role
from baraza.core.identity.permissions import Permission, declared
from baraza.core.identity.roles import BUILT_IN, RoleGiven, of_custom, role_of_code
from baraza.core.tenancy.scope import current_organisation_id


@dataclass(frozen=True, kw_only=True)
class RoleRecord:
    given: RoleGiven
    people: int
    version: int = 0

    @property
    def is_own(self) -> bool:
        return self.given.custom_role_id is not None


def list_roles() -> list[RoleRecord]:
    """Ours first, from the one that may most; then the organisation's own by name."""
    people = _people()
    ours = [RoleRecord(given=given, people=people[given.code]) for given in map(role_of_code, BUILT_IN)]
    return [*ours, *(_record(row, people) for row in _own())]


def list_roles_given() -> list[RoleGiven]:
    return [*map(role_of_code, BUILT_IN), *map(of_custom, _own())]


def get_own_role(*, role_id: int) -> RoleRecord | None:
    row = next((one for one in _own() if one.pk == role_id), None)
    return _record(row, _people()) if row is not None else None


def organisation_permissions() -> list[Permission]:
    """Those that a role of an organisation can include."""
    return [permission for permission in declared() if permission.roles & set(Role.values)]


def _own() -> list[CustomRole]:
    return list(CustomRole.objects.filter(organisation_id=current_organisation_id()).order_by("name"))


def _record(row: CustomRole, people: Counter[str]) -> RoleRecord:
    given = of_custom(row)
    return RoleRecord(given=given, people=people[given.code], version=row.version)


def _people() -> Counter[str]:
    rows = Membership.objects.filter(organisation_id=current_organisation_id())
    return Counter(
        f"{role}:{own}" if own is not None else role for role, own in rows.values_list("role", "custom_role_id")
    )
