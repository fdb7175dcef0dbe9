"""Forms of the pages that follow a report."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baraza.lib.phone import normalise
from baraza.lib.references import read_reference
from baraza.web.portal.forms import LONGEST_DESCRIPTION, MOST_PHOTOS, written_email
from baraza.web.ui.forms import PhotosField


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


class MorePhotosForm(forms.Form):
    use_required_attribute = False

    photos = PhotosField(
        label=_("More photos"), max_files=MOST_PHOTOS, error_messages={"required": _("Choose a photo first")}
    )
    key = forms.UUIDField(widget=forms.HiddenInput())

    def __init__(self, data: Any = None, files: Any = None, **kwargs: Any) -> None:
        super().__init__(data, files, auto_id="photos_%s", **kwargs)


class RatingForm(forms.Form):
    use_required_attribute = False

    stars = forms.ChoiceField(
        label=_("How well did we deal with it?"),
        widget=forms.RadioSelect(),
        error_messages={"required": _("Choose one of the five")},
        choices=[
            ("5", _("Very well")),
            ("4", _("Well")),
            ("3", _("Not well and not badly")),
            ("2", _("Badly")),
            ("1", _("Very badly")),
        ],
    )
    words = forms.CharField(
        label=_("What should we know?"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any = None, files: Any = None, **kwargs: Any) -> None:
        super().__init__(data, files, auto_id="rating_%s", **kwargs)


class PhoneForm(forms.Form):
    use_required_attribute = False

    phone = forms.CharField(
        label=_("Your mobile number"),
        max_length=40,
        help_text=_("The number with which you reported. We send a code to it."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "class": "govuk-input--width-20"}),
        error_messages={"required": _("Write your mobile number")},
    )

    def __init__(self, *args: Any, region: str, letters: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.region, self.letters = region, letters
        if letters:
            field = self.fields["phone"]
            field.label = gettext("Your mobile number or e-mail address")
            field.help_text = gettext("The one that we know of you. We send a code to it.")
            field.error_messages["required"] = gettext("Write your mobile number or e-mail address")
            field.widget = forms.TextInput(attrs={"autocomplete": "tel", "class": "govuk-input--width-20"})

    def clean_phone(self) -> str:
        if self.letters and "@" in self.cleaned_data["phone"]:
            return written_email(self.cleaned_data["phone"])
        number = normalise(self.cleaned_data["phone"], region=self.region)
        if number is None and self.letters:
            raise forms.ValidationError(gettext("Write a mobile number such as 082 123 4567, or an e-mail address"))
        if number is None:
            raise forms.ValidationError(gettext("Write a mobile number such as 082 123 4567"))
        return number


class CodeForm(forms.Form):
    use_required_attribute = False

    code = forms.RegexField(
        r"^\s*(\d\s*){6}$",
        label=_("Code"),
        help_text=_("Six digits."),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "govuk-input--width-10"}
        ),
        error_messages={"required": _("Write the code"), "invalid": _("The code has six digits")},
    )

    def clean_code(self) -> str:
        return "".join(str(self.cleaned_data["code"]).split())
