"""What the console's menus lead to; everyone sees only what their role opens."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext

from baraza.core.identity.permissions import allows
from baraza.lib.translation import gettext_noop
from baraza.web.console.access import Desk
from baraza.web.ui.components import NavGroup, NavItem


@dataclass(frozen=True, kw_only=True)
class Badge:
    count: int
    label: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """`name` is that of the page's address, under which the badge is kept, too."""

    name: str
    label: str
    icon: str
    permission: str
    group: str = ""


ENTRIES: Final = (
    Entry(name="complaints", label=gettext_noop("Complaints"), icon="document", permission="complaints.read"),
    Entry(name="people", label=gettext_noop("Waiting for a person"), icon="inbox", permission="complaints.read"),
    Entry(
        name="audit",
        label=gettext_noop("Audit trail"),
        icon="audit",
        permission="audit.read",
        group=gettext_noop("Organisation"),
    ),
)
# Of one's own account; everybody has them.
OWN: Final[tuple[tuple[str, str], ...]] = (("account", gettext_noop("Your account")),)


def navigation(*, desk: Desk, current: str, badges: Mapping[str, Badge]) -> list[NavItem | NavGroup]:
    """The daily work first, then titled groups."""
    shown = [entry for entry in ENTRIES if allows(actor=desk.actor, permission=entry.permission)]
    groups: dict[str, list[NavItem]] = {}
    for entry in shown:
        groups.setdefault(entry.group, []).append(_item(entry, current=current, badge=badges.get(entry.name)))
    daily: list[NavItem | NavGroup] = [*groups.pop("", [])]
    return [*daily, *(NavGroup(title=gettext(title), items=tuple(items)) for title, items in groups.items())]


def user_navigation(_desk: Desk) -> list[NavItem]:
    return [NavItem(label=gettext(label), url=reverse(f"console:{name}")) for name, label in OWN]


def _item(entry: Entry, *, current: str, badge: Badge | None) -> NavItem:
    return NavItem(
        label=gettext(entry.label),
        url=reverse(f"console:{entry.name}"),
        icon=entry.icon,
        current=current == entry.name,
        badge=badge.count if badge else 0,
        badge_label=badge.label if badge else "",
    )
