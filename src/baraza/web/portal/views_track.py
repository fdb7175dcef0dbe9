"""Follow a report by its reference: state, timeline, comment, open again."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baraza.core.identity.actor import resident
from baraza.core.organisations.queries import OrganisationProfile
from baraza.lib.references import read_reference
from baraza.services.complaints.actions.move import reopen
from baraza.services.complaints.actions.words import comment
from baraza.services.complaints.queries.one import ComplaintUnknown, get_complaint, get_timeline
from baraza.services.complaints.queries.records import ComplaintDetail, TimelineLine
from baraza.services.complaints.rules.categories import CATEGORY_NAMES
from baraza.services.complaints.states import NAMES, REOPENABLE_BY_RESIDENT, MoveRefused, State
from baraza.web.portal.forms import TrackForm, WordsForm
from baraza.web.portal.scope import in_organisation
from baraza.web.portal.shell import shell
from baraza.web.ui.components import TimelineItem


@require_http_methods(["GET", "HEAD", "POST"])
@in_organisation
def track(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    form = TrackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reference = form.cleaned_data["reference"]
        try:
            get_complaint(reference=reference)
        except ComplaintUnknown:
            form.add_error("reference", gettext("We do not know this reference. Check it and write it again"))
        else:
            return redirect(reverse("portal:tracked", args=[organisation.slug, reference]))
    context = {**shell(organisation=organisation, current="track"), "form": form}
    return render(request, "portal/track.html", context, status=422 if form.errors else 200)


@require_safe
@in_organisation
def report(request: HttpRequest, organisation: OrganisationProfile, reference: str) -> HttpResponseBase:
    try:
        complaint = get_complaint(reference=read_reference(reference) or reference)
    except ComplaintUnknown:
        return _unknown(request, organisation)
    return render(request, "portal/tracked.html", _page(organisation, complaint))


def _unknown(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    form = TrackForm()
    context = {**shell(organisation=organisation, current="track"), "form": form, "unknown": True}
    return render(request, "portal/track.html", context, status=404)


def _page(organisation: OrganisationProfile, complaint: ComplaintDetail) -> dict[str, object]:
    lines = get_timeline(complaint_id=complaint.id, public_only=True)
    return {
        **shell(organisation=organisation, current="track"),
        "complaint": complaint,
        "category": gettext(CATEGORY_NAMES[complaint.category]),
        "state": gettext(NAMES[complaint.state]),
        "items": [item for line in lines if (item := _item(line)) is not None],
        "can_reopen": complaint.state in REOPENABLE_BY_RESIDENT,
        "words_form": WordsForm(initial={"key": uuid.uuid4()}),
    }


def _item(line: TimelineLine) -> TimelineItem | None:
    """A line in plain words; names of staff and who works on it are not the public's business."""
    if line.kind == "comment":
        return TimelineItem(kind="in", title=gettext("Resident"), at=line.at, body=line.text)
    if line.kind == "reply":
        return TimelineItem(kind="out", title=gettext("Our answer"), at=line.at, body=line.text)
    if line.kind == "photo":
        return TimelineItem(kind="change", title=gettext("A photo was added"), at=line.at)
    moved = line.changes.get("state")
    if isinstance(moved, list):
        return TimelineItem(kind="change", title=gettext(NAMES[State(moved[1])]), at=line.at, body=line.text)
    return None


@require_POST
@in_organisation
def add_comment(request: HttpRequest, organisation: OrganisationProfile, reference: str) -> HttpResponseBase:
    form = WordsForm(request.POST)
    if form.is_valid():
        try:
            comment(
                actor=resident(contact_id=None),
                reference=reference,
                text=form.cleaned_data["text"],
                source_key=f"web:{form.cleaned_data['key']}",
            )
        except ComplaintUnknown:
            return _unknown(request, organisation)
        messages.success(request, gettext("Thank you. We added your comment."))
    else:
        messages.error(request, gettext("Write your words first"))
    return redirect(reverse("portal:tracked", args=[organisation.slug, reference]))


@require_POST
@in_organisation
def open_again(request: HttpRequest, organisation: OrganisationProfile, reference: str) -> HttpResponseBase:
    form = WordsForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Tell us in words what is still wrong"))
        return redirect(reverse("portal:tracked", args=[organisation.slug, reference]))
    try:
        reopen(
            actor=resident(contact_id=None),
            reference=reference,
            reason=form.cleaned_data["text"],
            source_key=f"web:{form.cleaned_data['key']}",
        )
    except ComplaintUnknown:
        return _unknown(request, organisation)
    except MoveRefused:
        messages.info(request, gettext("This report is open already."))
    else:
        messages.success(request, gettext("Thank you. We opened it again."))
    return redirect(reverse("portal:tracked", args=[organisation.slug, reference]))
