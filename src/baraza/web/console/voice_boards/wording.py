"""Figures of calls in words, and the list that a number leads to."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.http import urlencode
from django.utils.translation import gettext

from baraza.services.call_analytics.rules.boards import Days, Money
from baraza.services.call_analytics.rules.money import rounded_minor
from baraza.web.console.voice_boards.forms import Wanted


def number(value: float, *, places: int = 0) -> str:
    return number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)


def percent(value: float | None) -> str:
    return gettext("none yet") if value is None else gettext("%(share)s %%") % {"share": number(value)}


def seconds(milliseconds: int | None) -> str:
    if milliseconds is None:
        return gettext("not told")
    return gettext("%(seconds)s s") % {"seconds": number(milliseconds / 1000, places=2)}


def money(amount: Money) -> str:
    """Rounded once, to the currency's cents."""
    return f"{amount.currency} {number(rounded_minor(amount.micros) / 100, places=2)}"


def costs(amounts: Sequence[Money] | None) -> str:
    """Of several currencies each by itself; they are never added up."""
    return " + ".join(money(one) for one in amounts or ()) or gettext("none yet")


def calls_url(wanted: Wanted, *, days: Days | None = None, **more: str) -> str:
    """Exactly the calls that a number counts."""
    days = days or wanted.days
    asked = {"since": days.first.isoformat(), "until": days.last.isoformat()}
    if wanted.agent_id is not None:
        asked["agent"] = str(wanted.agent_id)
    if wanted.client:
        asked["client"] = wanted.client
    return f"{reverse('console:calls')}?{urlencode({**asked, **more})}"
