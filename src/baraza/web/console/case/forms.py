"""Forms of the page of one complaint. Each carries what its writer had before them, so that nobody writes over anybody."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baraza.lib.references import read_reference
from baraza.services.complaints.queries.categories import list_categories
from baraza.services.complaints.rules.categories import PRIORITY_NAMES
from baraza.services.complaints.states import MOVES, NAMES, NEEDS_REASON, State
from baraza.web.console.photo_form import PhotoAnswerForm

_WORDS = forms.Textarea
LONGEST_WORDS = 4000


def _choices(form: forms.Form, name: str, choices: Iterable[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)
    # A colleague changed the case meanwhile, or the settings.
    field.error_messages["invalid_choice"] = gettext("This is not in the list any more. Choose again.")


class VersionForm(forms.Form):
    """The version of the complaint that was looked at; a larger one than there is was never looked at either."""

    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput(), min_value=1, max_value=2_000_000_000)


class ReplyForm(PhotoAnswerForm):
    use_required_attribute = False
    field_order = ("text", "photo", "announced", "key", "seen")

    text = forms.CharField(
        label=_("Reply to the resident"),
        widget=_WORDS(attrs={"rows": 4}),
        max_length=LONGEST_WORDS,
        error_messages={"required": _("Write the reply first")},
    )
    announced = forms.ChoiceField(
        label=_("What the resident gets"), required=False, widget=forms.RadioSelect, choices=(("", ""), ("yes", ""))
    )
    key = forms.UUIDField(widget=forms.HiddenInput())
    seen = forms.IntegerField(widget=forms.HiddenInput(), min_value=0, max_value=2**62, required=False)

    def __init__(self, *args: Any, longest: int = LONGEST_WORDS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = self.fields["text"]
        assert isinstance(text, forms.CharField)
        if longest < LONGEST_WORDS:
            self.fields["text"] = forms.CharField(
                label=text.label,
                widget=text.widget,
                max_length=longest,
                error_messages={"required": gettext("Write the reply first")},
            )
        _choices(
            self,
            "announced",
            (("", gettext("My words, inside the approved message")), ("yes", gettext("Only that there is an answer"))),
        )


class NoteForm(forms.Form):
    use_required_attribute = False

    text = forms.CharField(
        label=_("Note for colleagues"),
        widget=_WORDS(attrs={"rows": 2}),
        max_length=LONGEST_WORDS,
        help_text=_("The resident never sees it."),
        error_messages={"required": _("Write the note first")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput())


class MoveForm(VersionForm):
    """Where the complaint goes next; only the moves that its state allows are offered."""

    field_order = ("wanted", "reason", "version")

    wanted = forms.ChoiceField(label=_("New state"))
    reason = forms.CharField(
        label=_("Reason, sent to the resident"),
        required=False,
        widget=_WORDS(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("Needed when it is done, not accepted or opened again."),
    )

    def __init__(self, *args: Any, current: State, merged: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Duplicates need the other report, which has its own place.
        offered = [state for state in State if state in MOVES[current] and state is not State.DUPLICATE]
        _choices(self, "wanted", [] if merged else [(state.value, gettext(NAMES[state])) for state in offered])

    @property
    def has_moves(self) -> bool:
        wanted = self.fields["wanted"]
        assert isinstance(wanted, forms.ChoiceField)
        return bool(wanted.choices)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        wanted = cleaned.get("wanted")
        if wanted and State(wanted) in NEEDS_REASON and not cleaned.get("reason", "").strip():
            self.add_error("reason", gettext("Write what was done, or why it is not accepted"))
        return cleaned


class CorrectForm(VersionForm):
    field_order = ("category", "priority", "version")

    category = forms.ChoiceField(label=_("Category"))
    priority = forms.ChoiceField(label=_("Priority"))

    def __init__(self, *args: Any, current: str = "", current_name: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(one.code, one.name) for one in list_categories()]
        # A category that was put away since stays what it is until somebody chooses another one.
        kept = [(current, current_name)] if current and current not in dict(offered) else []
        _choices(self, "category", [*kept, *offered])
        _choices(self, "priority", ((code, gettext(name)) for code, name in PRIORITY_NAMES.items()))


class AssignForm(VersionForm):
    field_order = ("team", "person", "reason", "version")

    team = forms.ChoiceField(label=_("Team"), required=False)
    person = forms.ChoiceField(label=_("Person"), required=False)
    reason = forms.CharField(label=_("Why"), required=False, max_length=300, help_text=_("Only colleagues read it."))

    def __init__(
        self, *args: Any, teams: Iterable[tuple[str, str]], people: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "team", [("", gettext("No team")), *teams])
        _choices(self, "person", [("", gettext("Nobody")), *people])


class DueForm(VersionForm):
    field_order = ("due_at", "reason", "version")

    due_at = forms.DateTimeField(
        label=_("Due"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={
            "required": _("Choose a day and a time"),
            "invalid": _("Write the day and the time like 2026-05-31 14:30"),
        },
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("Only colleagues read it."),
        error_messages={"required": _("Write why the time is changed")},
    )


class PlaceForm(VersionForm):
    field_order = ("text", "latitude", "longitude", "ward", "reason", "version")

    text = forms.CharField(label=_("Address or landmark"), required=False, max_length=500)
    latitude = forms.FloatField(
        label=_("Latitude"), required=False, min_value=-90, max_value=90, widget=forms.TextInput
    )
    longitude = forms.FloatField(
        label=_("Longitude"), required=False, min_value=-180, max_value=180, widget=forms.TextInput
    )
    ward = forms.CharField(
        label=_("Ward"),
        required=False,
        max_length=20,
        help_text=_("Its code; a pin inside a known ward decides by itself."),
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("Only colleagues read it."),
        error_messages={"required": _("Write why the place is corrected")},
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        written = [name for name in ("latitude", "longitude") if cleaned.get(name) is not None]
        if len(written) == 1 and not self.errors:
            missing = "longitude" if written == ["latitude"] else "latitude"
            self.add_error(missing, gettext("A place on the map needs both numbers"))
        return cleaned


class MergeForm(VersionForm):
    field_order = ("into", "version")

    into = forms.CharField(
        label=_("Reference of the report that goes on"),
        max_length=40,
        error_messages={"required": _("Write or choose the other report")},
    )

    def clean_into(self) -> str:
        written: str = self.cleaned_data["into"]
        reference = read_reference(written)
        if reference is None:
            raise forms.ValidationError(gettext("That is not a reference. It looks like MI-2026-4KX7QA."))
        return reference


class BlockForm(forms.Form):
    use_required_attribute = False

    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("Only colleagues read it."),
        error_messages={"required": _("Write why the sender is blocked")},
    )
