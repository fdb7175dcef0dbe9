"""Refusals and roles in plain words."""

from typing import Final

from django.utils.translation import gettext

from baraza.core.identity.errors import (
    AboveOwn,
    AccessRefused,
    AlreadyMember,
    LastAdmin,
    OwnAccess,
    RoleChanged,
    RoleInUse,
    RoleTaken,
    WouldLockOut,
)
from baraza.core.identity.roles import BUILT_IN, RoleGiven
from baraza.lib.translation import gettext_noop

_REFUSALS: Final[dict[type[AccessRefused], str]] = {
    LastAdmin: gettext_noop("This is the last admin. Make somebody else an organisation admin first."),
    OwnAccess: gettext_noop("You cannot change your own access. Ask another admin."),
    AboveOwn: gettext_noop("That includes more than you may do yourself. Ask somebody who may."),
    AlreadyMember: gettext_noop("This person is already a member. Look for them in the list."),
    RoleTaken: gettext_noop("Another role has this name. Choose a different one."),
    RoleInUse: gettext_noop("Somebody has this role or is invited to it. Give them another role first."),
    RoleChanged: gettext_noop("Someone changed this role while you were looking. Here is how it is now."),
    WouldLockOut: gettext_noop(
        "Your own address is not among these, so you would lock yourself out. Add it, or save from inside."
    ),
}


def refusal(error: AccessRefused) -> str:
    return gettext(_REFUSALS[type(error)])


def role_words(given: RoleGiven) -> str:
    """Names of our own roles are translated; what an organisation called its role stays as it is."""
    return given.name if given.custom_role_id is not None else gettext(given.name)


def builtin_role_words(code: str) -> str:
    """Empty for none."""
    return next((gettext(str(role.label)) for role in BUILT_IN if role == code), "")


# Labels of our roles, for the catalogues; the codes are in core/identity.
ROLE_NAMES: Final = (
    gettext_noop("Organisation admin"),
    gettext_noop("Supervisor"),
    gettext_noop("Clerk"),
    gettext_noop("Viewer"),
    gettext_noop("Own role"),
)
