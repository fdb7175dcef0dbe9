"""What the desk adds to a call from its page."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from baraza.services.call_analytics.actions.errors import ChangedMeanwhile
from baraza.services.call_analytics.actions.work import (
    LONGEST_NOTE,
    MOST_AT_ONCE,
    Several,
    TooManyTags,
    note,
    plain_tag,
    settle,
    settle_several,
    tag,
    tag_several,
    take_note_back,
    untag,
)
from baraza.services.call_analytics.queries.one import CallUnknown
from baraza.services.call_analytics.rules.dispositions import Disposition
from baraza.web.console.access import Desk, staff
from baraza.web.console.calls.around import to_call
from baraza.web.console.calls.forms import CallsForm
from baraza.web.console.calls.one import call_page

_LONG_ID = 19
# An empty word would be a choice that nobody made.
_OPEN = "open"


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
    return to_call(request=request, call_id=call_id)


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
    return to_call(request=request, call_id=call_id)


@require_POST
@staff(permission="calls.work")
def several_calls(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """The ticked calls of a list get a tag or a word for what became of them; back to the same list."""
    ids = {int(one) for one in request.POST.getlist("call") if one.isascii() and one.isdigit() and len(one) < _LONG_ID}
    act = _act_on_several(request, desk, ids)
    if not ids or len(ids) > MOST_AT_ONCE:
        messages.error(request, gettext("Tick the calls that you mean, then choose what to do with them."))
    elif act is None:
        messages.error(request, gettext("Write the tag, or choose what became of the calls."))
    else:
        with transaction.atomic():
            _say(request, act())
    query = urlencode(CallsForm(QueryDict(request.POST.get("query", "")), desk=desk).asked())
    return redirect(f"{reverse('console:calls')}?{query}")


def _act_on_several(request: HttpRequest, desk: Desk, ids: set[int]) -> Callable[[], Several] | None:
    name, chosen = request.POST.get("name", ""), request.POST.get("disposition", "")
    if request.POST.get("act") == "tag" and plain_tag(name):
        return lambda: tag_several(actor=desk.actor, call_ids=ids, name=name)
    if request.POST.get("act") == "settle" and (chosen == _OPEN or chosen in set(Disposition)):
        word = "" if chosen == _OPEN else chosen
        return lambda: settle_several(actor=desk.actor, call_ids=ids, disposition=word)
    return None


def _say(request: HttpRequest, done: Several) -> None:
    said = [ngettext("%(count)s call changed.", "%(count)s calls changed.", done.changed) % {"count": done.changed}]
    if done.same:
        were_so = ngettext("%(count)s was like that already.", "%(count)s were like that already.", done.same)
        said.append(were_so % {"count": done.same})
    if done.full:
        full = ngettext("%(count)s has twenty tags already.", "%(count)s have twenty tags already.", done.full)
        said.append(full % {"count": done.full})
    messages.success(request, " ".join(said))


@require_POST
@staff(permission="calls.work")
def untag_call(request: HttpRequest, desk: Desk, call_id: int) -> HttpResponseBase:
    _run(lambda: untag(actor=desk.actor, call_id=call_id, name=request.POST.get("name", "")))
    return to_call(request=request, call_id=call_id)


@require_POST
@staff(permission="calls.work")
def note_on_call(request: HttpRequest, desk: Desk, call_id: int) -> HttpResponseBase:
    text = request.POST.get("text", "").replace("\x00", "").strip()
    if not text:
        return call_page(request, desk, call_id, problems={"note": gettext("Write your note.")})
    if len(text) > LONGEST_NOTE:
        wrong = gettext("The note is too long: at most %(most)s characters.") % {"most": f"{LONGEST_NOTE:,}"}
        return call_page(request, desk, call_id, problems={"note": wrong}, kept={"note": text})
    _run(lambda: note(actor=desk.actor, call_id=call_id, text=text))
    messages.success(request, gettext("Note saved"), extra_tags="toast")
    return to_call(request=request, call_id=call_id)


@require_POST
@staff(permission="calls.work")
def take_back(request: HttpRequest, desk: Desk, note_id: int) -> HttpResponseBase:
    call_id = _run(lambda: take_note_back(actor=desk.actor, note_id=note_id)) or 0
    return to_call(request=request, call_id=call_id)


def _run(act: Callable[[], int | None]) -> int | None:
    try:
        with transaction.atomic():
            return act()
    except CallUnknown as error:
        raise Http404(str(error)) from error
