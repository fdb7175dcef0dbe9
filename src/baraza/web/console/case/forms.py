"""Forms of the page of one complaint."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baraza.services.complaints.rules.categories import CATEGORY_NAMES, PRIORITY_NAMES
from baraza.services.complaints.states import MOVES, NAMES, State

_WORDS = forms.Textarea


class TakeForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput())


class ReplyForm(forms.Form):
    use_required_attribute = False

    text = forms.CharField(
        label=_("Reply to the resident"),
        widget=_WORDS(attrs={"rows": 4}),
        max_length=4000,
        error_messages={"required": _("Write the reply first")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput())


class NoteForm(forms.Form):
    use_required_attribute = False

    text = forms.CharField(
        label=_("Note for colleagues"),
        widget=_WORDS(attrs={"rows": 2}),
        max_length=4000,
        help_text=_("The resident never sees it."),
        error_messages={"required": _("Write the note first")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput())


class MoveForm(forms.Form):
    """Where the complaint goes next; only the moves that its state allows are offered."""

    use_required_attribute = False

    wanted = forms.ChoiceField(label=_("New state"))
    reason = forms.CharField(
        label=_("Reason, sent to the resident"),
        required=False,
        widget=_WORDS(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("Needed when it is done or not accepted."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, current: State, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = self.fields["wanted"]
        assert isinstance(wanted, forms.ChoiceField)
        # Duplicates need the other report, which has its own place.
        offered = [state for state in State if state in MOVES[current] and state is not State.DUPLICATE]
        wanted.choices = [(state.value, gettext(NAMES[state])) for state in offered]


class CorrectForm(forms.Form):
    category = forms.ChoiceField(label=_("Category"))
    priority = forms.ChoiceField(label=_("Priority"))
    version = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        category, priority = self.fields["category"], self.fields["priority"]
        assert isinstance(category, forms.ChoiceField)
        assert isinstance(priority, forms.ChoiceField)
        category.choices = [(code, gettext(name)) for code, name in CATEGORY_NAMES.items()]
        priority.choices = [(code, gettext(name)) for code, name in PRIORITY_NAMES.items()]
