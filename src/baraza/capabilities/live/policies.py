"""Who may follow what happens."""

from typing import Final

from baraza.core.identity.permissions import READERS, Permission, declare
from baraza.lib.translation import gettext_noop

FOLLOW: Final = "live.follow"
declare(
    (
        Permission(
            name=FOLLOW, label=gettext_noop("See live updates and own notifications"), roles=READERS, for_clients=True
        ),
    )
)
