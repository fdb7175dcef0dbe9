"""An e-mail address is proved by a code before anything is sent there: for a report that is being written, for one that
is followed, and for how a person wants to be told.
"""

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from baraza.capabilities.notifications.codes import CodeWrong, confirm_proof, send_proof
from baraza.core.identity.actor import resident
from baraza.core.identity.addresses import address_of
from baraza.core.identity.sign_in.limits import TooManyTries
from baraza.core.organisations.queries import OrganisationProfile
from baraza.messaging.preferences import preferences_of, set_preferences
from baraza.messaging.reaching import letters_connection
from baraza.services.complaints.actions.words import follow
from baraza.services.complaints.queries.one import ComplaintUnknown, get_complaint
from baraza.web.portal.draft import load_draft, save_draft
from baraza.web.portal.forms import email_field, written_email
from baraza.web.portal.forms_track import CodeForm
from baraza.web.portal.limits import for_who_does_not_guess
from baraza.web.portal.my_data_proof import PROOF, person_of, show
from baraza.web.portal.ownership import claim, holder
from baraza.web.portal.scope import in_organisation
from baraza.web.portal.shell import go_to, shell
from baraza.web.portal.views_track import read_or_given, unknown_reference
from baraza.web.ui.tries import too_many

_PURPOSE = "portal.email"
REPORT, TELLING, FOLLOW, ADDRESS = "report", "telling", "follow", "address"
# Where the code's page leads back to.
_BACK = {REPORT: "contact", TELLING: "telling", FOLLOW: "track", ADDRESS: "telling"}


class EmailForm(forms.Form):
    use_required_attribute = False

    email = email_field(required=True)

    def __init__(self, data: QueryDict | None) -> None:
        super().__init__(data)
        self.fields["email"].help_text = gettext("We send a code there, to be sure that it is yours.")

    def clean_email(self) -> str:
        return written_email(self.cleaned_data["email"])


def ask(
    *,
    request: HttpRequest,
    organisation: OrganisationProfile,
    email: str,
    then: str,
    contact_id: int | None = None,
    reference: str = "",
) -> HttpResponseBase:
    """Sends the code and leads to the page on which it is written."""
    try:
        key = send_proof(
            email=email,
            contact_id=contact_id,
            purpose=_PURPOSE,
            language=get_language() or organisation.default_language,
            address=address_of(request),
        )
    except TooManyTries as error:
        return too_many(request, seconds=error.seconds)
    request.session[_slot(organisation)] = {"key": key, "email": email, "then": then, "reference": reference}
    return go_to(name="email-code", organisation=organisation)


@require_http_methods(["GET", "HEAD", "POST"])
@in_organisation
@for_who_does_not_guess
def by_email(request: HttpRequest, organisation: OrganisationProfile, reference: str) -> HttpResponseBase:
    """News of one report by e-mail, for whoever has its reference."""
    try:
        complaint = get_complaint(reference=read_or_given(reference))
    except ComplaintUnknown:
        return unknown_reference(request=request, organisation=organisation)
    page = reverse("portal:tracked", args=[organisation.slug, complaint.reference])
    if letters_connection() is None:
        return redirect(page)
    form = EmailForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return ask(
            request=request,
            organisation=organisation,
            email=form.cleaned_data["email"],
            then=FOLLOW,
            reference=complaint.reference,
        )
    context = {**shell(organisation=organisation, current="track"), "form": form, "back": page, "complaint": complaint}
    return render(request, "portal/email.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@in_organisation
def code(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    asked = request.session.get(_slot(organisation))
    if not asked:
        return go_to(name="home", organisation=organisation)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            # The request is one transaction already; one inside would take back that a wrong code was counted.
            contact_id = confirm_proof(
                key=asked["key"],
                purpose=_PURPOSE,
                email=asked["email"],
                code=form.cleaned_data["code"],
                language=get_language() or organisation.default_language,
            )
        except CodeWrong:
            form.add_error("code", gettext("This code does not work. Check it, or ask for a new one"))
        else:
            del request.session[_slot(organisation)]
            return _go_on(request, organisation, asked, contact_id)
    back = reverse(f"portal:{_BACK[asked['then']]}", args=[organisation.slug])
    if asked["then"] == FOLLOW:
        back = reverse("portal:by-email", args=[organisation.slug, asked["reference"]])
    context: dict[str, Any] = {
        **shell(organisation=organisation, current="report" if asked["then"] == REPORT else "track"),
        "form": form,
        "email": asked["email"],
        "back": back,
        "joins": asked["then"] in {TELLING, ADDRESS},
        "skip": reverse("portal:check", args=[organisation.slug]) if asked["then"] == REPORT else "",
    }
    return render(request, "portal/email_code.html", context, status=422 if form.errors else 200)


def _go_on(
    request: HttpRequest, organisation: OrganisationProfile, asked: dict[str, str], contact_id: int
) -> HttpResponseBase:
    if asked["then"] == REPORT:
        draft = load_draft(session=request.session, slug=organisation.slug)
        save_draft(session=request.session, slug=organisation.slug, draft=draft.changed(email=asked["email"]))
        return go_to(name="check", organisation=organisation)
    if asked["then"] in {TELLING, ADDRESS}:
        return _put_right(request, organisation, contact_id, by_letter=asked["then"] == TELLING)
    reference = asked["reference"]
    follow(actor=resident(contact_id=contact_id), reference=reference, words="", source_key="")
    if holder(request=request, organisation=organisation, reference=reference) is None:
        claim(request=request, organisation=organisation, references=[reference], contact_id=contact_id, own=False)
    messages.success(request, gettext("We write to your e-mail address when there is news of this report."))
    return redirect(reverse("portal:tracked", args=[organisation.slug, reference]))


def _put_right(
    request: HttpRequest, organisation: OrganisationProfile, contact_id: int, *, by_letter: bool
) -> HttpResponseBase:
    """Whoever the address belonged to before is the same person."""
    if person_of(request=request, organisation=organisation) is None:
        return go_to(name="my-data-phone", organisation=organisation)
    show(request=request, organisation=organisation, contact_id=contact_id)
    if by_letter:
        set_preferences(
            actor=resident(contact_id=contact_id),
            contact_id=contact_id,
            wanted=replace(preferences_of(contact_id=contact_id), told_by="email"),
            language=get_language() or organisation.default_language,
            proof=PROOF,
        )
    messages.success(request, gettext("Kept. We will tell you as you chose."))
    return go_to(name="my-data", organisation=organisation)


def _slot(organisation: OrganisationProfile) -> str:
    return f"email-code:{organisation.slug}"
