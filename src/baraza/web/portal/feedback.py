"""What residents think of these pages and of how they were served: without a name, so without an answer."""

import hashlib
import uuid

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from baraza.capabilities.feedback.actions import give
from baraza.core.identity.actor import resident
from baraza.core.identity.addresses import address_of, visitor_of
from baraza.core.identity.sign_in.buckets import Allowance, take
from baraza.core.organisations.queries import OrganisationProfile
from baraza.web.portal.scope import in_organisation
from baraza.web.portal.shell import shell
from baraza.web.ui.tries import too_many

LONGEST_WORDS = 2000
SAID = Allowance(name="feedback", per_minute=3, at_once=10)


class FeedbackForm(forms.Form):
    use_required_attribute = False

    mood = forms.ChoiceField(
        label=_("How was it?"),
        required=False,
        choices=(("good", _("Good")), ("mixed", _("Partly good")), ("bad", _("Bad"))),
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("What went well, or what should be better?"),
        help_text=_("Please write no names and no telephone numbers."),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what you think")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@in_organisation
def feedback(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    form = FeedbackForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        wait = take(SAID, who=visitor_of(address_of(request)))
        if wait:
            return too_many(request, seconds=wait)
        give(
            actor=resident(contact_id=None),
            words=form.cleaned_data["words"],
            mood=form.cleaned_data["mood"],
            language=get_language() or "",
            source_key=_key(request),
        )
        return redirect("portal:feedback-thanks", organisation.slug)
    context = {**shell(organisation=organisation, current="feedback"), "form": form}
    return render(request, "portal/feedback.html", context, status=422 if form.errors else 200)


@require_safe
@in_organisation
def thanks(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    return render(request, "portal/feedback_thanks.html", shell(organisation=organisation, current="feedback"))


def _key(request: HttpRequest) -> str:
    """Of the one page that was handed out, however often its button is pressed: no other has its token."""
    token = request.POST.get("csrfmiddlewaretoken", "")
    return f"web:{hashlib.sha256(token.encode()).hexdigest()[:32] if token else uuid.uuid4().hex}"
