"""Who may connect providers, see webhook addresses and change secrets."""

from baraza.core.identity.permissions import ADMINS, Permission, declare
from baraza.lib.translation import gettext_noop

declare(
    (Permission(name="connections.manage", label=gettext_noop("Connect and test channels"), roles=ADMINS),),
)
