"""Forms of the residents' pages."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baraza.core.settings.openness import get_openness
from baraza.lib.phone import normalise
from baraza.messaging.emails import read_email
from baraza.services.complaints.queries.categories import list_categories
from baraza.services.complaints.rules.described import is_in_words
from baraza.services.complaints.rules.publicity import WORDS_ARE_PUBLIC
from baraza.web.ui.forms import PhotosField, TilesSelect

LONGEST_DESCRIPTION = 4000
MOST_PHOTOS = 3
NONE_OF_THESE = "none"


class WhatForm(forms.Form):
    """What is wrong, in words and pictures."""

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

    def __init__(self, *, photos: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if get_openness().words:
            field = self.fields["description"]
            field.help_text = f"{field.help_text} {gettext(WORDS_ARE_PUBLIC)}"
        self.keeps(photos)

    def keeps(self, photos: tuple[str, ...]) -> None:
        """Those that are kept may be left out, also what was kept with this very answer."""
        self.kept_photos = photos
        self.fields["remove_photos"] = deepcopy(self.base_fields["remove_photos"])
        _offer(self, "remove_photos", _numbered(photos))
        if not photos:
            del self.fields["remove_photos"]

    def clean_description(self) -> str:
        words: str = self.cleaned_data["description"]
        if not is_in_words(words):
            raise forms.ValidationError(self.fields["description"].error_messages["min_length"], code="min_length")
        return words

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kept = len(self.kept_photos) - len(cleaned.get("remove_photos", ()))
        if kept + len(cleaned.get("photos") or ()) > MOST_PHOTOS:
            self.add_error("photos", gettext("Choose at most %(count)d photos.") % {"count": MOST_PHOTOS})
        return cleaned


class KindForm(forms.Form):
    """Nothing chosen leaves it to us."""

    category = forms.ChoiceField(label=_("What kind of problem is it?"), required=False, widget=TilesSelect())

    def __init__(self, *, guessed: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        categories = list_categories()
        self.fields["category"].widget.icons |= {one.code: one.icon for one in categories}
        _offer(self, "category", [(one.code, one.name) for one in categories])
        if guessed:
            self.fields["category"].help_text = gettext("Our guess from your words. Change it if it is wrong.")


class PlaceForm(forms.Form):
    """A position, an address, a landmark, a ward or a municipality."""

    use_required_attribute = False

    place_text = forms.CharField(
        label=_("Address, or a landmark near it"),
        required=False,
        max_length=500,
        help_text=_("For example: 12 Vilakazi Street, Soweto, opposite the clinic."),
    )
    ward = forms.ChoiceField(label=_("Ward"), required=False)
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    latitude = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput())
    longitude = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput())

    def __init__(self, *, municipalities: list[tuple[str, str]], wards: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name, choices, empty in (
            ("municipality", municipalities, gettext("Choose, or leave it to us")),
            ("ward", wards, gettext("I do not know")),
        ):
            _offer(self, name, [("", empty), *choices])
            if not choices:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        pinned = cleaned.get("latitude") is not None and cleaned.get("longitude") is not None
        said = cleaned.get("place_text") or cleaned.get("ward")
        if not pinned and not said and "place_text" not in self.errors:
            self.add_error("place_text", gettext("Write where it is, or use your location"))
        if not pinned:
            # Half a position is none.
            cleaned |= {"latitude": None, "longitude": None}
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


def _offer(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


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

    def __init__(self, *, region: str, anonymous: bool, letters: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.region = region
        if letters:
            self.fields["email"] = email_field(
                required=False, help_text=gettext("For news by e-mail. We send a code there first.")
            )
        if not anonymous:
            self.fields["phone"].required = True
            self.fields["phone"].help_text = gettext("We send the answer there.")
            self.fields["phone"].error_messages["required"] = gettext("Write your mobile number")

    def clean_phone(self) -> str:
        return written_number(self.cleaned_data["phone"], region=self.region)

    def clean_email(self) -> str:
        return written_email(self.cleaned_data["email"])


def written_number(written: str, *, region: str) -> str:
    """Empty when nothing was written."""
    if not written.strip():
        return ""
    number = normalise(written.strip(), region=region)
    if number is None:
        raise forms.ValidationError(gettext("Write a mobile number such as 082 123 4567, or leave it empty"))
    return number


def email_field(*, required: bool, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=_("Your e-mail address"),
        required=required,
        max_length=200,
        help_text=help_text,
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "email", "inputmode": "email"}),
        error_messages={"required": _("Write your e-mail address")},
    )


def written_email(written: str) -> str:
    """Empty when nothing was written. Raises ValidationError."""
    if not written.strip():
        return ""
    email = read_email(written)
    if email is None:
        raise forms.ValidationError(gettext("Write an e-mail address such as name@example.org"))
    return email


class NearForm(forms.Form):
    """One of the reports near by, or none of them; `key` is the draft's."""

    use_required_attribute = False

    reference = forms.ChoiceField(
        label=_("Is it one of these?"),
        widget=forms.RadioSelect(),
        error_messages={"required": _("Choose one of them, or say that yours is another one")},
    )
    phone = forms.CharField(
        label=_("Your mobile number"),
        required=False,
        max_length=40,
        help_text=_("Only if you want to be told what becomes of that report."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )

    def __init__(self, *, region: str, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.region = region
        _offer(self, "reference", [*choices, (NONE_OF_THESE, gettext("No, mine is another one"))])

    def clean_phone(self) -> str:
        return written_number(self.cleaned_data["phone"], region=self.region)
