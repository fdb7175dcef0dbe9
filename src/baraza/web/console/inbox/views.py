"""One conversation: its page, the part that follows it live, its photos."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from baraza.capabilities.media.errors import MediaUnknown
from baraza.capabilities.media.queries import open_media
from baraza.conversation.policies import READ, REPLY
from baraza.conversation.threads.actions import mark_read
from baraza.core.audit.actions import record_read
from baraza.core.identity.permissions import allows
from baraza.messaging.queries import came_in_thread
from baraza.web.console.access import Desk, staff
from baraza.web.console.inbox.page import render_thread, thread_or_404
from baraza.web.console.inbox.said import lines_context
from baraza.web.console.numbers import whole_number


@require_safe
@staff(permission=READ)
def thread(request: HttpRequest, desk: Desk, thread_id: int) -> HttpResponseBase:
    found = thread_or_404(thread_id)
    if found.unread and allows(actor=desk.actor, permission=REPLY) and "unread" not in request.GET:
        mark_read(actor=desk.actor, thread_id=thread_id)
    record_read(actor=desk.actor, subject_kind="thread", subject_id=str(thread_id))
    return render_thread(request=request, desk=desk, thread_id=thread_id)


@require_safe
@staff(permission=READ)
def lines_part(request: HttpRequest, desk: Desk, thread_id: int) -> HttpResponseBase:
    """What was said, for a page that is open when somebody writes (they have seen it), or earlier messages above it."""
    found = thread_or_404(thread_id)
    before = whole_number(request.GET.get("before", ""))
    if before is not None:
        return render(request, "console/inbox/earlier.html", lines_context(found, before=before))
    if found.unread and allows(actor=desk.actor, permission=REPLY):
        mark_read(actor=desk.actor, thread_id=thread_id)
    first = whole_number(request.GET.get("first", ""))
    return render(request, "console/inbox/lines.html", lines_context(found, first=first))


@require_safe
@staff(permission=READ)
def media(request: HttpRequest, desk: Desk, thread_id: int, media_id: str) -> HttpResponseBase:  # noqa: ARG001
    """A photo is shown only through the conversation in which it came."""
    found = thread_or_404(thread_id)
    if not came_in_thread(contact_id=found.contact_id, media_id=media_id):
        raise Http404
    size = "thumbnail" if request.GET.get("size") == "thumbnail" else "full"
    try:
        opened = open_media(media_id=media_id, size=size)
    except MediaUnknown as error:
        raise Http404(str(error)) from error
    return HttpResponse(
        opened.content, content_type=opened.mime_type, headers={"Cache-Control": "private, max-age=3600"}
    )
