"""Taking a complaint, moving it on, correcting category, priority and due time. Each view makes one call into an action."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from baraza.services.complaints.actions.correct import correct
from baraza.services.complaints.actions.due import DueBeforeOpened, set_due
from baraza.services.complaints.actions.move import move, take
from baraza.services.complaints.queries.categories import category_name
from baraza.services.complaints.queries.one import ComplaintUnknown, get_complaint
from baraza.services.complaints.states import State
from baraza.web.console.access import Desk, staff
from baraza.web.console.case.acts import Act, again
from baraza.web.console.case.forms import CorrectForm, DueForm, MoveForm, VersionForm


@require_POST
@staff(permission="complaints.take")
def take_it(request: HttpRequest, desk: Desk, reference: str) -> HttpResponseBase:
    form = VersionForm(request.POST)
    if not form.is_valid():
        return again(request=request, desk=desk, reference=reference, name="take", form=form)
    version = form.cleaned_data["version"]
    return Act(
        request=request,
        desk=desk,
        reference=reference,
        name="take",
        run=lambda: take(actor=desk.actor, reference=reference, expected_version=version),
        done=gettext("It is yours now"),
    ).carry_out()


@require_POST
@staff(permission="complaints.move")
def move_it(request: HttpRequest, desk: Desk, reference: str) -> HttpResponseBase:
    try:
        found = get_complaint(reference=reference)
    except ComplaintUnknown as error:
        raise Http404(str(error)) from error
    form = MoveForm(request.POST, current=found.state, merged=bool(found.duplicate_of), auto_id="move_%s")
    # Whoever looked at an older version is told of that first: their choice was among other states.
    if not form.is_valid() and form.cleaned_data.get("version") == found.version:
        return again(request=request, desk=desk, reference=reference, name="move", form=form)
    cleaned, wanted = form.cleaned_data, request.POST.get("wanted", "")
    if "version" not in cleaned or wanted not in set(State):
        return again(request=request, desk=desk, reference=reference, name="move", form=form)
    return Act(
        request=request,
        desk=desk,
        reference=reference,
        name="move",
        form=form,
        done=gettext("State changed"),
        run=lambda: move(
            actor=desk.actor,
            reference=reference,
            wanted=State(wanted),
            reason=cleaned.get("reason", ""),
            expected_version=cleaned["version"],
        ),
    ).carry_out()


@require_POST
@staff(permission="complaints.correct")
def correct_it(request: HttpRequest, desk: Desk, reference: str) -> HttpResponseBase:
    current = request.POST.get("category", "")
    form = CorrectForm(request.POST, auto_id="correct_%s")
    if not form.is_valid():
        return again(request=request, desk=desk, reference=reference, name="correct", form=form)
    cleaned = form.cleaned_data
    return Act(
        request=request,
        desk=desk,
        reference=reference,
        name="correct",
        form=CorrectForm(request.POST, current=current, current_name=category_name(code=current), auto_id="correct_%s"),
        done=gettext("Saved"),
        run=lambda: correct(
            actor=desk.actor,
            reference=reference,
            category=cleaned["category"],
            priority=cleaned["priority"],
            expected_version=cleaned["version"],
        ),
    ).carry_out()


@require_POST
@staff(permission="complaints.set_due")
def change_due(request: HttpRequest, desk: Desk, reference: str) -> HttpResponseBase:
    form = DueForm(request.POST, auto_id="due_%s")
    if not form.is_valid():
        return again(request=request, desk=desk, reference=reference, name="due", form=form)
    cleaned = form.cleaned_data
    return Act(
        request=request,
        desk=desk,
        reference=reference,
        name="due",
        form=form,
        done=gettext("Due time changed"),
        refusals={DueBeforeOpened: ("due_at", gettext("That is before the report was made"))},
        run=lambda: set_due(
            actor=desk.actor,
            reference=reference,
            due_at=cleaned["due_at"],
            reason=cleaned["reason"],
            expected_version=cleaned["version"],
        ),
    ).carry_out()
