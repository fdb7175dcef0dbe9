"""Forms of the conversations."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baraza.core.identity.queries import list_members, list_teams
from baraza.web.console.inbox.answering import Answering
from baraza.web.console.photo_form import PhotoAnswerForm


class ReplyForm(PhotoAnswerForm):
    use_required_attribute = False
    field_order = ("text", "photo", "key")

    key = forms.UUIDField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, there: Answering, **kwargs: Any) -> None:
        super().__init__(*args, choice=there.photo, **kwargs)
        self.fields["text"] = forms.CharField(
            label=_("Answer"),
            widget=forms.Textarea(attrs={"rows": 4}),
            max_length=there.longest,
            error_messages={"required": _("Write the answer first")},
        )
        self.order_fields(self.field_order)


class AssignForm(forms.Form):
    """A member, a team, or both; nothing chosen puts the conversation back among those that wait."""

    use_required_attribute = False
    mark_optional = False

    member = forms.TypedChoiceField(label=_("Person"), required=False, coerce=int, empty_value=None)
    team = forms.TypedChoiceField(label=_("Team"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nobody, no_team = [("", gettext("Nobody"))], [("", gettext("No team"))]
        # `fields` is typed as plain fields; these two are made above.
        self.fields["member"].choices = [*nobody, *((one.id, one.name) for one in list_members())]  # type: ignore[attr-defined]
        self.fields["team"].choices = [*no_team, *((one.id, one.name) for one in list_teams())]  # type: ignore[attr-defined]


class BlockForm(forms.Form):
    use_required_attribute = False

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("For colleagues and the audit trail. The sender is not told."),
        error_messages={"required": _("Say why this sender is blocked")},
    )


class ReportForm(forms.Form):
    use_required_attribute = False

    description = forms.CharField(
        label=_("What is wrong"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        help_text=_("In the resident's words."),
        error_messages={"required": _("Say what is wrong")},
    )
    place = forms.CharField(label=_("Where"), required=False, max_length=200)
    key = forms.UUIDField(widget=forms.HiddenInput())


class AddForm(forms.Form):
    """The person's own reports; another one is not a choice."""

    use_required_attribute = False

    into = forms.ChoiceField(
        label=_("Report"), error_messages={"invalid_choice": _("Choose a report of this resident")}
    )

    def __init__(self, *args: Any, reports: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = list(reports)  # type: ignore[attr-defined]


class SearchForm(forms.Form):
    use_required_attribute = False
    mark_optional = False

    text = forms.CharField(label=_("Name or number"), required=False, max_length=80)
