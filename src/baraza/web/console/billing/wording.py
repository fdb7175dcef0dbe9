"""Bills in words that a clerk reads."""

from datetime import date
from typing import Final

from django.utils.dates import MONTHS
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from baraza.lib.translation import gettext_noop
from baraza.services.call_analytics.queries.statements import Entry
from baraza.services.call_analytics.rules.margins import Margin, Why
from baraza.services.call_analytics.rules.money import rounded_minor
from baraza.services.call_analytics.rules.words import DECISIONS
from baraza.web.console.billing.money import money_words

EXPLAINED: Final = {
    "start_date": gettext_noop("Calls before this day are not billed."),
    "test_agents": gettext_noop("Calls of these agents are not billed."),
    "test_numbers": gettext_noop("Calls from or to these numbers are not billed."),
    "voicemail": gettext_noop("Calls that reached a voicemail are not billed."),
    "minimum": gettext_noop("Calls that are shorter are not billed."),
    "rounding": gettext_noop("Billed seconds are rounded up."),
    "rate": gettext_noop("What a minute costs. The first rate that fits the agent counts."),
    "included": gettext_noop("The first minutes of each month cost nothing, for all agents together."),
}
PROBLEMS: Final = {
    "twice": gettext_noop("There is such a rule already. Take one of them away"),
    "overlaps": gettext_noop("An agent stands in an earlier rule of this kind, too. Take it out of one of them"),
    "never_reached": gettext_noop("An earlier rate is for all agents, so this one never counts. Move it up"),
    "empty": gettext_noop("Fill in this rule, or take it away"),
    "too_many": gettext_noop("There are more than 60 rules. Put numbers or agents together in one"),
}
ENTRIES: Final = {
    "charge": gettext_noop("Charged"),
    "reversal": gettext_noop("Taken back"),
    "credit": gettext_noop("Credit note"),
}
CHOICES: Final = {
    "free": gettext_noop("Do not bill it"),
    "bill": gettext_noop("Bill it at its agent’s rate"),
    "price": gettext_noop("Bill it at this price"),
    "rules": gettext_noop("As the rules say"),
}


def rule_words(code: str) -> str:
    return gettext(DECISIONS[code]) if code in DECISIONS else code


def month_words(month: date) -> str:
    return f"{MONTHS[month.month]} {month.year}"


def total_words(micros: int, currency: str) -> str:
    """A sum, rounded once, to the cent."""
    return minor_words(rounded_minor(micros), currency)


def minor_words(minor: int, currency: str) -> str:
    """What is rounded already, so that parts come to their sum."""
    sign, whole = ("−" if minor < 0 else ""), abs(minor)
    cents = f"{whole % 100:02d}"
    return f"{currency} {sign}{number_format(whole // 100, use_l10n=True, force_grouping=True)}.{cents}"


def price_words(micros: int | None, currency: str) -> str:
    return money_words(micros, currency)


def minutes_words(seconds: int) -> str:
    minutes, rest = divmod(abs(seconds), 60)
    sign = "−" if seconds < 0 else ""
    return gettext("%(sign)s%(minutes)s min %(seconds)02d s") % {
        "sign": sign, "minutes": number_format(minutes, use_l10n=True, force_grouping=True), "seconds": rest,
    }  # fmt: skip


def calls_words(count: int) -> str:
    return ngettext("%(count)s call", "%(count)s calls", count) % {"count": number_format(count, force_grouping=True)}


def why_no_margin(found: Margin) -> str:
    """Behind "No margin:"."""
    if found.why == Why.NO_RATE:
        months = ", ".join(f"{currency}, {month_words(month)}" for month, currency in found.missing)
        return gettext("no exchange rate was entered for %(months)s") % {"months": months}
    return gettext("a call is unpriced") if found.why == Why.UNPRICED else gettext("nothing was charged")


def borrowed_words(found: Margin) -> str:
    """Which months' costs are counted at an earlier rate; empty where each has its own."""
    return "; ".join(
        gettext("%(currency)s of %(month)s at the rate of %(earlier)s")
        % {"currency": currency, "month": month_words(month), "earlier": month_words(earlier)}
        for month, currency, earlier in found.borrowed
    )


def why_unpriced(entry: Entry) -> str:
    if entry.price_micros is None:
        return rule_words(entry.rule)
    return gettext("The provider has not told its cost")
