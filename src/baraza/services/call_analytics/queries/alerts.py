"""Rules of alerts and what they told, for who may see it; and what the evaluation asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Max, QuerySet, Sum

from baraza.core.identity.actor import SYSTEM, Actor
from baraza.core.organisations.queries import get_organisation
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock
from baraza.services.call_analytics.models import Agent, Alert, AlertRule, CallFigure
from baraza.services.call_analytics.policies import may
from baraza.services.call_analytics.queries.filters import readable_calls
from baraza.services.call_analytics.rules.alerts import (
    LOOKED_BACK,
    MONEY_KINDS,
    Breach,
    silent_hours,
    too_many_failed,
    usual_hours,
)
from baraza.services.call_analytics.rules.outcomes import Outcome

MOST_SHOWN = 100


@dataclass(frozen=True, kw_only=True)
class RuleRow:
    id: int
    kind: str
    agent_name: str
    percent: int | None
    calls: int | None
    limit_micros: int | None
    currency: str
    hours: int | None
    active: bool


@dataclass(frozen=True, kw_only=True)
class AlertRow:
    """`facts` are numbers and codes: how many failed, what was spent, how long it was silent."""

    id: int
    kind: str
    agent_name: str
    facts: Mapping[str, Any]
    began_at: datetime
    ended_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: str


def list_rules(*, actor: Actor) -> list[RuleRow]:
    """Those about money only for who may see it."""
    rows = AlertRule.objects.filter(organisation_id=current_organisation_id()).select_related("agent").order_by("pk")
    return [
        RuleRow(
            id=one.pk,
            kind=one.kind,
            agent_name=one.agent.name if one.agent else "",
            percent=one.percent,
            calls=one.calls,
            limit_micros=one.limit_micros,
            currency=one.currency,
            hours=one.hours,
            active=one.active,
        )
        for one in rows
        if one.kind not in MONEY_KINDS or may(actor=actor, act="cost")
    ]


def list_alerts(*, actor: Actor) -> list[AlertRow]:
    """The newest; those about money only for who may see it."""
    return [row_of(one) for one in visible_alerts(actor=actor).order_by("-began_at", "-pk")[:MOST_SHOWN]]


def open_alerts(*, actor: Actor) -> list[AlertRow]:
    """That nobody has acknowledged yet."""
    rows = visible_alerts(actor=actor).filter(acknowledged_at=None).order_by("-began_at", "-pk")
    return [row_of(one) for one in rows[:10]]


def visible_alerts(*, actor: Actor) -> QuerySet[Alert]:
    rows = Alert.objects.filter(organisation_id=current_organisation_id()).select_related("agent")
    if actor.clients:
        rows = rows.filter(agent__client__in=actor.clients)
    return rows if may(actor=actor, act="cost") else rows.exclude(kind__in=MONEY_KINDS)


def row_of(one: Alert) -> AlertRow:
    return AlertRow(
        id=one.pk,
        kind=one.kind,
        agent_name=one.agent.name if one.agent else "",
        facts=one.facts,
        began_at=one.began_at,
        ended_at=one.ended_at,
        acknowledged_at=one.acknowledged_at,
        acknowledged_by=one.acknowledged_by_name,
    )


def breaches(rule: AlertRule) -> list[Breach]:
    """How the rule is met at this moment, once for each that it is about."""
    if rule.kind == AlertRule.Kind.ERRORS:
        return _failing(rule)
    return _silent(rule) if rule.kind == AlertRule.Kind.SILENCE else _spent(rule)


def _failing(rule: AlertRule) -> list[Breach]:
    calls = readable_calls(actor=SYSTEM).exclude(outcome=Outcome.UNDER_WAY)
    if rule.agent_id:
        calls = calls.filter(agent_id=rule.agent_id)
    of_calls, percent = rule.calls or 0, rule.percent or 0
    outcomes = list(calls.order_by("-at", "-pk").values_list("outcome", flat=True)[:of_calls])
    failed = outcomes.count(Outcome.FAILED)
    if not too_many_failed(failed=failed, calls=len(outcomes), of_calls=of_calls, percent=percent):
        return []
    return [Breach(agent_id=rule.agent_id, facts={"failed": failed, "calls": len(outcomes)})]


def _spent(rule: AlertRule) -> list[Breach]:
    today = _now_here().date()
    is_day = rule.kind == AlertRule.Kind.SPEND_DAY
    figures = CallFigure.objects.filter(
        organisation_id=current_organisation_id(),
        currency=rule.currency,
        day__range=(today if is_day else today.replace(day=1), today),
    )
    if rule.agent_id:
        figures = figures.filter(agent_id=rule.agent_id)
    spent = int(figures.aggregate(spent=Sum("cost_micros"))["spent"] or 0)
    if spent < (rule.limit_micros or 0):
        return []
    episode = today.isoformat() if is_day else f"{today:%Y-%m}"
    facts = {"spent_micros": spent, "limit_micros": rule.limit_micros, "currency": rule.currency}
    return [Breach(agent_id=rule.agent_id, episode=episode, facts=facts)]


def _silent(rule: AlertRule) -> list[Breach]:
    """Agents that are archived are expected to be silent."""
    agents = Agent.objects.filter(organisation_id=current_organisation_id(), archived_at=None)
    if rule.agent_id:
        agents = agents.filter(pk=rule.agent_id)
    found, now = [], _now_here()
    for agent_id in agents.order_by("pk").values_list("pk", flat=True):
        last = readable_calls(actor=SYSTEM).filter(agent_id=agent_id).aggregate(last=Max("at"))["last"]
        if last is None:
            continue
        with_calls = CallFigure.objects.filter(
            organisation_id=current_organisation_id(), agent_id=agent_id, day__gte=now.date() - LOOKED_BACK
        )
        pairs = with_calls.values("day", "hour").annotate(number=Sum("calls")).filter(number__gt=0)
        usual = usual_hours(with_calls=[(one["day"], one["hour"]) for one in pairs], today=now.date())
        silent = silent_hours(usual=usual, last_call=last.astimezone(now.tzinfo), now=now)
        if silent >= (rule.hours or 1):
            found.append(Breach(agent_id=agent_id, facts={"hours": silent, "last_call": last.isoformat()}))
    return found


def _now_here() -> datetime:
    zone = get_organisation(organisation_id=current_organisation_id()).time_zone
    return clock.now().astimezone(ZoneInfo(zone))
