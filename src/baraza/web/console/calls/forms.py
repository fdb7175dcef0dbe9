"""The form above the list of calls."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baraza.services.call_analytics.queries.agents import agent_choices, clients
from baraza.services.call_analytics.queries.filters import CallFilter
from baraza.web.console.calls.wording import DIRECTIONS, OUTCOMES, SENTIMENTS, STATES
from baraza.web.ui.forms import DateInput

_LONGEST_SECONDS = 86_400


class CallsForm(forms.Form):
    mark_optional = False

    agent = forms.ChoiceField(label=_("Agent"), required=False)
    client = forms.ChoiceField(label=_("Client"), required=False)
    direction = forms.ChoiceField(label=_("Direction"), required=False)
    state = forms.ChoiceField(label=_("Status"), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), required=False)
    sentiment = forms.ChoiceField(label=_("Mood of the caller"), required=False)
    shortest = forms.IntegerField(
        label=_("At least, in seconds"), required=False, min_value=0, max_value=_LONGEST_SECONDS
    )
    longest = forms.IntegerField(
        label=_("At most, in seconds"), required=False, min_value=0, max_value=_LONGEST_SECONDS
    )
    since = forms.DateField(label=_("From"), required=False, widget=DateInput())
    until = forms.DateField(label=_("To and including"), required=False, widget=DateInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices_of = {
            "agent": [(str(pk), name) for pk, name in agent_choices()],
            "client": [(name, name) for name in clients()],
            "direction": [(code, gettext(name)) for code, name in DIRECTIONS.items()],
            "state": [(code, gettext(name)) for code, name in STATES.items()],
            "outcome": [(code, gettext(name)) for code, (name, _tone) in OUTCOMES.items()],
            "sentiment": [(code, gettext(name)) for code, name in SENTIMENTS.items()],
        }
        for name, choices in self.choices_of.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", gettext("Any")), *choices]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", gettext("The last day is before the first one."))
        shortest, longest = cleaned.get("shortest"), cleaned.get("longest")
        if shortest is not None and longest is not None and shortest > longest:
            self.add_error("longest", gettext("This is shorter than the least length."))
        return cleaned

    def wanted(self) -> CallFilter:
        """Days are those of the organisation's clock. A form with a mistake asks for everything."""
        if not self.is_valid():
            return CallFilter()
        given = self.cleaned_data
        until = given["until"]
        return CallFilter(
            agent_id=int(given["agent"]) if given["agent"] else None,
            client=given["client"],
            direction=given["direction"],
            state=given["state"],
            outcome=given["outcome"],
            sentiment=given["sentiment"],
            shortest_ms=None if given["shortest"] is None else given["shortest"] * 1000,
            longest_ms=None if given["longest"] is None else given["longest"] * 1000,
            since=_midnight(given["since"]),
            until=_midnight(until + timedelta(days=1)) if until else None,
        )


def _midnight(day: Any) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None
