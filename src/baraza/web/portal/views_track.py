"""Follow a report: by its reference, by the link of who sent it, by a code sent to their telephone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baraza.core.organisations.queries import OrganisationProfile
from baraza.lib.references import read_reference
from baraza.messaging.reaching import letters_connection
from baraza.services.complaints.queries.one import ComplaintUnknown, get_complaint
from baraza.services.complaints.queries.own import list_by_reference, list_own_and_followed
from baraza.services.complaints.queries.own_link import opens
from baraza.services.complaints.queries.public import is_kept_back
from baraza.services.complaints.queries.records import ComplaintDetail
from baraza.web.portal.explore_cache import same_form_for_all
from baraza.web.portal.forms_track import TrackForm
from baraza.web.portal.limits import for_who_does_not_guess, note_wrong_reference
from baraza.web.portal.ownership import claim, claimed_references, holder, let_go
from baraza.web.portal.proving import Way, ask_code, ask_number
from baraza.web.portal.scope import in_organisation
from baraza.web.portal.shell import go_to, shell
from baraza.web.portal.tracked import summary_of

_SHOWN = 40
_BY_NUMBER = Way(
    purpose="portal.reports",
    slot="code",
    current="track",
    number_page="phone",
    number_template="portal/phone.html",
    code_page="code",
    go=gettext_lazy("Show my reports"),
)


@require_http_methods(["GET", "HEAD", "POST"])
@same_form_for_all
@in_organisation
@for_who_does_not_guess
def track(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    form = TrackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reference = form.cleaned_data["reference"]
        try:
            seen_by(request=request, organisation=organisation, reference=reference)
        except ComplaintUnknown:
            note_wrong_reference(request)
            form.add_error("reference", gettext("We do not know this reference. Check it and write it again"))
        else:
            return redirect(reverse("portal:tracked", args=[organisation.slug, reference]))
    own = bool(claimed_references(request=request, organisation=organisation))
    context = {
        **shell(organisation=organisation, current="track"),
        "form": form,
        "own": own,
        "letters": letters_connection() is not None,
    }
    return render(request, "portal/track.html", context, status=422 if form.errors else 200)


def seen_by(*, request: HttpRequest, organisation: OrganisationProfile, reference: str) -> ComplaintDetail:
    """The report as far as this browser may know of it.

    Raises ComplaintUnknown also for what staff keep from the public, unless whose it is or who follows it asks.
    """
    complaint = get_complaint(reference=reference)
    held = holder(request=request, organisation=organisation, reference=complaint.reference)
    if held is None and is_kept_back(reference=complaint.reference) == "all":
        raise ComplaintUnknown(reference)
    return complaint


def unknown_reference(*, request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    """The same for a reference that never was, for one of another organisation, and for a link that is not ours."""
    note_wrong_reference(request)
    context = {
        **shell(organisation=organisation, current="track"),
        "form": TrackForm(),
        "unknown": True,
        "letters": letters_connection() is not None,
        "page_url": reverse("portal:track", args=[organisation.slug]),
    }
    return render(request, "portal/track.html", context, status=404)


@require_safe
@in_organisation
@for_who_does_not_guess
def link(request: HttpRequest, organisation: OrganisationProfile, reference: str, key: str) -> HttpResponseBase:
    """Opens the report and leads to its plain address, so that the link is not passed on with the page."""
    if not opens(organisation=organisation, reference=reference, key=key):
        return unknown_reference(request=request, organisation=organisation)
    try:
        complaint = get_complaint(reference=reference)
    except ComplaintUnknown:
        return unknown_reference(request=request, organisation=organisation)
    claim(request=request, organisation=organisation, references=[complaint.reference], contact_id=complaint.contact_id)
    return redirect(reverse("portal:tracked", args=[organisation.slug, complaint.reference]))


@require_http_methods(["GET", "HEAD", "POST"])
@same_form_for_all
@in_organisation
def phone(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    return ask_number(request=request, organisation=organisation, way=_BY_NUMBER)


@require_http_methods(["GET", "HEAD", "POST"])
@in_organisation
def code(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    def show(contact_id: int) -> HttpResponseBase:
        reports = list_own_and_followed(contact_id=contact_id, limit=_SHOWN)
        for own_ones in (False, True):
            references = [one.reference for one in reversed(reports) if (one.contact_id == contact_id) is own_ones]
            claim(
                request=request,
                organisation=organisation,
                references=references,
                contact_id=contact_id,
                own=own_ones,
            )
        return go_to(name="own", organisation=organisation)

    return ask_code(request=request, organisation=organisation, way=_BY_NUMBER, proved=show)


@require_safe
@in_organisation
def own(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    """The reports that this browser may act on."""
    references = claimed_references(request=request, organisation=organisation)
    reports = [summary_of(complaint=one, organisation=organisation) for one in list_by_reference(references=references)]
    context = {**shell(organisation=organisation, current="track"), "reports": reports}
    response: HttpResponse = render(request, "portal/own.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
@in_organisation
def leave(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    """On a telephone that others use too."""
    let_go(request=request, organisation=organisation)
    messages.success(request, gettext("This device shows your reports no more."))
    return go_to(name="track", organisation=organisation)


def read_or_given(reference: str) -> str:
    return read_reference(reference) or reference
