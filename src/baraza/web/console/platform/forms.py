"""Forms of the platform's pages."""

import zoneinfo
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baraza.core.identity.roles import BUILT_IN
from baraza.core.organisations.actions import NewOrganisation, OrganisationSettings

_CODE = r"^[A-Z]{2}$"
_REASON_AT_LEAST = 10


class _Form(forms.Form):
    use_required_attribute = False


class OrganisationForm(_Form):
    name = forms.CharField(label=_("Name"), max_length=120, error_messages={"required": _("Write the name")})
    country = forms.RegexField(
        label=_("Country"),
        regex=_CODE,
        help_text=_("Two letters, like ZA."),
        error_messages={"required": _("Write the country"), "invalid": _("Write two capital letters, like ZA")},
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), initial="Africa/Johannesburg")
    currency = forms.RegexField(
        label=_("Currency"),
        regex=r"^[A-Z]{3}$",
        initial="ZAR",
        help_text=_("Three letters, like ZAR."),
        error_messages={"invalid": _("Write three capital letters, like ZAR")},
    )
    phone_region = forms.RegexField(
        label=_("Country of telephone numbers"),
        regex=_CODE,
        help_text=_("For numbers written without a country code; two letters, like ZA."),
        error_messages={
            "required": _("Write the country of telephone numbers"),
            "invalid": _("Write two capital letters, like ZA"),
        },
    )
    default_language = forms.ChoiceField(label=_("First language"), choices=settings.COMPLETE_LANGUAGES)
    languages = forms.MultipleChoiceField(
        label=_("Languages residents can choose"),
        choices=settings.COMPLETE_LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one language")},
    )
    services = forms.MultipleChoiceField(
        label=_("Services"),
        choices=[("complaints", _("Reports of problems")), ("call_analytics", _("Calls of voice agents"))],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = self.fields["time_zone"]
        assert isinstance(zones, forms.ChoiceField)
        zones.choices = [(name, name.replace("_", " ")) for name in sorted(zoneinfo.available_timezones())]

    def values(self) -> OrganisationSettings:
        cleaned = self.cleaned_data
        return OrganisationSettings(
            name=cleaned["name"],
            country=cleaned["country"],
            languages=self._languages(),
            time_zone=cleaned["time_zone"],
            currency=cleaned["currency"],
            phone_region=cleaned["phone_region"],
            services=tuple(cleaned["services"]),
        )

    def _languages(self) -> tuple[str, ...]:
        first = self.cleaned_data["default_language"]
        return (first, *(code for code in self.cleaned_data["languages"] if code != first))


class NewOrganisationForm(OrganisationForm):
    slug = forms.SlugField(
        label=_("Short name in addresses"),
        max_length=40,
        help_text=_("Small letters, numbers and hyphens. It cannot be changed later."),
        error_messages={"required": _("Write the short name"), "invalid": _("Use small letters, numbers and hyphens")},
    )
    reference_prefix = forms.RegexField(
        label=_("Letters in front of references"),
        regex=r"^[A-Z]{2,4}$",
        initial="MI",
        help_text=_("Two to four capital letters."),
        error_messages={"invalid": _("Write two to four capital letters")},
    )
    field_order = ["name", "slug", "country"]

    def new(self) -> NewOrganisation:
        values = self.values()
        return NewOrganisation(
            slug=self.cleaned_data["slug"].lower(),
            name=values.name,
            country=values.country,
            languages=values.languages,
            phone_region=values.phone_region,
            time_zone=values.time_zone,
            currency=values.currency,
            reference_prefix=self.cleaned_data["reference_prefix"],
            services=values.services,
        )


class SupportForm(_Form):
    place = forms.ChoiceField(label=_("Work as"), error_messages={"required": _("Choose as whom")})
    reason = forms.CharField(
        label=_("Reason"),
        min_length=_REASON_AT_LEAST,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The organisation reads it. Name the request or the fault."),
        error_messages={
            "required": _("Write why you go in"),
            "min_length": _("Write the reason in at least 10 characters"),
        },
    )

    def __init__(self, *args: Any, members: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(f"role:{role.value}", gettext(str(role.label))) for role in reversed(BUILT_IN)]
        people = [(f"member:{number}", name) for number, name in members]
        place = self.fields["place"]
        assert isinstance(place, forms.ChoiceField)
        place.choices = [(gettext("A role"), roles), (gettext("In the place of"), people)]

    def role_and_member(self) -> tuple[str, int | None]:
        kind, _, value = self.cleaned_data["place"].partition(":")
        return (value, None) if kind == "role" else ("", int(value))


class AdminForm(_Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Write an e-mail address"),
            "invalid": _("Write an e-mail address like name@example.org"),
        },
    )


class SuperAdminForm(_Form):
    email = forms.EmailField(
        label=_("E-mail address of somebody with an account"),
        error_messages={"required": _("Write an e-mail address")},
    )
