"""What a member was told: kept here, because what flashes by on a page can be missed."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from baraza.capabilities.live.actions import mark_read
from baraza.capabilities.live.policies import FOLLOW
from baraza.capabilities.live.queries import Notice, get_notice, list_notices
from baraza.web.console.access import Desk, staff
from baraza.web.console.notice_words import page_of, told
from baraza.web.console.numbers import whole_number
from baraza.web.console.shell import shell


@dataclass(frozen=True, kw_only=True)
class Told:
    notice: Notice
    text: str


@require_safe
@staff(permission=FOLLOW)
def notifications(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    page = list_notices(actor=desk.actor, before=whole_number(request.GET.get("before", "")))
    context = {
        **shell(desk=desk, current="notifications"),
        "told": [Told(notice=notice, text=told(notice)) for notice in page.notices],
        "here": request.get_full_path(),
        "older_url": f"?before={page.older}" if page.older else "",
        "newer_url": reverse("console:notifications") if "before" in request.GET else "",
    }
    return render(request, "console/live/notifications.html", context)


@require_POST
@staff(permission=FOLLOW)
def read_all(_request: HttpRequest, desk: Desk) -> HttpResponseBase:
    mark_read(actor=desk.actor)
    return redirect("console:notifications")


@require_safe
@staff(permission=FOLLOW)
def opened(_request: HttpRequest, desk: Desk, notice_id: int) -> HttpResponseBase:
    """Leads to the matter; whoever follows the link has read the line."""
    notice = get_notice(actor=desk.actor, notice_id=notice_id)
    if notice is None:
        return redirect("console:notifications")
    if notice.unread:
        mark_read(actor=desk.actor, notice_id=notice.id)
    return redirect(page_of(notice))
