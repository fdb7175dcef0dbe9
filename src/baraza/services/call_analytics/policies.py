"""Who may do what with calls: the client reads, money is the agency's, the margin the platform's alone."""

from typing import Final

from baraza.capabilities.live import kinds
from baraza.capabilities.saved_views import lists as saved_views
from baraza.capabilities.staff_letters import kinds as letters
from baraza.capabilities.webhooks import kinds as webhooks
from baraza.core.identity.actor import Actor, NotAllowed
from baraza.core.identity.permissions import (
    ADMINS,
    LEADS,
    READERS,
    SUPER_ADMIN,
    WORKERS,
    Permission,
    allows,
    declare,
)
from baraza.core.identity.scopes import Scope, declare_scopes
from baraza.lib.translation import gettext_noop

SERVICE: Final = "call_analytics"
PLATFORM: Final = frozenset({SUPER_ADMIN})

declare(
    (
        Permission(
            name="calls.read", label=gettext_noop("Read calls of voice agents"), roles=READERS, for_clients=True
        ),
        Permission(
            name="calls.listen", label=gettext_noop("Listen to recordings of calls"), roles=READERS, for_clients=True
        ),
        Permission(name="calls.export", label=gettext_noop("Download lists of calls"), roles=READERS, for_clients=True),
        Permission(name="calls.work", label=gettext_noop("Note, tag and settle calls"), roles=WORKERS),
        Permission(name="calls.numbers", label=gettext_noop("See whole telephone numbers of calls"), roles=WORKERS),
        Permission(name="calls.share_views", label=gettext_noop("Share views of the list of calls"), roles=LEADS),
        Permission(name="calls.cost", label=gettext_noop("See what calls cost"), roles=LEADS),
        Permission(name="calls.bill", label=gettext_noop("Change bills of calls and their rules"), roles=ADMINS),
        Permission(name="calls.forget", label=gettext_noop("Forget callers who ask for it, for good"), roles=ADMINS),
        Permission(name="calls.configure", label=gettext_noop("Connect voice agents"), roles=ADMINS),
        Permission(name="calls.margin", label=gettext_noop("See the margin on calls"), roles=PLATFORM),
    ),
    service=SERVICE,
)
declare_scopes(
    (
        Scope(
            name="calls.read",
            label=gettext_noop("Read calls without words, money and whole numbers"),
            permission="calls.read",
        ),
        Scope(
            name="calls.words",
            label=gettext_noop("Read what was said in calls"),
            permission="calls.read",
            includes=("calls.read",),
        ),
        Scope(
            name="calls.numbers",
            label=gettext_noop("See whole telephone numbers of calls"),
            permission="calls.numbers",
            includes=("calls.read",),
        ),
        Scope(
            name="calls.cost",
            label=gettext_noop("See what calls cost"),
            permission="calls.cost",
            includes=("calls.read",),
        ),
        Scope(name="statements.read", label=gettext_noop("Read monthly statements of calls"), permission="calls.bill"),
    ),
    service=SERVICE,
)
CALL_WAITING: Final = "call.waiting"
CALL_ENDED: Final = "call.ended"
CALL_ANALYZED: Final = "call.analyzed"
STATEMENT_CLOSED: Final = "statement.closed"
webhooks.declare(
    webhooks.EventKind(
        name=CALL_WAITING, label=gettext_noop("A call waits for its agent to be added"), service=SERVICE
    ),
    webhooks.EventKind(name=CALL_ENDED, label=gettext_noop("A call ended"), service=SERVICE),
    webhooks.EventKind(name=CALL_ANALYZED, label=gettext_noop("A call was analysed"), service=SERVICE),
    webhooks.EventKind(name=STATEMENT_CLOSED, label=gettext_noop("A monthly statement was closed"), service=SERVICE),
)
kinds.declare(package="calls", permission="calls.read")
ALERT: Final = "calls.alert"
letters.declare(
    letters.LetterKind(name=ALERT, label=gettext_noop("An alert about calls"), permission="calls.cost", service=SERVICE)
)
saved_views.declare(saved_views.ViewedList(name="calls", read="calls.read", share="calls.share_views"))


def may(*, actor: Actor, act: str) -> bool:
    return allows(actor=actor, permission=f"calls.{act}")


def require(*, actor: Actor, act: str) -> None:
    """Raises NotAllowed."""
    if not may(actor=actor, act=act):
        raise NotAllowed(f"{actor.role or actor.kind} may not {act} calls.")


def sees_margin(actor: Actor) -> bool:
    """Also one of the platform's own people who works in the organisation on its behalf."""
    return actor.impersonator is not None or may(actor=actor, act="margin")


def require_statements(actor: Actor) -> None:
    """Read by who bills, and by the platform. Raises NotAllowed."""
    if not sees_margin(actor):
        require(actor=actor, act="bill")


def is_own(*, actor: Actor, client: str) -> bool:
    """Whether this is a client's viewer, and the client theirs: they see what it was charged."""
    return client in actor.clients and may(actor=actor, act="read")
