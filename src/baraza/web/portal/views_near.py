"""Is it reported already? Who says yes follows that report instead of writing a new one."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from baraza.core.identity.actor import resident
from baraza.core.organisations.queries import OrganisationProfile
from baraza.messaging.actions import contact_for_phone, contact_without_address
from baraza.services.complaints.actions.words import add_photo, follow
from baraza.services.complaints.queries.nearby import Nearby, find_nearby
from baraza.services.complaints.rules.nearness import AT_THE_PLACE_METRES
from baraza.services.complaints.states import NAMES
from baraza.web.portal.draft import Draft, finish_draft, load_draft, save_draft, sent_reference
from baraza.web.portal.forms import NONE_OF_THESE, NearForm
from baraza.web.portal.ownership import claim
from baraza.web.portal.scope import in_organisation
from baraza.web.portal.shell import go_to, step_shell


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@in_organisation
def near(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    draft = load_draft(session=request.session, slug=organisation.slug)
    before = sent_reference(session=request.session, slug=organisation.slug, key=request.POST.get("key", ""))
    if before is not None:
        return redirect(reverse("portal:tracked", args=[organisation.slug, before]))
    if not (draft.described and draft.placed):
        return go_to(name="place", organisation=organisation)
    found = _found(draft)
    if not found:
        return go_to(name="contact", organisation=organisation)
    form = NearForm(
        data=request.POST if request.method == "POST" else None,
        region=organisation.phone_region,
        choices=[(one.complaint.reference, _told(one)) for one in found],
        initial={"phone": draft.phone},
    )
    if request.method == "POST" and form.is_valid():
        reference, phone = form.cleaned_data["reference"], form.cleaned_data["phone"]
        if reference == NONE_OF_THESE:
            save_draft(session=request.session, slug=organisation.slug, draft=draft.changed(phone=phone or draft.phone))
            return go_to(name="contact", organisation=organisation)
        contact_id = _follow(draft=draft, reference=reference, phone=phone)
        claim(request=request, organisation=organisation, references=[reference], contact_id=contact_id, own=False)
        finish_draft(session=request.session, slug=organisation.slug, draft=draft, reference=reference)
        messages.success(request, gettext("Thank you. You follow this report now, and we added your words to it."))
        return redirect(reverse("portal:tracked", args=[organisation.slug, reference]))
    context = {**step_shell(organisation=organisation, step=3, draft=draft), "form": form}
    return render(request, "portal/near.html", context, status=422 if form.errors else 200)


def _found(draft: Draft) -> list[Nearby]:
    if draft.latitude is None or draft.longitude is None:
        return []
    return find_nearby(category=draft.category, latitude=draft.latitude, longitude=draft.longitude)


def _told(one: Nearby) -> str:
    """What its neighbours may know of a report: how far it is, how old and in which state; never its words."""
    words = gettext("%(metres)d m from here, reported on %(day)s: %(state)s")
    if one.metres < AT_THE_PLACE_METRES:
        words = gettext("At the same place, reported on %(day)s: %(state)s")
    return words % {
        "metres": one.metres,
        "day": date_format(one.complaint.opened_at, "j F"),
        "state": gettext(NAMES[one.complaint.state]),
    }


def _follow(*, draft: Draft, reference: str, phone: str) -> int:
    """Somebody without a number is counted too."""
    language = get_language() or ""
    with transaction.atomic():
        contact_id = (
            contact_for_phone(phone=phone, language=language) if phone else contact_without_address(language=language)
        )
        actor = resident(contact_id=contact_id)
        follow(actor=actor, reference=reference, words=draft.description, source_key=f"web:{draft.key}")
        for place, media_id in enumerate(draft.photos):
            add_photo(actor=actor, reference=reference, media_id=media_id, source_key=f"web:{draft.key}:{place}")
    return contact_id
