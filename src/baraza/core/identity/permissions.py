"""What members may do, each under one name, and the roles that may by themselves.

A package declares its permissions in its `policies.py`; a role that an organisation made is a set of these names.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from baraza.core.identity.actor import Actor, NotAllowed

SUPER_ADMIN: Final = "super_admin"
ORG_ADMIN: Final = "org_admin"
SUPERVISOR: Final = "supervisor"
AGENT: Final = "agent"
ORG_VIEWER: Final = "org_viewer"

ADMINS: Final = frozenset({ORG_ADMIN})
LEADS: Final = ADMINS | {SUPERVISOR}
WORKERS: Final = LEADS | {AGENT}
READERS: Final = WORKERS | {ORG_VIEWER}


@dataclass(frozen=True, kw_only=True)
class Permission:
    """`name` is `package.act`; `label` is a message id for the page on which roles are made.

    Whoever sees certain clients alone may do only what is `for_clients`: its package narrows all it shows to them.
    What `hands_out_access` is refused to whoever acts for somebody else. One of a `service` is offered only where that is on.
    """

    name: str
    label: str
    roles: frozenset[str]
    hands_out_access: bool = False
    service: str = ""
    for_clients: bool = False

    @property
    def for_admins_alone(self) -> bool:
        """Its pages open only from the addresses that the organisation allows its admins."""
        return self.roles == ADMINS


_declared: dict[str, Permission] = {}


def declare(permissions: Iterable[Permission], *, service: str = "") -> None:
    """Makes the permissions known. Raises ValueError when a name is taken by a different one."""
    for given in permissions:
        permission = replace(given, service=service)
        if _declared.setdefault(permission.name, permission) != permission:
            raise ValueError(f"Two permissions are named {permission.name}.")


def declared() -> list[Permission]:
    """All, by name."""
    return [_declared[name] for name in sorted(_declared)]


def allows(*, actor: Actor, permission: str) -> bool:
    """The system may do all, a member what their role says; residents have acts of their own, not permissions.

    Raises KeyError for a permission that nobody declared: a misspelt name must not look like a refusal.
    """
    known = _declared[permission]
    if actor.kind == "system":
        return True
    if actor.kind != "member" or (actor.impersonator is not None and known.hands_out_access):
        return False
    if actor.clients and not known.for_clients:
        return False
    if actor.permissions is not None:
        return permission in actor.permissions
    return actor.role in known.roles


def permission_named(name: str) -> Permission:
    """Raises KeyError, as `allows` does."""
    return _declared[name]


def permissions_of_role(role: str) -> frozenset[str]:
    """What one of our own roles includes; nothing for a name that is none of them."""
    return frozenset(permission.name for permission in _declared.values() if role in permission.roles)


def permissions_of(actor: Actor) -> frozenset[str]:
    """All that this member may do at this moment."""
    return frozenset(name for name in _declared if allows(actor=actor, permission=name))


def opens_admins_pages(actor: Actor) -> bool:
    """Whether an admin handed on, in a role of the organisation's own, something that otherwise admins alone may do."""
    return any(_declared[name].for_admins_alone for name in actor.permissions or () if name in _declared)


def require(*, actor: Actor, permission: str) -> None:
    """Raises NotAllowed."""
    if not allows(actor=actor, permission=permission):
        raise NotAllowed(f"{actor.role or actor.kind} may not {permission}.")
