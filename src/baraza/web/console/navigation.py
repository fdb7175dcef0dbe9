"""What the console's menus lead to; everyone sees only what their role opens."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext

from baraza.capabilities.live.policies import FOLLOW
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
    """`name` is that of the page's address, under which the badge is kept, too; `service` one that is switched on.

    `of_clients` is for whoever sees certain clients alone.
    """

    name: str
    label: str
    icon: str
    permission: str
    group: str = ""
    service: str = ""
    of_clients: bool = False


ENTRIES: Final = (
    Entry(
        name="home",
        label=gettext_noop("Dashboard"),
        icon="dashboard",
        permission="complaints.read",
        service="complaints",
    ),
    Entry(
        name="complaints",
        label=gettext_noop("Complaints"),
        icon="document",
        permission="complaints.read",
        service="complaints",
    ),
    # Agencies of voice agents have no residents to write with; the next service that does gets a line of its own.
    Entry(
        name="inbox",
        label=gettext_noop("Conversations"),
        icon="chat",
        permission="conversation.read",
        service="complaints",
    ),
    Entry(
        name="outages", label=gettext_noop("Outages"), icon="info", permission="complaints.inform", service="complaints"
    ),
    Entry(
        name="analytics",
        label=gettext_noop("Analytics"),
        icon="chart",
        permission="complaints.read",
        service="complaints",
    ),
    Entry(
        name="call-boards",
        label=gettext_noop("Board of calls"),
        icon="chart",
        permission="calls.read",
        service="call_analytics",
    ),
    Entry(name="calls", label=gettext_noop("Calls"), icon="call", permission="calls.read", service="call_analytics"),
    Entry(
        name="billing", label=gettext_noop("Bills"), icon="document", permission="calls.bill", service="call_analytics"
    ),
    Entry(
        name="billing-own",
        label=gettext_noop("Statements"),
        icon="document",
        permission="calls.read",
        service="call_analytics",
        of_clients=True,
    ),
    Entry(
        name="call-alerts", label=gettext_noop("Alerts"), icon="bell", permission="calls.read", service="call_analytics"
    ),
    Entry(
        name="members",
        label=gettext_noop("Members and roles"),
        icon="users",
        permission="members.read",
        group=gettext_noop("Organisation"),
    ),
    Entry(
        name="security",
        label=gettext_noop("Security of access"),
        icon="lock",
        permission="organisation.security",
        group=gettext_noop("Organisation"),
    ),
    Entry(
        name="api-keys",
        label=gettext_noop("API keys"),
        icon="key",
        permission="api_keys.manage",
        group=gettext_noop("Organisation"),
    ),
    Entry(
        name="webhooks",
        label=gettext_noop("Webhooks"),
        icon="send",
        permission="webhooks.manage",
        group=gettext_noop("Organisation"),
        service="call_analytics",
    ),
    Entry(name="exports", label=gettext_noop("Files"), icon="download", permission="exports.use"),
    Entry(
        name="settings",
        label=gettext_noop("Settings"),
        icon="settings",
        permission="settings.manage",
        group=gettext_noop("Organisation"),
    ),
    Entry(
        name="connections",
        label=gettext_noop("Channels"),
        icon="link",
        permission="connections.manage",
        group=gettext_noop("Organisation"),
    ),
    Entry(
        name="voice",
        label=gettext_noop("Voice agents"),
        icon="handset",
        permission="calls.configure",
        group=gettext_noop("Organisation"),
        service="call_analytics",
    ),
    Entry(
        name="feedback",
        label=gettext_noop("Feedback"),
        icon="chat",
        permission="feedback.read",
        group=gettext_noop("Organisation"),
    ),
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
# Of whoever is at work in an organisation.
OF_MEMBERS: Final[tuple[tuple[str, str], ...]] = (("feedback-give", gettext_noop("Give feedback")),)


def navigation(*, desk: Desk, current: str, badges: Mapping[str, Badge]) -> list[NavItem | NavGroup]:
    """The daily work first, then titled groups."""
    shown = [
        entry
        for entry in ENTRIES
        if allows(actor=desk.actor, permission=entry.permission)
        and (not entry.service or entry.service in desk.organisation.services)
        and (not entry.of_clients or desk.actor.clients)
    ]
    groups: dict[str, list[NavItem]] = {}
    for entry in shown:
        groups.setdefault(entry.group, []).append(_item(entry, current=current, badge=badges.get(entry.name)))
    daily: list[NavItem | NavGroup] = [*groups.pop("", [])]
    return [*daily, *(NavGroup(title=gettext(title), items=tuple(items)) for title, items in groups.items())]


def user_navigation(desk: Desk | None) -> list[NavItem]:
    own = (*OWN, *OF_MEMBERS) if desk is not None and allows(actor=desk.actor, permission=FOLLOW) else OWN
    return [NavItem(label=gettext(label), url=reverse(f"console:{name}")) for name, label in own]


def _item(entry: Entry, *, current: str, badge: Badge | None) -> NavItem:
    return NavItem(
        label=gettext(entry.label),
        url=reverse(f"console:{entry.name}"),
        icon=entry.icon,
        current=current == entry.name,
        badge=badge.count if badge else 0,
        badge_label=badge.label if badge else "",
    )
