"""Who may make files, see those of others, and have them made by themselves."""

from baraza.core.identity.permissions import ADMINS, LEADS, READERS, Permission, declare
from baraza.lib.translation import gettext_noop

declare(
    (
        Permission(name="exports.use", label=gettext_noop("Make files of lists"), roles=READERS),
        Permission(name="exports.schedule", label=gettext_noop("Have files made on a schedule"), roles=LEADS),
        Permission(name="exports.manage", label=gettext_noop("See everybody's files"), roles=ADMINS),
    )
)
