"""Who may read the audit trail and take it away. Here, because identity itself writes to the trail."""

from baraza.core.identity.permissions import ADMINS, Permission, declare
from baraza.lib.translation import gettext_noop

declare(
    (
        Permission(name="audit.read", label=gettext_noop("Read the audit trail"), roles=ADMINS),
        Permission(name="audit.export", label=gettext_noop("Download the audit trail"), roles=ADMINS),
    )
)
