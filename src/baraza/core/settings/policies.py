"""Who may change what an organisation is and looks like."""

from baraza.core.identity.permissions import ADMINS, Permission, declare
from baraza.lib.translation import gettext_noop

declare((Permission(name="settings.manage", label=gettext_noop("Change the organisation's settings"), roles=ADMINS),))
