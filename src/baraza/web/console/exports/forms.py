"""Forms of files and schedules."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baraza.capabilities.exports.queries import possible_recipients
from baraza.capabilities.exports.scheduling import Plan
from baraza.web.console.exports.readers import Narrowed

FORMATS = (
    ("xlsx", _("Excel (XLSX)")),
    ("csv", _("CSV, for any spreadsheet or program")),
    ("pdf", _("PDF, for paper: at most 5,000 rows")),
)
WEEKDAYS = (
    (0, _("Monday")), (1, _("Tuesday")), (2, _("Wednesday")), (3, _("Thursday")),
    (4, _("Friday")), (5, _("Saturday")), (6, _("Sunday")),
)  # fmt: skip


class NewForm(forms.Form):
    format = forms.ChoiceField(label=_("What kind of file?"), choices=FORMATS, widget=forms.RadioSelect, initial="xlsx")


class KeepingForm(forms.Form):
    days = forms.IntegerField(
        label=_("Keep files for this many days"), min_value=1, max_value=90,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )  # fmt: skip


class ScheduleForm(forms.Form):
    title = forms.CharField(label=_("Name"), max_length=120, help_text=_("It stands in the subject of the e-mail."))
    format = forms.ChoiceField(label=_("What kind of file?"), choices=FORMATS, widget=forms.RadioSelect, initial="xlsx")
    period = forms.ChoiceField(
        label=_("Which entries?"),
        choices=(("all", _("The list as it stands at that moment")), ("last", _("What came in since the time before"))),
        widget=forms.RadioSelect,
        initial="all",
    )
    every = forms.ChoiceField(
        label=_("How often?"),
        choices=(("day", _("Every day")), ("week", _("Every week")), ("month", _("Every month"))),
        widget=forms.RadioSelect,
        initial="week",
    )
    weekday = forms.TypedChoiceField(label=_("On which day, when every week"), choices=WEEKDAYS, coerce=int, initial=0)
    day = forms.IntegerField(
        label=_("On which day, when every month"), min_value=1, max_value=31, initial=1,
        help_text=_("In a shorter month its last day."),
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-2"}),
    )  # fmt: skip
    hour = forms.TypedChoiceField(
        label=_("At what hour"), choices=[(hour, f"{hour:02}:00") for hour in range(24)], coerce=int, initial=7
    )
    recipients = forms.MultipleChoiceField(
        label=_("Who gets the e-mail?"), widget=forms.CheckboxSelectMultiple,
        help_text=_("Members who may read this list. The e-mail holds a link; the file is opened after signing in."),
    )  # fmt: skip

    def __init__(self, *args: Any, found: Narrowed, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, period = self.fields["recipients"], self.fields["period"]
        assert isinstance(field, forms.MultipleChoiceField)
        assert isinstance(period, forms.ChoiceField)
        field.choices = [(str(key), name) for key, name in possible_recipients(kind=found.kind).items()]
        field.error_messages["required"] = gettext("Choose at least one person")
        if found.has_days:
            # The same days again and again are seldom what a schedule is for.
            period.choices = [
                ("last", gettext("The time since the one before")),
                ("all", gettext("Always the same: %(days)s") % {"days": found.words[0]}),
            ]
            period.initial = "last"

    def plan(self, found: Narrowed) -> Plan:
        cleaned = self.cleaned_data
        is_later = found.has_days and cleaned["period"] == "last"
        return Plan(
            title=" ".join(cleaned["title"].split()),
            kind=found.kind.name,
            format=cleaned["format"],
            every=cleaned["every"],
            hour=cleaned["hour"],
            recipient_ids=tuple(int(key) for key in cleaned["recipients"]),
            narrowing=found.narrowing,
            narrowed_by=found.words[1:] if is_later else found.words,
            period=cleaned["period"],
            weekday=cleaned["weekday"],
            day=cleaned["day"],
        )
