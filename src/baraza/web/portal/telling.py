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

from baraza.capabilities.notifications.queries import Reader, reader_of
from baraza.core.identity.actor import resident
from baraza.core.organisations.queries import OrganisationProfile
from baraza.lib.phone import readable
from baraza.messaging.contacts import ContactUnknown
from baraza.messaging.devices import offered_key
from baraza.messaging.emails import drop_email, email_of
from baraza.messaging.preferences import DEVICES, NOBODY, Preferences, Profile, preferences_of, set_preferences
from baraza.messaging.reaching import letters_connection
from baraza.web.portal.emailing import ADDRESS, TELLING, ask
from baraza.web.portal.forms import email_field, written_email
from baraza.web.portal.my_data_proof import PROOF, close, person_of
from baraza.web.portal.own_devices import ShownDevice, shown_devices
from baraza.web.portal.scope import in_any_organisation
from baraza.web.portal.shell import go_to, shell
from baraza.web.ui.language_names import language_label

_LAST_USED, _EMAIL = "last", "email"


_CHANNELS: Final = (
    (_LAST_USED, _("Where you last wrote to us")),
    ("whatsapp", _("WhatsApp")),
    ("sms", _("SMS")),
    (_EMAIL, _("E-mail")),
    (DEVICES, _("Only by notification on my devices")),
    (NOBODY, _("Not at all: I look myself")),
)


_NAMES: Final = {"whatsapp": "WhatsApp", "sms": "SMS", "email": _("e-mail")}


_PROFILES: Final = {
    Profile.NOT_SAID: _("Any way is fine"),
    Profile.TEXT_ONLY: _("Text only, never call me"),
    Profile.SIGN_LANGUAGE: _("Sign language"),
    Profile.CAPTIONED_PHONE: _("Captioned telephone"),
    Profile.RELAY: _("Telephone through a relay service"),
    Profile.INTERPRETER: _("With an interpreter"),
}


def profile_name(profile: Profile) -> str:
    return str(_PROFILES[profile])


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
        choices=[(one.value, words) for one, words in _PROFILES.items()],
    )

    language = forms.ChoiceField(
        label=_("In which language shall we write to you?"), required=False, widget=forms.RadioSelect()
    )
    any_time = forms.BooleanField(
        label=_("You may write to me at night, too"),
        required=False,
        help_text=_("Otherwise news waits for the morning where the office keeps quiet hours."),
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        kept: Preferences,
        email: str,
        letters: bool,
        devices: int,
        offered: bool,
        languages: tuple[str, ...],
    ) -> None:
        first = {
            "name": kept.name,
            "told_by": kept.told_by or _LAST_USED,
            "profile": kept.profile.value,
            "email": email,
            "any_time": kept.any_time,
            "language": kept.language or get_language() or languages[0],
        }
        super().__init__(data, initial=first)
        field = self.fields["told_by"]
        assert isinstance(field, forms.ChoiceField)
        self.devices = devices
        absent = {_EMAIL: not letters, DEVICES: not (offered or devices)}
        field.choices = [one for one in _CHANNELS if not absent.get(one[0])]
        languages_field = self.fields["language"]
        assert isinstance(languages_field, forms.ChoiceField)
        languages_field.choices = [(code, language_label(code)) for code in languages]
        if len(languages) == 1:
            del self.fields["language"]
        if letters:
            self.fields["email"] = email_field(
                required=False, help_text=gettext("For news by e-mail. We send a code there first.")
            )
            self.order_fields(["name", "told_by", "email", "language"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("told_by") == _EMAIL and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", gettext("Write your e-mail address"))
        if cleaned.get("told_by") == DEVICES and not self.devices:
            self.add_error("told_by", gettext("Switch a device on first, further down on this page"))
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
            language=self.cleaned_data.get("language", ""),
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
    known, devices = email_of(contact_id=contact_id), shown_devices(contact_id=contact_id)
    form = TellingForm(
        request.POST if request.method == "POST" else None,
        kept=kept,
        email=known,
        letters=letters_connection() is not None,
        devices=len(devices),
        offered=bool(offered_key()),
        languages=organisation.languages,
    )
    if request.method == "POST" and form.is_valid():
        done = _keep(request, organisation, form, contact_id=contact_id, kept=kept, known=known)
        if done is not None:
            return done
    context = {
        **shell(organisation=organisation, current="my-data"),
        "form": form,
        "now": _now(reader_of(contact_id=contact_id, preferred_connection_id=None), devices, organisation.phone_region),
        "devices": devices,
        "device_key": offered_key(),
    }
    response = render(request, "portal/telling.html", context, status=422 if form.errors else 200)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _keep(
    request: HttpRequest,
    organisation: OrganisationProfile,
    form: TellingForm,
    *,
    contact_id: int,
    kept: Preferences,
    known: str,
) -> HttpResponseBase | None:
    """None when the form has to be shown again."""
    wanted, email = form.wanted(), form.cleaned_data.get("email", "")
    if known and not email and "email" in form.data and not drop_email(contact_id=contact_id):
        form.add_error("email", gettext("This address is all that we know of you. Add a number first, or keep it"))
        return None
    is_new = bool(email) and email != known
    set_preferences(
        actor=resident(contact_id=contact_id),
        contact_id=contact_id,
        # Until the code is written, news goes where it went before.
        wanted=replace(wanted, told_by=kept.told_by) if is_new and wanted.told_by == _EMAIL else wanted,
        language=get_language() or organisation.default_language,
        proof=PROOF,
    )
    if is_new:
        then = TELLING if wanted.told_by == _EMAIL else ADDRESS
        return ask(request=request, organisation=organisation, email=email, then=then, contact_id=contact_id)
    messages.success(request, gettext("Kept. We will tell you as you chose."))
    return go_to(name="my-data", organisation=organisation)


def _now(reader: Reader, devices: list[ShownDevice], region: str) -> list[str]:
    """What is on at this moment, in sentences."""
    way = reader.way
    if not reader.person.may_tell:
        return [gettext("We do not write to you first. You look yourself.")]
    told = []
    if way is not None and not way.on_device:
        to = reader.person.email if way.limits.letters else readable(reader.person.phone, region=region)
        names = {"channel": _NAMES.get(way.channel, way.channel), "address": to or way.address}
        told.append(gettext("News goes by %(channel)s to %(address)s.") % names)
    elif way is not None:
        told.append(gettext("News goes to your devices and nowhere else."))
    if reader.waits:
        told.append(gettext("You read news when you dial us again."))
    if devices:
        told.append(gettext("Devices that show notifications: %(count)d.") % {"count": len(devices)})
    return told or [
        gettext("We have no way to write to you. Add a number or an e-mail address, or switch a device on.")
    ]
