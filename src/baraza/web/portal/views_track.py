"""Follow a report by its reference: state, timeline, comment, open again."""

import uuid

from django.contrib import messages
from django.db import transaction
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
from baraza.services.complaints.queries.one import ComplaintUnknown, get_complaint
from baraza.services.complaints.states import MoveRefused
from baraza.web.portal.forms import TrackForm, WordsForm
from baraza.web.portal.limits import for_who_does_not_guess, note_wrong_reference
from baraza.web.portal.scope import in_organisation
from baraza.web.portal.shell import shell
from baraza.web.portal.tracked import described


@require_http_methods(["GET", "HEAD", "POST"])
@in_organisation
@for_who_does_not_guess
def track(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    form = TrackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reference = form.cleaned_data["reference"]
        try:
            get_complaint(reference=reference)
        except ComplaintUnknown:
            note_wrong_reference(request)
            form.add_error("reference", gettext("We do not know this reference. Check it and write it again"))
        else:
            return redirect(_address(organisation, reference))
    context = {**shell(organisation=organisation, current="track"), "form": form}
    return render(request, "portal/track.html", context, status=422 if form.errors else 200)


@require_safe
@in_organisation
@for_who_does_not_guess
def report(request: HttpRequest, organisation: OrganisationProfile, reference: str) -> HttpResponseBase:
    return _shown(request=request, organisation=organisation, reference=reference)


def _address(organisation: OrganisationProfile, reference: str) -> str:
    return reverse("portal:tracked", args=[organisation.slug, reference])


def unknown_reference(*, request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    """The same for a reference that never was and for one of another organisation."""
    note_wrong_reference(request)
    context = {
        **shell(organisation=organisation, current="track"),
        "form": TrackForm(),
        "unknown": True,
        "page_url": reverse("portal:track", args=[organisation.slug]),
    }
    return render(request, "portal/track.html", context, status=404)


def _shown(
    *,
    request: HttpRequest,
    organisation: OrganisationProfile,
    reference: str,
    comment_form: WordsForm | None = None,
    reopen_form: WordsForm | None = None,
    status: int = 200,
) -> HttpResponseBase:
    """The report's page; a form that is given carries errors and what was written."""
    try:
        complaint = get_complaint(reference=read_reference(reference) or reference)
    except ComplaintUnknown:
        return unknown_reference(request=request, organisation=organisation)
    context = {
        **shell(organisation=organisation, current="track"),
        **described(complaint=complaint, organisation=organisation),
        "comment_form": comment_form or _comment_form(initial={"key": uuid.uuid4()}),
        "reopen_form": reopen_form or _reopen_form(initial={"key": uuid.uuid4()}),
        "form": comment_form or reopen_form,
        "page_url": _address(organisation, complaint.reference),
    }
    return render(request, "portal/tracked.html", context, status=status)


def _comment_form(**options: object) -> WordsForm:
    return WordsForm(label=gettext("Your comment"), auto_id="comment_%s", **options)


def _reopen_form(**options: object) -> WordsForm:
    return WordsForm(label=gettext("What is still wrong?"), auto_id="reopen_%s", **options)


@require_POST
@in_organisation
@for_who_does_not_guess
def add_comment(request: HttpRequest, organisation: OrganisationProfile, reference: str) -> HttpResponseBase:
    form = _comment_form(data=request.POST)
    if not form.is_valid():
        return _shown(request=request, organisation=organisation, reference=reference, comment_form=form, status=422)
    try:
        comment(
            actor=resident(contact_id=None),
            reference=reference,
            text=form.cleaned_data["text"],
            source_key=f"web:{form.cleaned_data['key']}",
        )
    except ComplaintUnknown:
        return unknown_reference(request=request, organisation=organisation)
    messages.success(request, gettext("Thank you. We added your comment."))
    return redirect(_address(organisation, reference))


@require_POST
@in_organisation
@for_who_does_not_guess
def open_again(request: HttpRequest, organisation: OrganisationProfile, reference: str) -> HttpResponseBase:
    form = _reopen_form(data=request.POST)
    if not form.is_valid():
        return _shown(request=request, organisation=organisation, reference=reference, reopen_form=form, status=422)
    try:
        # The words and the move belong together: refused, neither stays.
        with transaction.atomic():
            reopen(
                actor=resident(contact_id=None),
                reference=reference,
                reason=form.cleaned_data["text"],
                source_key=f"web:{form.cleaned_data['key']}",
            )
    except ComplaintUnknown:
        return unknown_reference(request=request, organisation=organisation)
    except MoveRefused:
        messages.info(request, gettext("This report is open already. You can add a comment."))
        kept = _comment_form(initial={"key": uuid.uuid4(), "text": form.cleaned_data["text"]})
        return _shown(request=request, organisation=organisation, reference=reference, comment_form=kept)
    messages.success(request, gettext("Thank you. We opened it again."))
    return redirect(_address(organisation, reference))
