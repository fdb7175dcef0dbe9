"""How a person wants to be told and how they communicate: the form, and the page that keeps it."""

from dataclasses import replace
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from baraza.core.identity.actor import resident
from baraza.core.organisations.queries import OrganisationProfile
from baraza.messaging.contacts import ContactUnknown
from baraza.messaging.emails import email_of
from baraza.messaging.preferences import NOBODY, Preferences, Profile, preferences_of, set_preferences
from baraza.messaging.reaching import letters_connection
from baraza.web.portal.emailing import TELLING, ask
from baraza.web.portal.forms import email_field, written_email
from baraza.web.portal.my_data_proof import PROOF, close, person_of
from baraza.web.portal.scope import in_any_organisation
from baraza.web.portal.shell import go_to, shell

_LAST_USED, _EMAIL = "last", "email"


_CHANNELS: Final = (
    (_LAST_USED, _("Where you last wrote to us")),
    ("whatsapp", _("WhatsApp")),
    ("sms", _("SMS")),
    (_EMAIL, _("E-mail")),
    (NOBODY, _("Not at all: I look myself")),
)


class TellingForm(forms.Form):
    use_required_attribute = False

    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=120,
        help_text=_("As staff see it. Leave it empty to be without a name."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    told_by = forms.ChoiceField(
        label=_("How shall we tell you?"),
        widget=forms.RadioSelect(),
        error_messages={"required": _("Choose how we shall tell you")},
    )
    profile = forms.ChoiceField(
        label=_("How do you communicate?"),
        help_text=_("Staff see this before they answer you."),
        required=False,
        widget=forms.RadioSelect(),
        choices=[
            (Profile.NOT_SAID.value, _("Any way is fine")),
            (Profile.TEXT_ONLY.value, _("Text only, never call me")),
            (Profile.SIGN_LANGUAGE.value, _("Sign language")),
            (Profile.CAPTIONED_PHONE.value, _("Captioned telephone")),
            (Profile.RELAY.value, _("Telephone through a relay service")),
            (Profile.INTERPRETER.value, _("With an interpreter")),
        ],
    )

    any_time = forms.BooleanField(
        label=_("You may write to me at night, too"),
        required=False,
        help_text=_("Otherwise news waits for the morning where the office keeps quiet hours."),
    )

    def __init__(self, data: QueryDict | None, *, kept: Preferences, email: str, letters: bool) -> None:
        first = {
            "name": kept.name,
            "told_by": kept.told_by or _LAST_USED,
            "profile": kept.profile.value,
            "email": email,
            "any_time": kept.any_time,
        }
        super().__init__(data, initial=first)
        field = self.fields["told_by"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [one for one in _CHANNELS if letters or one[0] != _EMAIL]
        if letters:
            self.fields["email"] = email_field(
                required=False, help_text=gettext("For news by e-mail. We send a code there first.")
            )
            self.order_fields(["name", "told_by", "email"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("told_by") == _EMAIL and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", gettext("Write your e-mail address"))
        return cleaned

    def clean_email(self) -> str:
        return written_email(self.cleaned_data["email"])

    def wanted(self) -> Preferences:
        told_by = self.cleaned_data["told_by"]
        return Preferences(
            told_by="" if told_by == _LAST_USED else told_by,
            profile=Profile(self.cleaned_data["profile"]),
            name=self.cleaned_data["name"],
            any_time=self.cleaned_data["any_time"],
        )


@require_http_methods(["GET", "HEAD", "POST"])
@in_any_organisation
def choose(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    contact_id = person_of(request=request, organisation=organisation)
    if contact_id is None:
        return go_to(name="my-data-phone", organisation=organisation)
    try:
        kept = preferences_of(contact_id=contact_id)
    except ContactUnknown:
        close(request=request, organisation=organisation)
        return go_to(name="my-data-phone", organisation=organisation)
    known = email_of(contact_id=contact_id)
    form = TellingForm(
        request.POST if request.method == "POST" else None,
        kept=kept,
        email=known,
        letters=letters_connection() is not None,
    )
    if request.method == "POST" and form.is_valid():
        wanted, email = form.wanted(), form.cleaned_data.get("email", "")
        is_new = wanted.told_by == _EMAIL and email != known
        set_preferences(
            actor=resident(contact_id=contact_id),
            contact_id=contact_id,
            # Until the code is written, news goes where it went before.
            wanted=replace(wanted, told_by=kept.told_by) if is_new else wanted,
            language=get_language() or organisation.default_language,
            proof=PROOF,
        )
        if is_new:
            return ask(request=request, organisation=organisation, email=email, then=TELLING, contact_id=contact_id)
        messages.success(request, gettext("Kept. We will tell you as you chose."))
        return go_to(name="my-data", organisation=organisation)
    context = {**shell(organisation=organisation, current="my-data"), "form": form}
    response = render(request, "portal/telling.html", context, status=422 if form.errors else 200)
    response.headers["Cache-Control"] = "private, no-store"
    return response
