"""The form of a notice: its kind, where and when, its words in each language of the organisation."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baraza.capabilities.geography.queries import list_wards
from baraza.core.organisations.queries import OrganisationProfile
from baraza.services.complaints.actions.notices import NewNotice
from baraza.services.complaints.rules.publicity import NOTICE_KINDS
from baraza.web.ui.language_names import language_label

_LONGEST_TITLE, _LONGEST_TEXT = 120, 2000


class NoticeForm(forms.Form):
    use_required_attribute = False

    kind = forms.ChoiceField(label=_("What is it?"))
    begins_at = forms.DateTimeField(
        label=_("From"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"required": _("Choose when it begins")},
    )
    ends_at = forms.DateTimeField(
        label=_("Until"),
        required=False,
        help_text=_("Empty while nobody knows. Then withdraw it when it is over."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    wards = forms.MultipleChoiceField(
        label=_("Wards"),
        required=False,
        help_text=_("None chosen means everybody."),
        widget=forms.CheckboxSelectMultiple(),
    )
    version = forms.IntegerField(widget=forms.HiddenInput(), required=False)

    def __init__(self, *, organisation: OrganisationProfile, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.languages = organisation.languages
        self._offer("kind", [(code, gettext(name)) for code, name in NOTICE_KINDS.items()])
        wards = list_wards(country=organisation.country, municipality_code=organisation.home_area_code)
        self._offer("wards", [(ward.code, ward.name) for ward in wards])
        if not wards:
            del self.fields["wards"]
        for code in self.languages:
            said = {"language": language_label(code)}
            self.fields[f"title_{code}"] = forms.CharField(
                label=gettext("Title in %(language)s") % said,
                required=False,
                max_length=_LONGEST_TITLE,
                widget=forms.TextInput(attrs={"lang": code}),
            )
            self.fields[f"text_{code}"] = forms.CharField(
                label=gettext("Words in %(language)s") % said,
                required=False,
                max_length=_LONGEST_TEXT,
                widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
            )

    @property
    def word_fields(self) -> list[BoundField]:
        return [self[f"{part}_{code}"] for code in self.languages for part in ("title", "text")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        begins, ends = cleaned.get("begins_at"), cleaned.get("ends_at")
        if begins and ends and ends <= begins:
            self.add_error("ends_at", gettext("It must end after it begins"))
        for code in self.languages:
            if cleaned.get(f"text_{code}") and not cleaned.get(f"title_{code}"):
                self.add_error(f"title_{code}", gettext("Write a title for these words"))
        if not any(cleaned.get(f"title_{code}") for code in self.languages) and not self.errors:
            self.add_error(f"title_{self.languages[0]}", gettext("Write a title in at least one language"))
        return cleaned

    def notice(self) -> NewNotice:
        taken = self.cleaned_data
        return NewNotice(
            kind=taken["kind"],
            titles={code: taken[f"title_{code}"] for code in self.languages},
            texts={code: taken[f"text_{code}"] for code in self.languages},
            wards=taken.get("wards", []),
            begins_at=taken["begins_at"],
            ends_at=taken["ends_at"],
        )

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
