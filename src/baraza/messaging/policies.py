"""Who may shut out a person who writes to us."""

from baraza.core.identity.permissions import WORKERS, Permission, declare
from baraza.lib.translation import gettext_noop

BLOCK = "messaging.block"

declare((Permission(name=BLOCK, label=gettext_noop("Block abusive senders and let them in again"), roles=WORKERS),))
