"""Who may hand out access, and the scopes that keys of other systems may have."""

from typing import Final

from baraza.core.identity.permissions import ADMINS, SUPER_ADMIN, Permission, declare
from baraza.core.identity.scopes import Scope, declare_scopes
from baraza.lib.translation import gettext_noop

PLATFORM: Final = "platform.manage"

declare(
    (
        Permission(name="members.read", label=gettext_noop("See members and who has access"), roles=ADMINS),
        Permission(
            name="members.manage",
            label=gettext_noop("Invite, change, suspend and remove members"),
            roles=ADMINS,
            hands_out_access=True,
        ),
        Permission(
            name="roles.manage", label=gettext_noop("Make and change roles"), roles=ADMINS, hands_out_access=True
        ),
        Permission(
            name="api_keys.manage",
            label=gettext_noop("Make and revoke keys for other systems"),
            roles=ADMINS,
            hands_out_access=True,
        ),
        Permission(
            name="organisation.security",
            label=gettext_noop("Set second factors, time limits and addresses"),
            roles=ADMINS,
            hands_out_access=True,
        ),
        Permission(
            name=PLATFORM,
            label=gettext_noop("Look after the platform"),
            roles=frozenset({SUPER_ADMIN}),
            hands_out_access=True,
        ),
    )
)
declare_scopes(
    (
        Scope(
            name="organisation.read",
            label=gettext_noop("Read the organisation's name and settings"),
            permission="members.read",
        ),
    )
)
