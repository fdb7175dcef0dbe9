"""What an alert says, on the page and in the letter."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from baraza.services.call_analytics.rules.money import rounded_minor


def amount_words(micros: int, currency: str) -> str:
    shown = number_format(rounded_minor(micros) / 100, decimal_pos=2, use_l10n=True, force_grouping=True)
    return f"{currency} {shown}"


def alert_words(*, kind: str, agent_name: str, facts: Mapping[str, Any]) -> str:
    """A whole sentence."""
    who = agent_name or gettext("All agents together")
    if kind == "errors":
        return gettext("%(who)s: %(failed)d of the newest %(calls)d calls failed.") % {
            "who": who, "failed": facts.get("failed", 0), "calls": facts.get("calls", 0),
        }  # fmt: skip
    if kind == "silence":
        hours = int(facts.get("hours", 0))
        return ngettext(
            "%(who)s had no call in %(hours)d usual hour.", "%(who)s had no call in %(hours)d usual hours.", hours
        ) % {"who": who, "hours": hours}
    names = {
        "who": who,
        "spent": amount_words(int(facts.get("spent_micros", 0)), str(facts.get("currency", ""))),
        "limit": amount_words(int(facts.get("limit_micros") or 0), str(facts.get("currency", ""))),
    }
    if kind == "spend_day":
        return gettext("%(who)s: calls of the day have cost %(spent)s, the limit is %(limit)s.") % names
    return gettext("%(who)s: calls of the month have cost %(spent)s, the limit is %(limit)s.") % names
