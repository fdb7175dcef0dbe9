"""Who may do what with complaints."""

from typing import Final

from baraza.capabilities.live import kinds
from baraza.capabilities.saved_views import lists as saved_views
from baraza.core.identity.actor import Actor, NotAllowed
from baraza.core.identity.permissions import ADMINS, LEADS, READERS, WORKERS, Permission, allows, declare
from baraza.core.identity.scopes import Scope, declare_scopes
from baraza.lib.translation import gettext_noop

declare(
    (
        Permission(name="complaints.read", label=gettext_noop("Read complaints"), roles=READERS),
        Permission(name="complaints.export", label=gettext_noop("Download lists of complaints"), roles=READERS),
        Permission(name="complaints.report", label=gettext_noop("Report for a resident"), roles=WORKERS),
        Permission(name="complaints.take", label=gettext_noop("Take complaints"), roles=WORKERS),
        Permission(name="complaints.note", label=gettext_noop("Write notes"), roles=WORKERS),
        Permission(name="complaints.reply", label=gettext_noop("Reply to residents"), roles=WORKERS),
        Permission(name="complaints.move", label=gettext_noop("Change the state"), roles=WORKERS),
        Permission(name="complaints.correct", label=gettext_noop("Correct category and priority"), roles=WORKERS),
        Permission(name="complaints.assign", label=gettext_noop("Give complaints to teams and people"), roles=WORKERS),
        Permission(name="complaints.merge", label=gettext_noop("Merge reports of the same problem"), roles=WORKERS),
        Permission(name="complaints.place", label=gettext_noop("Correct the place"), roles=WORKERS),
        Permission(name="complaints.hide", label=gettext_noop("Keep reports from the public pages"), roles=WORKERS),
        Permission(name="complaints.download", label=gettext_noop("Download photos"), roles=WORKERS),
        Permission(name="complaints.set_due", label=gettext_noop("Change when a complaint is due"), roles=LEADS),
        Permission(name="complaints.write_canned", label=gettext_noop("Write ready-made replies"), roles=LEADS),
        Permission(name="complaints.share_views", label=gettext_noop("Share views of the list"), roles=LEADS),
        Permission(name="complaints.arrange", label=gettext_noop("Change categories and due times"), roles=ADMINS),
        Permission(name="complaints.inform", label=gettext_noop("Change offices and numbers"), roles=ADMINS),
    ),
    service="complaints",
)
declare_scopes(
    (
        Scope(
            name="complaints.read",
            label=gettext_noop("Read complaints without who reported them"),
            permission="complaints.read",
        ),
        Scope(
            name="complaints.personal",
            label=gettext_noop("Read who reported a complaint, their words and the place"),
            permission="complaints.read",
            includes=("complaints.read",),
        ),
        Scope(
            name="complaints.report",
            label=gettext_noop("Open complaints and add what residents say"),
            permission="complaints.report",
        ),
        Scope(name="complaints.note", label=gettext_noop("Write notes on complaints"), permission="complaints.note"),
        Scope(
            name="complaints.correct",
            label=gettext_noop("Correct category and priority of complaints"),
            permission="complaints.correct",
        ),
        Scope(
            name="complaints.move",
            label=gettext_noop("Change the state of complaints"),
            permission="complaints.move",
        ),
    ),
    service="complaints",
)
kinds.declare(package="complaints", permission="complaints.read")
saved_views.declare(saved_views.ViewedList(name="complaints", read="complaints.read", share="complaints.share_views"))
# Who looks at what concerns those who may look.
kinds.declare(package="presence", permission="complaints.read")
RESIDENT_ACTS: Final = frozenset({"open", "comment", "add_photo", "follow", "unfollow", "reopen", "rate", "ask_person"})


def may(*, actor: Actor, act: str) -> bool:
    """Permissions decide for staff, residents have their own acts, the system may do all."""
    if actor.kind == "system":
        return True
    if actor.kind == "contact":
        return act in RESIDENT_ACTS
    return allows(actor=actor, permission="complaints.report" if act in RESIDENT_ACTS else f"complaints.{act}")


def require(*, actor: Actor, act: str) -> None:
    """Raises NotAllowed."""
    if not may(actor=actor, act=act):
        raise NotAllowed(f"{actor.role or actor.kind} may not {act}.")
