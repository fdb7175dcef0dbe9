"""What every console page has around its content."""

import math
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext

from baraza.capabilities.live.queries import unread_question
from baraza.conversation.threads.queries import waiting_question
from baraza.core.identity.permissions import allows
from baraza.core.organisations.queries import list_organisations
from baraza.core.settings.branding import look_question
from baraza.core.tenancy.questions import Question, answers
from baraza.lib.clock import now
from baraza.services.complaints.queries.counts import count_question
from baraza.services.complaints.queries.filters import Filter
from baraza.web.console.access import Desk
from baraza.web.console.following import live_context
from baraza.web.console.navigation import Badge, navigation, user_navigation
from baraza.web.ui.components import SupportBanner, Workplace
from baraza.web.ui.looks import look_of


def shell(*, desk: Desk, current: str) -> dict[str, object]:
    """Context for `ui/console_page.html`; `current` is the name of the page's address."""
    answers(questions_around(desk=desk))
    badges = badges_of(desk=desk)
    return {
        **live_context(desk=desk),
        **look_of(organisation=desk.organisation),
        "organisation": desk.organisation,
        "support": support_banner(desk),
        "search": _search(desk),
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
    is_open, waits, unread = answers(_badge_questions(desk))
    return {
        "complaints": Badge(count=is_open, label=gettext("open")),
        "inbox": Badge(count=waits, label=gettext("waiting")),
        "notifications": Badge(count=unread, label=gettext("unread")),
    }


def questions_around(*, desk: Desk) -> list[Question]:
    """What the page around any content asks; a page that asks more of the kind asks all at once."""
    return [*_badge_questions(desk), look_question()]


def _badge_questions(desk: Desk) -> list[Question]:
    return [count_question(Filter()), waiting_question(), unread_question(actor=desk.actor)]


def _search(desk: Desk) -> dict[str, str]:
    """The box in the header, for those who may find something with it."""
    uses_complaints = "complaints" in desk.organisation.services
    if not uses_complaints or not allows(actor=desk.actor, permission="complaints.read"):
        return {}
    return {"url": reverse("console:search"), "suggest_url": reverse("console:suggest")}


def support_banner(desk: Desk | None) -> SupportBanner | None:
    """Stands on every page while somebody of the platform acts for a member."""
    if desk is None or desk.support is None or desk.actor.impersonator is None:
        return None
    return SupportBanner(
        who=desk.actor.impersonator.name,
        where=desk.organisation.name,
        place="" if desk.actor.id == desk.actor.impersonator.id else desk.actor.name,
        ends=f"{desk.support.ends_at.astimezone(ZoneInfo(desk.organisation.time_zone)):%H:%M}",
        left=max(math.ceil((desk.support.ends_at - now()).total_seconds()), 0),
        end_url=reverse("console:end-support"),
    )


def _workplaces(desk: Desk) -> list[Workplace]:
    """The organisations to choose from; none for most people, who work in one."""
    if len(desk.organisation_ids) == 1:
        return []
    return [
        Workplace(id=one.id, name=one.name, current=one.id == desk.organisation.id)
        for one in list_organisations()
        if one.id in desk.organisation_ids
    ]
