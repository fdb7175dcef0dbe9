"""Due times: a table of hours by category and priority; working hours and holidays that they may count by."""

import datetime as dt
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from baraza.core.settings.calendar import SECTION as CALENDAR
from baraza.core.settings.calendar import Calendar, HoursReversed, get_calendar, set_calendar
from baraza.core.settings.sections import section_version
from baraza.services.complaints.actions.due_times import MOST_HOURS, SECTION, DueHoursUnusable, set_due_times
from baraza.services.complaints.queries.categories import category_name, list_category_settings
from baraza.services.complaints.queries.due_times import own_due_hours, working_time_counts
from baraza.services.complaints.rules.categories import PRIORITIES, PRIORITY_NAMES
from baraza.services.complaints.rules.due import hours_for
from baraza.web.console.access import Desk, staff
from baraza.web.console.settings.saving import SectionForm, save, shown


class DueTimesForm(SectionForm):
    """One number per category and priority; an empty one is ours, which stands in it as a hint."""

    mark_optional = False

    working_time = forms.BooleanField(
        label=_("Count working hours only"),
        required=False,
        help_text=_("Danger to life always counts every hour. Without working hours set, every hour counts."),
    )
    recompute = forms.BooleanField(
        label=_("Apply to open cases, too"),
        required=False,
        help_text=_("What a supervisor has promised by hand stays. Each change is on the case's timeline."),
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.categories = [one.code for one in list_category_settings() if one.active]
        for code in self.categories:
            for priority in PRIORITIES:
                self.fields[f"{code}__{priority}"] = _hours_field(code, priority)

    @property
    def rows(self) -> list[tuple[str, list[BoundField]]]:
        return [
            (category_name(code=code), [self[f"{code}__{priority}"] for priority in PRIORITIES])
            for code in self.categories
        ]

    def hours(self) -> dict[tuple[str, str], int]:
        """Hidden categories keep what they have."""
        kept = {pair: hours for pair, hours in own_due_hours().items() if pair[0] not in self.categories}
        written = {
            (code, priority): self.cleaned_data[f"{code}__{priority}"]
            for code in self.categories
            for priority in PRIORITIES
        }
        return kept | {pair: hours for pair, hours in written.items() if hours is not None}


def _hours_field(code: str, priority: str) -> forms.IntegerField:
    label = gettext("%(category)s, %(priority)s: hours") % {
        "category": category_name(code=code),
        "priority": gettext(PRIORITY_NAMES[priority]),
    }
    ours = f"{hours_for(category=code, priority=priority):g}"
    wrong = gettext("%(label)s: write a whole number from 1 to %(most)s") % {"label": label, "most": MOST_HOURS}
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=MOST_HOURS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "placeholder": ours, "class": "govuk-input--width-4"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission="complaints.arrange")
def due_times(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    posted = request.method == "POST"
    own = {f"{category}__{priority}": hours for (category, priority), hours in own_due_hours().items()}
    initial = {"version": section_version(name=SECTION), "working_time": working_time_counts(), **own}
    form = DueTimesForm(data=request.POST if posted else None, initial=initial)

    def page(status: int | None = None) -> HttpResponseBase:
        context = {
            "priorities": [gettext(PRIORITY_NAMES[code]) for code in PRIORITIES],
            "calendar": get_calendar(),
            "calendar_url": reverse("console:settings-calendar"),
        }
        return shown(request=request, desk=desk, template="due_times", form=form, context=context, status=status)

    if not posted or not form.is_valid():
        return page()
    cleaned = form.cleaned_data
    return save(
        request=request,
        form=form,
        run=lambda: set_due_times(
            actor=desk.actor,
            hours=form.hours(),
            working_time=cleaned["working_time"],
            recompute=cleaned["recompute"],
            version=cleaned["version"],
        ),
        done=gettext("Due times saved; open cases follow") if cleaned["recompute"] else gettext("Due times saved"),
        to=reverse("console:settings-due-times"),
        again=page,
        refusals={DueHoursUnusable: ("", gettext("One of these due times cannot be used"))},
    )


class CalendarForm(SectionForm):
    mark_optional = False

    holidays = forms.CharField(
        label=_("Holidays"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One to a line: the day, a blank, and its name. For example: 2026-12-16 Day of Reconciliation"),
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for day, name in WEEKDAYS.items():
            self.fields[f"opens_{day}"] = _time_field(gettext("%(day)s, from") % {"day": name})
            self.fields[f"closes_{day}"] = _time_field(gettext("%(day)s, until") % {"day": name})

    @property
    def days(self) -> list[tuple[str, BoundField, BoundField]]:
        return [(str(name), self[f"opens_{day}"], self[f"closes_{day}"]) for day, name in WEEKDAYS.items()]

    def clean_holidays(self) -> dict[dt.date, str]:
        found: dict[dt.date, str] = {}
        for number, line in enumerate(str(self.cleaned_data["holidays"]).splitlines(), start=1):
            if not line.strip():
                continue
            day, _blank, name = line.strip().partition(" ")
            try:
                found[dt.date.fromisoformat(day)] = name.strip()[:80] or gettext("Holiday")
            except ValueError:
                words = gettext("Line %(number)s does not begin with a day such as 2026-12-16") % {"number": number}
                raise forms.ValidationError(words) from None
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for day in WEEKDAYS:
            opens, closes = cleaned.get(f"opens_{day}"), cleaned.get(f"closes_{day}")
            if (opens is None) != (closes is None):
                missing = "closes" if opens else "opens"
                if f"{missing}_{day}" not in self.errors:
                    self.add_error(f"{missing}_{day}", gettext("Write both times, or neither for a free day"))
            elif opens and closes and opens >= closes:
                self.add_error(f"closes_{day}", gettext("This is not after the time at which work begins"))
        return cleaned

    def calendar(self) -> Calendar:
        pairs = {day: (self.cleaned_data[f"opens_{day}"], self.cleaned_data[f"closes_{day}"]) for day in WEEKDAYS}
        week = {day: (opens, closes) for day, (opens, closes) in pairs.items() if opens and closes}
        return Calendar(week=week, holidays=self.cleaned_data["holidays"])


def _time_field(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        widget=forms.TimeInput(attrs={"type": "time", "class": "govuk-input--width-5"}, format="%H:%M"),
        error_messages={"invalid": gettext("%(label)s: write a time such as 08:00") % {"label": label}},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission="settings.manage")
def calendar(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    posted, found = request.method == "POST", get_calendar()
    initial: dict[str, Any] = {
        "version": section_version(name=CALENDAR),
        "holidays": "\n".join(f"{day:%Y-%m-%d} {name}" for day, name in found.holidays.items()),
    }
    for day, (opens, closes) in found.week.items():
        initial |= {f"opens_{day}": opens, f"closes_{day}": closes}
    form = CalendarForm(data=request.POST if posted else None, initial=initial)

    def page(status: int | None = None) -> HttpResponseBase:
        return shown(request=request, desk=desk, template="calendar", form=form, status=status)

    if not posted or not form.is_valid():
        return page()
    return save(
        request=request,
        form=form,
        run=lambda: set_calendar(actor=desk.actor, calendar=form.calendar(), version=form.cleaned_data["version"]),
        done=gettext("Working hours and holidays saved"),
        to=reverse("console:settings-calendar"),
        again=page,
        refusals={HoursReversed: ("", gettext("A day ends before it begins"))},
    )
