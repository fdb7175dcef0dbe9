"""Whether a page that listens for minutes would still be let in: the same guards as at its start, asked again."""

from importlib import import_module

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import get_user
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from baraza.capabilities.live.policies import FOLLOW
from baraza.core.identity.actor import Actor
from baraza.core.identity.sign_in.standing import standing_of
from baraza.web.console.access import Desk, staff


async def actor_still_admitted(*, request: HttpRequest, organisation_id: int) -> Actor | None:
    """The member as they are now; None when the session, the membership or the right has ended."""
    return await sync_to_async(_ask_again, thread_sensitive=False)(request, organisation_id)


def _ask_again(request: HttpRequest, organisation_id: int) -> Actor | None:
    again, found = _as_if_new(request), list[Desk]()

    def remember(_request: HttpRequest, desk: Desk) -> HttpResponseBase:
        found.append(desk)
        return HttpResponse(status=204)

    try:
        if not _may_go_on(again):
            return None
        staff(permission=FOLLOW)(remember)(again)
    except PermissionDenied:
        return None
    finally:
        # This thread is of a pool that other pages' checks use; it keeps no connection.
        connections.close_all()
    desk = found[0] if found else None
    return desk.actor if desk is not None and desk.organisation.id == organisation_id else None


def _may_go_on(request: HttpRequest) -> bool:
    if not request.user.is_authenticated:
        return False
    standing = standing_of(request, is_activity=False)
    return not (standing.ended or standing.must_set_up)


def _as_if_new(request: HttpRequest) -> HttpRequest:
    """With the session as it is stored now, not as it was when the page began to listen."""
    again = HttpRequest()
    again.method, again.path, again.path_info = "GET", request.path, request.path_info
    again.META, again.COOKIES, again.GET = request.META, request.COOKIES, request.GET
    again.session = import_module(settings.SESSION_ENGINE).SessionStore(request.session.session_key)
    again.user = get_user(again)
    return again
