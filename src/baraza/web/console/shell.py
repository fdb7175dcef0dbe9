"""What every console page has around its content."""

from django.urls import reverse
from django.utils.translation import gettext

from baraza.capabilities.live.queries import count_unread
from baraza.conversation.threads.queries import count_waiting
from baraza.core.organisations.queries import list_organisations
from baraza.services.complaints.queries.counts import count_open
from baraza.web.console.access import Desk
from baraza.web.console.live.context import live_context
from baraza.web.console.navigation import Badge, navigation, user_navigation
from baraza.web.ui.components import Workplace


def shell(*, desk: Desk, current: str) -> dict[str, object]:
    """Context for `ui/console_page.html`; `current` is the name of the page's address."""
    badges = badges_of(desk=desk)
    return {
        **live_context(desk=desk),
        "organisation": desk.organisation,
        "user_nav": user_navigation(desk),
        "home_url": reverse("console:home"),
        "user_name": desk.actor.name,
        "workplaces": _workplaces(desk),
        "workplace_url": reverse("console:choose-organisation"),
        "sign_out_url": reverse("console:sign-out"),
        "console_nav": navigation(desk=desk, current=current, badges=badges),
        "unread_notices": badges["notifications"].count,
    }


def badges_of(*, desk: Desk) -> dict[str, Badge]:
    """The numbers beside the menu's entries; a page that follows live updates asks for them anew."""
    return {
        "complaints": Badge(count=count_open(), label=gettext("open")),
        "inbox": Badge(count=count_waiting(), label=gettext("waiting")),
        "notifications": Badge(count=count_unread(actor=desk.actor), label=gettext("unread")),
    }


def _workplaces(desk: Desk) -> list[Workplace]:
    """The organisations to choose from; none for most people, who work in one."""
    if len(desk.organisation_ids) == 1:
        return []
    return [
        Workplace(id=one.id, name=one.name, current=one.id == desk.organisation.id)
        for one in list_organisations()
        if one.id in desk.organisation_ids
    ]
