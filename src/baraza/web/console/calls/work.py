"""What the desk adds to a call from its page."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from baraza.services.call_analytics.actions.errors import ChangedMeanwhile
from baraza.services.call_analytics.actions.work import (
    LONGEST_NOTE,
    TooManyTags,
    note,
    plain_tag,
    settle,
    tag,
    take_note_back,
    untag,
)
from baraza.services.call_analytics.queries.one import CallUnknown
from baraza.services.call_analytics.rules.dispositions import Disposition
from baraza.web.console.access import Desk, staff
from baraza.web.console.calls.one import call_page


@require_POST
@staff(permission="calls.work")
def settle_call(request: HttpRequest, desk: Desk, call_id: int) -> HttpResponseBase:
    chosen, before = request.POST.get("disposition", ""), request.POST.get("before", "")
    if chosen and chosen not in set(Disposition):
        raise Http404("No such word.")
    try:
        _run(lambda: settle(actor=desk.actor, call_id=call_id, disposition=chosen, before=before))
    except ChangedMeanwhile:
        messages.error(request, gettext("A colleague settled this call meanwhile. Look at it and choose again."))
    else:
        messages.success(request, gettext("Saved"), extra_tags="toast")
    return redirect("console:call", call_id)


@require_POST
@staff(permission="calls.work")
def tag_call(request: HttpRequest, desk: Desk, call_id: int) -> HttpResponseBase:
    name = request.POST.get("name", "")
    if not plain_tag(name):
        return call_page(request, desk, call_id, problems={"tag": gettext("Write the tag that you want to add.")})
    try:
        _run(lambda: tag(actor=desk.actor, call_id=call_id, name=name))
    except TooManyTags:
        wrong = gettext("This call has twenty tags. Take one off first.")
        return call_page(request, desk, call_id, problems={"tag": wrong}, kept={"tag": name})
    return redirect("console:call", call_id)


@require_POST
@staff(permission="calls.work")
def untag_call(request: HttpRequest, desk: Desk, call_id: int) -> HttpResponseBase:
    _run(lambda: untag(actor=desk.actor, call_id=call_id, name=request.POST.get("name", "")))
    return redirect("console:call", call_id)


@require_POST
@staff(permission="calls.work")
def note_on_call(request: HttpRequest, desk: Desk, call_id: int) -> HttpResponseBase:
    text = request.POST.get("text", "").strip()
    if not text:
        return call_page(request, desk, call_id, problems={"note": gettext("Write your note.")})
    if len(text) > LONGEST_NOTE:
        wrong = gettext("The note is too long: at most %(most)s characters.") % {"most": f"{LONGEST_NOTE:,}"}
        return call_page(request, desk, call_id, problems={"note": wrong}, kept={"note": text})
    _run(lambda: note(actor=desk.actor, call_id=call_id, text=text))
    messages.success(request, gettext("Note saved"), extra_tags="toast")
    return redirect("console:call", call_id)


@require_POST
@staff(permission="calls.work")
def take_back(_request: HttpRequest, desk: Desk, note_id: int) -> HttpResponseBase:
    return redirect("console:call", _run(lambda: take_note_back(actor=desk.actor, note_id=note_id)) or 0)


def _run(act: Callable[[], int | None]) -> int | None:
    try:
        with transaction.atomic():
            return act()
    except CallUnknown as error:
        raise Http404(str(error)) from error
