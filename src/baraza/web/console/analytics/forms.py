"""What the figures are narrowed by; all of it stands in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baraza.services.complaints.queries.figures_read import figures_zone
from baraza.services.complaints.rules.figures import Period, last_days
from baraza.web.console.figures import Names
from baraza.web.ui.forms import DateInput

# Longer than this and a page would be slow to make and hard to read.
MOST_DAYS = 800
USUAL_DAYS = 90
BY = ("category", "priority", "channel", "language", "team")
EARLIEST, LATEST = date(1990, 1, 1), date(2200, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """`compared` is None when there is nothing to compare with."""

    period: Period
    compared: Period | None
    filters: Mapping[str, str]


class AnalyticsForm(forms.Form):
    mark_optional = False

    first = forms.DateField(label=_("From"), required=False, widget=DateInput())
    last = forms.DateField(label=_("Until"), required=False, widget=DateInput())
    compare = forms.ChoiceField(
        label=_("Compare with"),
        required=False,
        choices=[("", _("The days before")), ("year", _("The same days a year before")), ("no", _("Nothing"))],
    )
    category = forms.ChoiceField(label=_("Category"), required=False)
    ward = forms.CharField(label=_("Ward"), required=False, max_length=20)
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    priority = forms.ChoiceField(label=_("Priority"), required=False)
    team = forms.ChoiceField(label=_("Team"), required=False)

    def __init__(self, *args: Any, names: Names, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._usual = last_days(USUAL_DAYS, today=today)
        for name in BY:
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", gettext("Any")), *names.by_dimension[name].items()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("first", "last"):
            if cleaned.get(name) and not EARLIEST <= cleaned[name] <= LATEST:
                self.add_error(name, gettext("Write a day between 1990 and 2200"))
                return cleaned
        last = cleaned.get("last") or max(self._usual.last, cleaned.get("first") or self._usual.last)
        first = cleaned.get("first") or last - timedelta(days=USUAL_DAYS - 1)
        if first > last:
            self.add_error("last", gettext("The last day is before the first"))
        elif (last - first).days >= MOST_DAYS:
            self.add_error("first", gettext("Choose at most %(days)d days") % {"days": MOST_DAYS})
        cleaned["first"], cleaned["last"] = first, last
        return cleaned

    def wanted(self) -> Wanted:
        """What was asked for; the usual days of all complaints when that cannot be."""
        if not self.is_valid():
            return Wanted(period=self._usual, compared=self._usual.before, filters={})
        cleaned = self.cleaned_data
        period = Period(first=cleaned["first"], last=cleaned["last"])
        filters = {name: cleaned[name] for name in (*BY, "ward") if cleaned[name]}
        return Wanted(period=period, compared=compared_with(period, how=cleaned["compare"]), filters=filters)


def compared_with(period: Period, *, how: str) -> Period | None:
    if how == "no":
        return None
    if how == "year":
        return Period(first=_year_before(period.first), last=_year_before(period.last))
    return period.before


def _year_before(day: date) -> date:
    """The 29th of February has no such day: the 28th stands for it."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def asked(request: HttpRequest, *, names: Names) -> AnalyticsForm:
    """What the address asks for; days that it leaves out are the usual ones and stand in the form."""
    today = figures_zone().today
    usual, given = last_days(USUAL_DAYS, today=today), request.GET.copy()
    if not given.get("first") and not given.get("last"):
        given["first"], given["last"] = usual.first.isoformat(), usual.last.isoformat()
    return AnalyticsForm(given, names=names, today=today)
