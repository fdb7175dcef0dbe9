"""Forms of the residents' pages."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baraza.core.organisations.queries import OrganisationProfile
from baraza.lib.phone import normalise
from baraza.lib.references import read_reference
from baraza.services.complaints.queries.categories import list_categories
from baraza.web.ui.forms import PhotosField, TilesSelect

LONGEST_DESCRIPTION = 4000
MOST_PHOTOS = 3


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
            "max_length": _("This is too long. Write at most %(limit_value)d characters"),
        },
    )
    photos = PhotosField(label=_("Photos"), required=False, max_files=MOST_PHOTOS)
    remove_photos = forms.MultipleChoiceField(
        label=_("Photos to leave out"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    place_text = forms.CharField(
        label=_("Address, or a landmark near it"),
        required=False,
        max_length=500,
        help_text=_("For example: 12 Vilakazi Street, Soweto, opposite the clinic."),
    )
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    latitude = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput())
    longitude = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput())
    category = forms.ChoiceField(
        label=_("What kind of problem is it?"),
        required=False,
        help_text=_("Not sure? Then we choose from your words."),
        widget=TilesSelect(icons={"": "chat"}),
    )

    def __init__(
        self,
        *,
        organisation: OrganisationProfile,
        municipalities: list[tuple[str, str]],
        photos: tuple[str, ...] = (),
        guessed_category: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        categories = list_categories()
        self.fields["category"].widget.icons |= {one.code: one.icon for one in categories}
        self._offer("category", [("", gettext("We choose for you")), *((one.code, one.name) for one in categories)])
        self._offer("municipality", [("", gettext("Choose, or leave it to us")), *municipalities])
        self._offer("remove_photos", _numbered(photos))
        self.kept_photos = photos
        if guessed_category:
            self.fields["category"].help_text = gettext("Our guess from your words. Change it if it is wrong.")
        if organisation.home_area_code:
            del self.fields["municipality"]
        if not photos:
            del self.fields["remove_photos"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        pinned = cleaned.get("latitude") is not None and cleaned.get("longitude") is not None
        if not pinned and not cleaned.get("place_text") and "place_text" not in self.errors:
            self.add_error("place_text", gettext("Write where it is, or use your location"))
        if not pinned:
            # Half a position is none.
            cleaned |= {"latitude": None, "longitude": None}
        kept = len(self.kept_photos) - len(cleaned.get("remove_photos", ()))
        if kept + len(cleaned.get("photos") or ()) > MOST_PHOTOS:
            self.add_error("photos", gettext("Choose at most %(count)d photos.") % {"count": MOST_PHOTOS})
        return cleaned

    def refuse_place(self, why: str) -> None:
        """Puts the reason where it can be mended. A refused position is taken out, or it would be sent again."""
        if self.cleaned_data.get("latitude") is not None:
            assert isinstance(self.data, QueryDict)
            self.data = self.data.copy()
            self.data["latitude"] = self.data["longitude"] = ""
            self.add_error("place_text", why)
        else:
            self.add_error("municipality" if "municipality" in self.fields else "place_text", why)


def _numbered(photos: Sequence[str]) -> list[tuple[str, str]]:
    return [(one, gettext("Leave out photo %(number)d") % {"number": n}) for n, one in enumerate(photos, start=1)]


class ContactForm(forms.Form):
    """How the person wants to be told; all of it may be left out."""

    use_required_attribute = False

    name = forms.CharField(
        label=_("Your name"), required=False, max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_("Your mobile number"),
        required=False,
        max_length=40,
        help_text=_("We send the answer there. Without it you can follow the report with its reference."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )

    def __init__(self, *, region: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
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
        widget=forms.TextInput(
            attrs={"class": "govuk-input--width-20", "autocomplete": "off", "autocapitalize": "characters"}
        ),
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
        max_length=LONGEST_DESCRIPTION,
        min_length=2,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Write your words first"),
            "min_length": _("Write a little more"),
            "max_length": _("This is too long. Write at most %(limit_value)d characters"),
        },
    )
    key = forms.UUIDField(widget=forms.HiddenInput())

    def __init__(self, *, label: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["text"].label = label
