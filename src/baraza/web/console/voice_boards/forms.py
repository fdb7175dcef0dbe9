"""What a board is narrowed by; all of it stands in the address."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baraza.core.identity.actor import Actor
from baraza.services.call_analytics.queries.agents import agent_choices, clients
from baraza.services.call_analytics.queries.boards import today_here
from baraza.services.call_analytics.rules.boards import Days, days_until
from baraza.web.ui.forms import DateInput

USUAL_DAYS = 30
MOST_DAYS = 800
EARLIEST, LATEST = date(1995, 1, 1), date(2200, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """`compared` is None when there is nothing to compare with."""

    days: Days
    compared: Days | None
    agent_id: int | None = None
    client: str = ""


class BoardForm(forms.Form):
    mark_optional = False

    first = forms.DateField(label=_("From"), required=False, widget=DateInput())
    last = forms.DateField(label=_("To and including"), required=False, widget=DateInput())
    compare = forms.ChoiceField(
        label=_("Compare with"),
        required=False,
        choices=[("", _("The days before")), ("year", _("The same days a year before")), ("no", _("Nothing"))],
    )
    agent = forms.ChoiceField(label=_("Agent"), required=False)
    client = forms.ChoiceField(label=_("Client"), required=False)

    def __init__(self, *args: Any, today: date, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._usual = days_until(today, number=USUAL_DAYS)
        self.names = {
            "agent": {str(pk): name for pk, name in agent_choices(actor=actor)},
            "client": {name: name for name in clients(actor=actor)},
        }
        for name, choices in self.names.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", gettext("Any")), *choices.items()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("first", "last"):
            if cleaned.get(name) and not EARLIEST <= cleaned[name] <= LATEST:
                self.add_error(name, gettext("Write a day between 1995 and 2200"))
                return cleaned
        last = cleaned.get("last") or max(self._usual.last, cleaned.get("first") or self._usual.last)
        first = cleaned.get("first") or last - timedelta(days=USUAL_DAYS - 1)
        if first > last:
            self.add_error("last", gettext("The last day is before the first one"))
        elif (last - first).days >= MOST_DAYS:
            self.add_error("first", gettext("Choose at most %(days)d days") % {"days": MOST_DAYS})
        cleaned["first"], cleaned["last"] = first, last
        return cleaned

    def wanted(self) -> Wanted:
        """What was asked for; the usual days of all calls when that cannot be."""
        if not self.is_valid():
            return Wanted(days=self._usual, compared=self._usual.before)
        given = self.cleaned_data
        days = Days(first=given["first"], last=given["last"])
        compared = {"no": None, "year": _year_before(days)}.get(given["compare"], days.before)
        agent = int(given["agent"]) if given["agent"] else None
        return Wanted(days=days, compared=compared, agent_id=agent, client=given["client"])


def asked(request: HttpRequest, *, actor: Actor) -> BoardForm:
    """Days that the address leaves out are the usual ones and stand in the form."""
    today, given = today_here(), request.GET.copy()
    if not given.get("first") and not given.get("last"):
        usual = days_until(today, number=USUAL_DAYS)
        given["first"], given["last"] = usual.first.isoformat(), usual.last.isoformat()
    return BoardForm(given, today=today, actor=actor)


def _year_before(days: Days) -> Days:
    return Days(first=_same_day(days.first), last=_same_day(days.last))


def _same_day(day: date) -> date:
    """The 29th of February has no such day: the 28th stands for it."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
