"""Reports that may be the same: near by, of the same resident; merging them and splitting them again."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from baraza.services.complaints.actions.merge import NotMerged, SameReport, merge, split
from baraza.services.complaints.policies import may
from baraza.services.complaints.queries.alike import Alike, list_nearby, list_others_of_resident
from baraza.services.complaints.queries.categories import category_name
from baraza.services.complaints.queries.one import ComplaintUnknown, get_complaint
from baraza.services.complaints.rules.nearness import AT_THE_PLACE_METRES
from baraza.services.complaints.states import MOVES, NAMES, State
from baraza.web.console.access import Desk, staff
from baraza.web.console.case.acts import Act, again
from baraza.web.console.case.forms import MergeForm, VersionForm
from baraza.web.console.shell import shell
from baraza.web.console.wording import STATE_TONES


@dataclass(frozen=True, kw_only=True)
class ShownAlike:
    reference: str
    url: str
    category: str
    state: str
    tone: str
    distance: str
    description: str
    photo_url: str
    mergeable: bool


@require_safe
@staff(permission="complaints.read")
def alike(request: HttpRequest, desk: Desk, reference: str) -> HttpResponseBase:
    """Loaded beside the case; a page of its own without scripts."""
    try:
        found = get_complaint(reference=reference)
    except ComplaintUnknown as error:
        raise Http404(str(error)) from error
    may_merge = may(actor=desk.actor, act="merge") and State.DUPLICATE in MOVES[found.state]
    near, others = list_nearby(complaint=found), list_others_of_resident(complaint=found)
    known = {one.complaint.id for one in near}
    part = "HX-Request" in request.headers
    context = {
        **({} if part else shell(desk=desk, current="complaints")),
        "page_url": reverse("console:alike", args=[found.reference]),
        "complaint": found,
        "near": [_shown(one, may_merge=may_merge) for one in near],
        "others": [_shown(one, may_merge=may_merge) for one in others if one.complaint.id not in known],
        "may_merge": may_merge,
        "merge_form": MergeForm(initial={"version": found.version}, auto_id="merge_%s"),
    }
    return render(request, f"console/case/alike{'_part' if part else ''}.html", context)


@require_POST
@staff(permission="complaints.merge")
def merge_it(request: HttpRequest, desk: Desk, reference: str) -> HttpResponseBase:
    form = MergeForm(request.POST, auto_id="merge_%s")
    if not form.is_valid():
        return again(request=request, desk=desk, reference=reference, name="merge", form=form)
    cleaned = form.cleaned_data
    return Act(
        request=request,
        desk=desk,
        reference=reference,
        name="merge",
        form=form,
        done=gettext("Merged. Whoever reported or follows it is told."),
        refusals={
            SameReport: ("into", gettext("That is this report itself, or one that was merged into it")),
            ComplaintUnknown: ("into", gettext("We do not know this reference")),
        },
        run=lambda: merge(
            actor=desk.actor, reference=reference, into=cleaned["into"], expected_version=cleaned["version"]
        ),
    ).carry_out()


@require_POST
@staff(permission="complaints.merge")
def split_it(request: HttpRequest, desk: Desk, reference: str) -> HttpResponseBase:
    form = VersionForm(request.POST)
    if not form.is_valid():
        return again(request=request, desk=desk, reference=reference, name="split", form=form)
    version = form.cleaned_data["version"]
    return Act(
        request=request,
        desk=desk,
        reference=reference,
        name="split",
        done=gettext("Split off. The report is what it was before."),
        refusals={NotMerged: ("", gettext("A colleague has split it off already."))},
        run=lambda: split(actor=desk.actor, reference=reference, expected_version=version),
    ).carry_out()


def _distance(metres: int | None) -> str:
    if metres is None:
        return ""
    return (
        gettext("At the same place")
        if metres < AT_THE_PLACE_METRES
        else gettext("%(metres)d m away") % {"metres": metres}
    )


def _shown(one: Alike, *, may_merge: bool) -> ShownAlike:
    complaint = one.complaint
    photo = reverse("console:photo", args=[complaint.reference, one.photo]) if one.photo else ""
    return ShownAlike(
        reference=complaint.reference,
        url=reverse("console:complaint", args=[complaint.reference]),
        category=category_name(code=complaint.category),
        state=gettext(NAMES[complaint.state]),
        tone=STATE_TONES[complaint.state],
        distance=_distance(one.metres),
        description=complaint.description,
        photo_url=f"{photo}?size=thumbnail" if photo else "",
        mergeable=may_merge and complaint.is_open,
    )
