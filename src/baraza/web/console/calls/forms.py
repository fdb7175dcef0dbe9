"""The form above the list of calls."""

import re
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baraza.services.call_analytics.policies import may
from baraza.services.call_analytics.queries.filters import CallFilter
from baraza.services.call_analytics.queries.narrowing import agents_with_clients, tags_in_use
from baraza.services.call_analytics.rules.dispositions import UNSETTLED
from baraza.services.call_analytics.rules.money import micros_of
from baraza.services.call_analytics.rules.outcomes import REACHED
from baraza.services.call_analytics.rules.words import DIRECTIONS, DISPOSITIONS, OUTCOMES, SENTIMENTS, STATES
from baraza.web.console.access import Desk
from baraza.web.ui.forms import DateInput

_LONGEST_SECONDS = 86_400
_DEAREST = 1_000_000
_DAY_WORDS = {"invalid": _("Write the day like 2026-11-30")}
_NUMBER_WORDS = {"min_value": _("Write nought or more"), "invalid": _("Write a number")}
_LONG_NUMBER = re.compile(r"\d(?:\W?\d){3,}")
_YES_NO = {"yes": True, "no": False}
# What is in doubt may be that cost lines do not add up.
SEVERAL = ("agent", "client", "outcome", "sentiment", "disposition", "tag", "state")
MONEY = ("priced", "cheapest", "dearest", "doubtful")


