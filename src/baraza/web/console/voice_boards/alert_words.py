"""Alerts and their rules in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext

from baraza.lib.translation import gettext_noop
from baraza.services.call_analytics.queries.alert_words import alert_words, amount_words
from baraza.services.call_analytics.queries.alerts import AlertRow, RuleRow

KINDS: Final = {
    "errors": gettext_noop("Failed calls"),
    "spend_day": gettext_noop("Spend of a day"),
    "spend_month": gettext_noop("Spend of a month"),
    "silence": gettext_noop("Silence of an agent"),
}


@dataclass(frozen=True, kw_only=True)
class AlertLine:
    alert: AlertRow
    kind: str
    says: str
    since: str


@dataclass(frozen=True, kw_only=True)
class RuleLine:
    rule: RuleRow
    kind: str
    says: str


def alert_lines(alerts: Sequence[AlertRow]) -> list[AlertLine]:
    return [
        AlertLine(
            alert=one,
            kind=gettext(KINDS[one.kind]),
            says=alert_words(kind=one.kind, agent_name=one.agent_name, facts=one.facts),
            since=gettext("since %(time)s") % {"time": date_format(localtime(one.began_at), "j M, H:i")},
        )
        for one in alerts
    ]


def rule_lines(rules: Sequence[RuleRow]) -> list[RuleLine]:
    return [RuleLine(rule=one, kind=gettext(KINDS[one.kind]), says=_says(one)) for one in rules]


def _says(rule: RuleRow) -> str:
    if rule.kind == "errors":
        return gettext("%(percent)d %% or more of the newest %(calls)d calls failed, %(who)s") % {
            "percent": rule.percent or 0, "calls": rule.calls or 0,
            "who": rule.agent_name or gettext("all agents together"),
        }  # fmt: skip
    if rule.kind == "silence":
        hours = rule.hours or 0
        return ngettext(
            "no call in %(hours)d usual hour, %(who)s", "no call in %(hours)d usual hours, %(who)s", hours
        ) % {"hours": hours, "who": rule.agent_name or gettext("each agent by itself")}
    return gettext("%(amount)s or more, %(who)s") % {
        "amount": amount_words(rule.limit_micros or 0, rule.currency),
        "who": rule.agent_name or gettext("all agents together"),
    }
