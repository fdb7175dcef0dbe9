"""Who may do what with conversations."""

from typing import Final

from baraza.capabilities.live import kinds
from baraza.core.identity.permissions import READERS, WORKERS, Permission, declare
from baraza.lib.translation import gettext_noop

READ: Final = "conversation.read"
REPLY: Final = "conversation.reply"
ASSIGN: Final = "conversation.assign"

declare(
    (
        Permission(name=READ, label=gettext_noop("Read conversations"), roles=READERS),
        Permission(name=REPLY, label=gettext_noop("Answer residents in conversations"), roles=WORKERS),
        Permission(name=ASSIGN, label=gettext_noop("Give conversations to people and teams"), roles=WORKERS),
    )
)
kinds.declare(package="inbox", permission=READ)
