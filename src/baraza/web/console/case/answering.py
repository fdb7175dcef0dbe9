"""Replies to the resident, which can be taken back for some seconds, and notes for colleagues."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from baraza.lib.clock import now
from baraza.services.complaints.actions.answers import TooLate, note, reply, take_reply_back
from baraza.services.complaints.queries.one import ComplaintUnknown, get_complaint
from baraza.web.console.access import Desk, staff
from baraza.web.console.case.acts import Act, again
from baraza.web.console.case.forms import NoteForm, ReplyForm
from baraza.web.console.case.people_known import reader_for
from baraza.web.console.case.replying import replying
from baraza.web.console.window import PhotoChoice


@require_POST
@staff(permission="complaints.reply")
def send_reply(request: HttpRequest, desk: Desk, reference: str) -> HttpResponseBase:
    form = ReplyForm(request.POST, request.FILES, choice=_photo_choice(reference), auto_id="reply_%s")
    photo_id = form.stored_photo() if form.is_valid() else ""
    if form.errors:
        return again(request=request, desk=desk, reference=reference, name="reply", form=form)
    cleaned = form.cleaned_data
    return Act(
        request=request,
        desk=desk,
        reference=reference,
        name="reply",
        form=form,
        done=gettext("Reply written"),
        then=lambda _: reverse("console:complaint", args=[reference]) + "?done=reply#newest",
        run=lambda: reply(
            actor=desk.actor,
            reference=reference,
            text=cleaned["text"],
            source_key=f"console:{cleaned['key']}",
            seen=cleaned["seen"],
            announced=cleaned["announced"] == "yes",
            undoable=True,
            photo_id=photo_id,
        ),
    ).carry_out()


def _photo_choice(reference: str) -> PhotoChoice:
    """As the page offered it, or as it is by now."""
    try:
        found = get_complaint(reference=reference)
    except ComplaintUnknown as error:
        raise Http404(str(error)) from error
    return replying(found=found, reader=reader_for(found), at=now()).photo


@require_POST
@staff(permission="complaints.reply")
def take_back(request: HttpRequest, desk: Desk, reference: str, line_id: int) -> HttpResponseBase:
    """The words come back into the form."""
    kept: list[str] = []
    answer = Act(
        request=request,
        desk=desk,
        reference=reference,
        name="reply-back",
        done=gettext("Taken back. Nothing was sent."),
        refusals={TooLate: ("", gettext("Too late: the reply is on its way."))},
        then=lambda _: reverse("console:complaint", args=[reference]) + "#reply",
        run=lambda: kept.append(take_reply_back(actor=desk.actor, reference=reference, line_id=line_id)),
    ).carry_out()
    if kept:
        # Until the page is shown: then it is in the form and nowhere else.
        request.session["reply_taken_back"] = {"reference": reference, "text": kept[0]}
    return answer


@require_POST
@staff(permission="complaints.note")
def write_note(request: HttpRequest, desk: Desk, reference: str) -> HttpResponseBase:
    form = NoteForm(request.POST, auto_id="note_%s")
    if not form.is_valid():
        return again(request=request, desk=desk, reference=reference, name="note", form=form)
    cleaned = form.cleaned_data
    return Act(
        request=request,
        desk=desk,
        reference=reference,
        name="note",
        form=form,
        done=gettext("Note written"),
        then=lambda _: reverse("console:complaint", args=[reference]) + "?done=note#newest",
        run=lambda: note(
            actor=desk.actor, reference=reference, text=cleaned["text"], source_key=f"console:{cleaned['key']}"
        ),
    ).carry_out()
