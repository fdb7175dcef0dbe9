"""The organisation's profile: name, place, clock, money, languages, references."""

from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from baraza.capabilities.geography.queries import get_area, list_areas
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.settings.profile import SECTION, LanguageUnknown, Profile, set_profile, undo_profile
from baraza.core.settings.sections import section_previous, section_version
from baraza.web.console.access import Desk, staff
from baraza.web.console.settings.saving import SectionForm, act, save, shown, version_of
from baraza.web.ui.language_names import language_label


class ProfileForm(SectionForm):
    name = forms.CharField(
        label=_("Name"), max_length=120, error_messages={"required": _("Write the organisation's name")}
    )
    country = forms.ChoiceField(label=_("Country"))
    time_zone = forms.ChoiceField(label=_("Time zone"), help_text=_("Times on pages and in messages are in it."))
    currency = forms.ChoiceField(label=_("Currency"))
    default_language = forms.ChoiceField(label=_("First language"), help_text=_("Used for whoever has not chosen one."))
    languages = forms.MultipleChoiceField(
        label=_("Other languages"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    phone_region = forms.ChoiceField(
        label=_("Phone numbers without a country code are in"),
        help_text=_("082 123 4567 is read as a number of this country."),
    )
    reference_prefix = forms.CharField(
        label=_("Letters before a reference"),
        max_length=4,
        help_text=_("Two to four letters, such as MI in MI-2026-4KX7QA. Old references keep theirs."),
        validators=[RegexValidator(r"^[A-Za-z]{2,4}$", _("Write two to four letters from A to Z"))],
    )
    home_area_code = forms.ChoiceField(
        label=_("Home area"),
        required=False,
        help_text=_("When the organisation serves one municipality, nobody is asked for theirs."),
    )

    def __init__(self, *, organisation: OrganisationProfile, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        countries = _countries()
        names = [(code, language_label(code)) for code, _ in settings.COMPLETE_LANGUAGES]
        begun = [
            (code, gettext("%(language)s (begun: parts are in English)") % {"language": language_label(code)})
            for code, _ in settings.STARTED_LANGUAGES
        ]
        self._offer("country", countries)
        self._offer("phone_region", countries)
        self._offer("time_zone", [(zone, zone.replace("_", " ")) for zone in _zones(organisation.time_zone)])
        self._offer("currency", sorted(Locale("en").currencies.items(), key=lambda pair: pair[1]))
        self._offer("default_language", names)
        self._offer("languages", [*names, *begun])
        areas = [(area.code, area.name) for area in list_areas(country=organisation.country)]
        current = organisation.home_area_code
        if current and current not in dict(areas):
            areas.insert(0, (current, gettext("%(code)s (not in the imported areas)") % {"code": current}))
        self._offer("home_area_code", [("", gettext("None: residents choose theirs")), *areas])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_reference_prefix(self) -> str:
        return str(self.cleaned_data["reference_prefix"]).upper()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        country, code = cleaned.get("country"), cleaned.get("home_area_code")
        if (
            code
            and country
            and code != self.initial.get("home_area_code")
            and get_area(country=country, code=code) is None
        ):
            self.add_error("home_area_code", gettext("This area is not in the country chosen above"))
        return cleaned

    def profile(self) -> Profile:
        cleaned = self.cleaned_data
        first = cleaned["default_language"]
        languages = (first, *(code for code in cleaned["languages"] if code != first))
        taken = {name: cleaned[name] for name in ("name", "time_zone", "country", "currency", "phone_region")}
        return Profile(
            **taken,
            languages=languages,
            reference_prefix=cleaned["reference_prefix"],
            home_area_code=cleaned["home_area_code"],
        )


@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission="settings.manage")
def profile(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    organisation = desk.organisation
    posted = request.method == "POST"
    form = ProfileForm(data=request.POST if posted else None, organisation=organisation, initial=_initial(organisation))

    def page(status: int | None = None) -> HttpResponseBase:
        context = {
            "version": section_version(name=SECTION),
            "can_undo": section_previous(name=SECTION) is not None,
            "undo_url": reverse("console:settings-profile-undo"),
        }
        return shown(request=request, desk=desk, template="profile", form=form, context=context, status=status)

    if not posted or not form.is_valid():
        return page()
    return save(
        request=request,
        form=form,
        run=lambda: set_profile(actor=desk.actor, profile=form.profile(), version=form.cleaned_data["version"]),
        done=gettext("Profile saved"),
        to=reverse("console:settings-profile"),
        again=page,
        refusals={LanguageUnknown: ("languages", gettext("We have no words in one of these languages"))},
    )


@require_POST
@staff(permission="settings.manage")
def undo(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    return act(
        request=request,
        run=lambda: undo_profile(actor=desk.actor, version=version_of(request)),
        done=gettext("The profile is as it was before the last change"),
        to=reverse("console:settings-profile"),
    )


def _initial(organisation: OrganisationProfile) -> dict[str, Any]:
    return {
        "version": section_version(name=SECTION),
        "name": organisation.name,
        "country": organisation.country,
        "time_zone": organisation.time_zone,
        "currency": organisation.currency,
        "default_language": organisation.default_language,
        "languages": list(organisation.languages[1:]),
        "phone_region": organisation.phone_region,
        "reference_prefix": organisation.reference_prefix,
        "home_area_code": organisation.home_area_code,
    }


def _countries() -> list[tuple[str, str]]:
    names = Locale("en").territories.items()
    return sorted(((code, name) for code, name in names if len(code) == 2 and code.isalpha()), key=lambda one: one[1])  # noqa: PLR2004


def _zones(current: str) -> list[str]:
    """Places, not abbreviations; the current one whatever it is."""
    places = {
        zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix/", "right/"))
    }
    return sorted(places | {"UTC", current})