class _Several(forms.CheckboxSelectMultiple):
    """Addresses of earlier versions say `agent=` where any will do."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return [one for one in super().value_from_datadict(data, files, name) if one]


def _several(label: Any) -> forms.MultipleChoiceField:
    """A call fits when it is one of those that are chosen."""
    return forms.MultipleChoiceField(label=label, required=False, widget=_Several)


class CallsForm(forms.Form):
    """What costs are is asked only of who may see them; words of digits only of who may see numbers."""

    mark_optional = False

    text = forms.CharField(
        label=_("Words that were said"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    agent = _several(_("Agent"))
    client = _several(_("Client"))
    outcome = _several(_("Outcome"))
    sentiment = _several(_("Mood of the caller"))
    disposition = _several(_("What became of it"))
    tag = _several(_("Tag"))
    state = _several(_("Status"))
    direction = forms.ChoiceField(label=_("Direction"), required=False)
    billable = forms.ChoiceField(label=_("Charged to the client"), required=False)
    priced = forms.ChoiceField(label=_("Price"), required=False)
    doubtful = forms.ChoiceField(label=_("Something cannot be right"), required=False)
    cheapest = forms.DecimalField(
        label=_("Cost at least"), required=False, min_value=0, max_value=_DEAREST, error_messages=_NUMBER_WORDS
    )
    dearest = forms.DecimalField(
        label=_("Cost at most"), required=False, min_value=0, max_value=_DEAREST, error_messages=_NUMBER_WORDS
    )
    shortest = forms.IntegerField(
        label=_("At least, in seconds"),
        required=False,
        min_value=0,
        max_value=_LONGEST_SECONDS,
        error_messages=_NUMBER_WORDS,
    )
    longest = forms.IntegerField(
        label=_("At most, in seconds"),
        required=False,
        min_value=0,
        max_value=_LONGEST_SECONDS,
        error_messages=_NUMBER_WORDS,
    )
    since = forms.DateField(label=_("From"), required=False, widget=DateInput(), error_messages=_DAY_WORDS)
    until = forms.DateField(label=_("To and including"), required=False, widget=DateInput(), error_messages=_DAY_WORDS)
    weekday = forms.ChoiceField(label=_("Weekday"), required=False)
    hour = forms.ChoiceField(label=_("Hour of the day"), required=False)
    timed = forms.ChoiceField(label=_("Time to answer"), required=False)

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._with_numbers = may(actor=desk.actor, act="numbers")
        if not may(actor=desk.actor, act="cost"):
            for name in MONEY:
                del self.fields[name]
        agents = agents_with_clients(actor=desk.actor)
        self.choices_of: dict[str, list[tuple[str, str]]] = {
            "agent": [(str(pk), name) for pk, name, _client in agents],
            "client": [(name, name) for name in sorted({client for _pk, _name, client in agents if client})],
            "disposition": [
                (UNSETTLED, gettext("Open")),
                *((code, gettext(name)) for code, name in DISPOSITIONS.items()),
            ],
            "tag": [(name, name) for name in tags_in_use(actor=desk.actor)],
            "billable": [("yes", gettext("Yes")), ("no", gettext("No"))],
            "priced": [("no", gettext("Unpriced")), ("yes", gettext("Priced"))],
            "doubtful": [("yes", gettext("Yes"))],
            "weekday": [(str(day), str(name)) for day, name in WEEKDAYS.items()],
            "hour": [(str(hour), f"{hour:02d}:00–{hour:02d}:59") for hour in range(24)],
            "timed": [("yes", gettext("Told")), ("no", gettext("Not told"))],
            "direction": [(code, gettext(name)) for code, name in DIRECTIONS.items()],
            "state": [(code, gettext(name)) for code, name in STATES.items()],
            "outcome": [
                (REACHED, gettext("A person answered")),
                *((code, gettext(name)) for code, name in OUTCOMES.items()),
            ],
            "sentiment": [(code, gettext(name)) for code, name in SENTIMENTS.items()],
        }
        for name, choices in self.choices_of.items():
            field = self.fields.get(name)
            if field is None:
                continue
            assert isinstance(field, forms.ChoiceField)
            # One of them, or any; several, or with none of them any.
            field.choices = choices if name in SEVERAL else [("", gettext("Any")), *choices]
            # A saved view may name a tag that no call has any more.
            field.error_messages["invalid_choice"] = gettext("This is not in the list any more. Choose again.")

    def clean_text(self) -> str:
        """Else whoever may not see numbers could find out whose they are, one after the other."""
        text = str(self.cleaned_data["text"])
        if not self._with_numbers and _LONG_NUMBER.search(text):
            raise forms.ValidationError(gettext("You can look for words here, not for telephone numbers."))
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", gettext("The last day is before the first one."))
        shortest, longest = cleaned.get("shortest"), cleaned.get("longest")
        if shortest is not None and longest is not None and shortest > longest:
            self.add_error("longest", gettext("The greatest length is below the least length."))
        cheapest, dearest = cleaned.get("cheapest"), cleaned.get("dearest")
        if cheapest is not None and dearest is not None and cheapest > dearest:
            self.add_error("dearest", gettext("The greatest cost is below the least cost."))
        return cleaned

    def clean_query(self, query: QueryDict) -> str:
        """Of an address what this member's list knows."""
        return urlencode(self._known_of(query))

    def asked(self) -> list[tuple[str, str]]:
        """What the address says and the form knows: the state of the list, whole."""
        assert isinstance(self.data, QueryDict)
        return self._known_of(self.data)

    def words_of(self, key: str, value: str) -> str:
        return dict(self.choices_of.get(key, [])).get(value, value)

    def _known_of(self, query: QueryDict) -> list[tuple[str, str]]:
        """Of what may be several, each once; of the rest what was said last."""
        known = [key for key in query if key in self.fields]
        values = {key: query.getlist(key) if key in SEVERAL else [query.get(key, "")] for key in known}
        return [(key, value) for key, several in values.items() for value in dict.fromkeys(several) if value]

    def wanted(self) -> CallFilter:
        """Days are those of the organisation's clock. A form with a mistake asks for everything."""
        if not self.is_valid():
            return CallFilter()
        given = self.cleaned_data
        until = given["until"]
        return CallFilter(
            agent_ids=tuple(int(one) for one in given["agent"]),
            clients=tuple(given["client"]),
            direction=given["direction"],
            states=tuple(given["state"]),
            outcomes=tuple(given["outcome"]),
            sentiments=tuple(given["sentiment"]),
            dispositions=tuple(given["disposition"]),
            tags=tuple(given["tag"]),
            text=given["text"],
            billable=_YES_NO.get(given["billable"]),
            priced=_YES_NO.get(given.get("priced", "")),
            doubtful=bool(given.get("doubtful")),
            cheapest_micros=_micros(given.get("cheapest")),
            dearest_micros=_micros(given.get("dearest")),
            shortest_ms=None if given["shortest"] is None else given["shortest"] * 1000,
            longest_ms=None if given["longest"] is None else given["longest"] * 1000,
            since=_midnight(given["since"]),
            until=_midnight(until + timedelta(days=1)) if until else None,
            weekday=int(given["weekday"]) if given["weekday"] else None,
            hour=int(given["hour"]) if given["hour"] else None,
            timed=_YES_NO.get(given["timed"]),
        )


class ViewForm(forms.Form):
    name = forms.CharField(max_length=60)
    shared = forms.BooleanField(required=False)


def _micros(major: Decimal | None) -> int | None:
    return None if major is None else micros_of(major * 100)


def _midnight(day: Any) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None
