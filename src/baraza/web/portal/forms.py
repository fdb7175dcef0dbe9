"""Forms of the residents' pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baraza.core.organisations.queries import OrganisationProfile
from baraza.lib.phone import normalise
from baraza.lib.references import read_reference
from baraza.services.complaints.rules.categories import CATEGORY_NAMES
from baraza.web.ui.forms import PhotosField, TilesSelect

LONGEST_DESCRIPTION = 4000


class ReportForm(forms.Form):
    """What is wrong and where. The category may be left to us."""

    use_required_attribute = False

    description = forms.CharField(
        label=_("What is wrong?"),
        help_text=_("For example how big it is, how long it has been there, and whether someone could get hurt."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST_DESCRIPTION,
        min_length=3,
        error_messages={
            "required": _("Tell us what is wrong"),
            "min_length": _("Write a little more, so that we know what to look for"),
        },
    )
    category = forms.ChoiceField(label=_("What kind of problem is it?"), required=False, widget=TilesSelect())
    photos = PhotosField(label=_("Photos"), required=False)
    place_text = forms.CharField(
        label=_("Address, or a landmark near it"),
        required=False,
        max_length=500,
        help_text=_("For example: 12 Vilakazi Street, Soweto, opposite the clinic."),
    )
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    latitude = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput())
    longitude = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput())

    def __init__(
        self,
        *args: Any,
        organisation: OrganisationProfile,
        municipalities: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        category = self.fields["category"]
        assert isinstance(category, forms.ChoiceField)
        category.choices = [(code, gettext(name)) for code, name in CATEGORY_NAMES.items()]
        municipality = self.fields["municipality"]
        assert isinstance(municipality, forms.ChoiceField)
        municipality.choices = [("", gettext("Choose, or leave it to us")), *municipalities]
        if organisation.home_area_code:
            del self.fields["municipality"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        pinned = cleaned.get("latitude") is not None and cleaned.get("longitude") is not None
        if not pinned and not cleaned.get("place_text") and "place_text" not in self.errors:
            self.add_error("place_text", gettext("Write where it is, or use your location"))
        return cleaned


class ContactForm(forms.Form):
    """How the person wants to be told; all of it may be left out."""

    use_required_attribute = False

    name = forms.CharField(label=_("Your name"), required=False, max_length=120)
    phone = forms.CharField(
        label=_("Your mobile number"),
        required=False,
        max_length=40,
        help_text=_("We send the answer there. Without it you can follow the report with its reference."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )

    def __init__(self, *args: Any, region: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.region = region

    def clean_phone(self) -> str:
        written: str = self.cleaned_data["phone"].strip()
        if not written:
            return ""
        number = normalise(written, region=self.region)
        if number is None:
            raise forms.ValidationError(gettext("Write a mobile number such as 082 123 4567, or leave it empty"))
        return number


class TrackForm(forms.Form):
    use_required_attribute = False

    reference = forms.CharField(
        label=_("Reference"),
        help_text=_("It looks like MI-2026-4KX7QA. Small letters and missing dashes are fine."),
        max_length=40,
        error_messages={"required": _("Write the reference of the report")},
    )

    def clean_reference(self) -> str:
        reference = read_reference(self.cleaned_data["reference"])
        if reference is None:
            raise forms.ValidationError(gettext("That is not a reference. It looks like MI-2026-4KX7QA"))
        return reference


class WordsForm(forms.Form):
    """A comment, or why a report should be opened again; `key` keeps a repeated press from saying it twice."""

    use_required_attribute = False

    text = forms.CharField(
        label=_("Your words"),
        max_length=LONGEST_DESCRIPTION,
        min_length=2,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write your words first")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput())
