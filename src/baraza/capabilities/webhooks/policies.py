"""Who may have the organisation's events sent elsewhere."""

from typing import Final

from baraza.capabilities.live import kinds
from baraza.capabilities.staff_letters import kinds as letters
from baraza.core.identity.actor import Actor, NotAllowed
from baraza.core.identity.permissions import ADMINS, Permission, declare
from baraza.core.identity.permissions import require as require_permission
from baraza.lib.translation import gettext_noop

MANAGE: Final = "webhooks.manage"
STOPPED: Final = "webhooks.stopped"

declare((Permission(name=MANAGE, label=gettext_noop("Send events to other systems"), roles=ADMINS),))
kinds.declare(package="webhooks", permission=MANAGE)
letters.declare(
    letters.LetterKind(name=STOPPED, label=gettext_noop("Webhooks to another system were stopped"), permission=MANAGE)
)


def require(*, actor: Actor) -> None:
    """Raises NotAllowed."""
    require_permission(actor=actor, permission=MANAGE)


def require_to_begin(*, actor: Actor) -> None:
    """Raises NotAllowed for whoever acts for somebody else, too: events would go elsewhere after their help has ended."""
    require(actor=actor)
    if actor.impersonator is not None:
        raise NotAllowed("Support may not have events sent elsewhere.")
