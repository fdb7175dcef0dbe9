"""“I have this problem too”: whoever sees a report of others follows it, with a number or without, instead of writing it again."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from baraza.core.identity.actor import resident
from baraza.core.identity.addresses import address_of, visitor_of
from baraza.core.identity.sign_in.buckets import Allowance, take
from baraza.core.organisations.queries import OrganisationProfile
from baraza.messaging.actions import contact_for_phone, contact_without_address
from baraza.services.complaints.actions.words import follow
from baraza.services.complaints.queries.one import ComplaintUnknown
from baraza.services.complaints.queries.own import is_told
from baraza.services.complaints.queries.public import get_public
from baraza.web.portal.explore_cache import same_form_for_all
from baraza.web.portal.explore_views import row_of
from baraza.web.portal.forms import written_number
from baraza.web.portal.ownership import claim, holder
from baraza.web.portal.scope import in_organisation
from baraza.web.portal.shell import shell
from baraza.web.ui.tries import too_many

# Each one is counted as a person with the problem: nobody makes it look larger than it is.
_FOLLOWED = Allowance(name="follows", per_minute=6, at_once=30)


class FollowForm(forms.Form):
    use_required_attribute = False

    phone = forms.CharField(
        label=_("Your mobile number"),
        required=False,
        max_length=40,
        help_text=_("Only if you want to be told what becomes of that report."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )

    def __init__(self, data: QueryDict | None, *, region: str) -> None:
        super().__init__(data)
        self.region = region

    def clean_phone(self) -> str:
        return written_number(self.cleaned_data["phone"], region=self.region)


@require_http_methods(["GET", "HEAD", "POST"])
@same_form_for_all
@in_organisation
def join(request: HttpRequest, organisation: OrganisationProfile, reference: str) -> HttpResponseBase:
    base = shell(organisation=organisation, current="explore")
    try:
        found = get_public(reference=reference)
    except ComplaintUnknown:
        return render(request, "portal/explore/none.html", base, status=404)
    page = reverse("portal:tracked", args=[organisation.slug, found.reference])
    held = holder(request=request, organisation=organisation, reference=found.reference)
    if held is not None:
        # Who stopped following finds on that page how to begin again.
        if held.own or is_told(contact_id=held.actor.id or 0, reference=found.reference):
            messages.info(request, gettext("You follow this report already."))
        return redirect(page)
    form = FollowForm(request.POST if request.method == "POST" else None, region=organisation.phone_region)
    if request.method == "POST" and form.is_valid():
        wait = take(_FOLLOWED, who=visitor_of(address_of(request)))
        if wait:
            return too_many(request, seconds=wait)
        contact_id = _follow(reference=found.reference, phone=form.cleaned_data["phone"])
        claim(
            request=request, organisation=organisation, references=[found.reference], contact_id=contact_id, own=False
        )
        messages.success(request, gettext("Thank you. You follow this report now. Staff see that one more has it."))
        return redirect(page)
    context = {**base, "row": row_of(found, organisation), "form": form}
    return render(request, "portal/explore/follow.html", context, status=422 if form.errors else 200)


def _follow(*, reference: str, phone: str) -> int:
    """Somebody without a number is counted too."""
    language = get_language() or ""
    with transaction.atomic():
        contact_id = (
            contact_for_phone(phone=phone, language=language) if phone else contact_without_address(language=language)
        )
        follow(actor=resident(contact_id=contact_id), reference=reference, words="", source_key="")
    return contact_id
