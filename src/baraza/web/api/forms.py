"""The bodies of writes, each read by the form that also describes it for programs."""

from typing import Any, Final

from django import forms

from baraza.services.complaints.queries.categories import list_categories
from baraza.services.complaints.rules.categories import PRIORITY_NAMES
from baraza.services.complaints.states import MOVES, State

LONGEST_TEXT: Final = 4000
_ABSENT: Final = "There is no such category, or it is hidden."
# Merging needs the other report, which is the console's.
_WANTED: Final = sorted({wanted.value for moves in MOVES.values() for wanted in moves} - {State.DUPLICATE.value})


class OpenBody(forms.Form):
    """A new report. Without a category it is guessed; the person's number lets them be told what becomes of it."""

    description = forms.CharField(min_length=3, max_length=LONGEST_TEXT)
    category = forms.CharField(required=False, max_length=60)
    place = forms.CharField(required=False, max_length=500)
    latitude = forms.FloatField(required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(required=False, min_value=-180, max_value=180)
    language = forms.CharField(required=False, max_length=12)
    reporter_name = forms.CharField(required=False, max_length=120)
    reporter_phone = forms.CharField(required=False, max_length=40)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        latitude, longitude = cleaned.get("latitude"), cleaned.get("longitude")
        if (latitude is None) != (longitude is None):
            self.add_error("longitude" if longitude is None else "latitude", "Half a position is none.")
        if latitude is None and not cleaned.get("place"):
            self.add_error("place", "Say where it is: a place, or latitude and longitude.")
        if cleaned.get("reporter_name") and not cleaned.get("reporter_phone"):
            self.add_error("reporter_phone", "A name comes with a number.")
        return cleaned

    def clean_category(self) -> str:
        return _offered(self.cleaned_data["category"])


class CommentBody(forms.Form):
    """What the resident said besides."""

    text = forms.CharField(max_length=LONGEST_TEXT)


class NoteBody(forms.Form):
    """What staff should know."""

    text = forms.CharField(max_length=LONGEST_TEXT)


class CorrectBody(forms.Form):
    """What is left out stays as it is. With `version` it is refused when somebody changed the report since then."""

    category = forms.CharField(required=False, max_length=60)
    priority = forms.ChoiceField(required=False, choices=[("", ""), *((one, one) for one in PRIORITY_NAMES)])
    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("category") and not cleaned.get("priority"):
            self.add_error("category", "Name a category, a priority, or both.")
        return cleaned

    def clean_category(self) -> str:
        return _offered(self.cleaned_data["category"])


class MoveBody(forms.Form):
    """The resident reads `reason`. `version` as above."""

    state = forms.ChoiceField(choices=[(one, one) for one in _WANTED])
    reason = forms.CharField(required=False, max_length=LONGEST_TEXT)
    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)


def _offered(code: str) -> str:
    if code and code not in {one.code for one in list_categories()}:
        raise forms.ValidationError(_ABSENT)
    return code
