"""Who may make files, see those of others, and have them made by themselves."""

from typing import Final

from baraza.capabilities.staff_letters import kinds as letters
from baraza.core.identity.permissions import ADMINS, LEADS, READERS, Permission, declare
from baraza.lib.translation import gettext_noop

FILE_READY: Final = "exports.ready"

declare(
    (
        Permission(name="exports.use", label=gettext_noop("Make files of lists"), roles=READERS, for_clients=True),
        Permission(name="exports.schedule", label=gettext_noop("Have files made on a schedule"), roles=LEADS),
        Permission(name="exports.manage", label=gettext_noop("See everybody's files"), roles=ADMINS),
    )
)
letters.declare(
    letters.LetterKind(name=FILE_READY, label=gettext_noop("A file of a schedule is ready"), permission="exports.use")
)
