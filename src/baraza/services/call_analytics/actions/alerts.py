"""Rules of alerts are written, evaluated every few minutes, and each tells once for each episode."""

from dataclasses import asdict, dataclass

from baraza.capabilities.live.actions import tell_member
from baraza.capabilities.staff_letters.choices import wants
from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.identity.queries import actor_for
from baraza.core.identity.queries.members import list_members
from baraza.core.jobs.queue import enqueue
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock
from baraza.services.call_analytics.models import Agent, Alert, AlertLetter, AlertRule
from baraza.services.call_analytics.policies import ALERT, may, require
from baraza.services.call_analytics.queries.alerts import breaches, visible_alerts
from baraza.services.call_analytics.rules.alerts import Breach

SEND_LETTER = "calls.alert_letter"
TOLD = "calls.alert"


class AlertUnknown(LookupError):
    """Not one of the organisation's, or not for this person."""


@dataclass(frozen=True, kw_only=True)
class NewRule:
    """What its kind needs: percent and calls, limit_micros and currency, or hours."""

    kind: str
    agent_id: int | None = None
    percent: int | None = None
    calls: int | None = None
    limit_micros: int | None = None
    currency: str = ""
    hours: int | None = None


def write_rule(*, actor: Actor, new: NewRule) -> int:
    """Raises NotAllowed, AlertUnknown for an agent of somebody else."""
    require(actor=actor, act="configure")
    here = current_organisation_id()
    if new.agent_id is not None and not Agent.objects.filter(organisation_id=here, pk=new.agent_id).exists():
        raise AlertUnknown("No such agent here.")
    rule = AlertRule.objects.create(organisation_id=here, **asdict(new))
    record(
        actor=actor, action="call_alert_rule.written", subject_kind="call_alert_rule", subject_id=str(rule.pk),
        changes=asdict(new),
    )  # fmt: skip
    return rule.pk


def switch_rule(*, actor: Actor, rule_id: int, active: bool) -> None:
    """Switched off, its alerts end. Raises NotAllowed, AlertUnknown."""
    require(actor=actor, act="configure")
    rule = _locked_rule(rule_id)
    if rule.active == active:
        return
    rule.active = active
    rule.save(update_fields=["active"])
    if not active:
        _end_all(rule)
    action = "call_alert_rule.switched_on" if active else "call_alert_rule.switched_off"
    record(actor=actor, action=action, subject_kind="call_alert_rule", subject_id=str(rule.pk))


def remove_rule(*, actor: Actor, rule_id: int) -> None:
    """What it told stays in the list. Raises NotAllowed, AlertUnknown."""
    require(actor=actor, act="configure")
    rule = _locked_rule(rule_id)
    _end_all(rule)
    record(
        actor=actor, action="call_alert_rule.removed", subject_kind="call_alert_rule", subject_id=str(rule.pk),
        changes={"kind": rule.kind},
    )  # fmt: skip
    rule.delete()


def acknowledge(*, actor: Actor, alert_id: int) -> None:
    """The first who looks at it stands there. Raises NotAllowed, AlertUnknown."""
    require(actor=actor, act="work")
    alert = visible_alerts(actor=actor).select_for_update(of=("self",)).filter(pk=alert_id).first()
    if alert is None:
        raise AlertUnknown("No such alert here.")
    if alert.acknowledged_at is not None:
        return
    alert.acknowledged_at, alert.acknowledged_by_id = clock.now(), actor.id
    alert.acknowledged_by_name = actor.name[:120]
    alert.save(update_fields=["acknowledged_at", "acknowledged_by_id", "acknowledged_by_name"])
    record(actor=actor, action="call_alert.acknowledged", subject_kind="call_alert", subject_id=str(alert.pk))


def evaluate() -> int:
    """All rules of the organisation in scope, in its transaction; how many alerts began."""
    rules = AlertRule.objects.select_for_update(of=("self",)).filter(
        organisation_id=current_organisation_id(), active=True
    )
    return sum(_evaluate(rule) for rule in rules.order_by("pk"))


def _evaluate(rule: AlertRule) -> int:
    found = {one.about: one for one in breaches(rule)}
    for alert in Alert.objects.filter(rule=rule, ended_at=None):
        breach = found.get(alert.about)
        if breach is None or (breach.episode and breach.episode != alert.episode):
            alert.ended_at = clock.now()
            alert.save(update_fields=["ended_at"])
        else:
            # It goes on: told already.
            del found[alert.about]
    return sum(_begin(rule, one) for one in found.values())


def _begin(rule: AlertRule, breach: Breach) -> bool:
    alert, is_new = Alert.objects.get_or_create(
        rule=rule,
        about=breach.about,
        episode=breach.episode or clock.now().isoformat(),
        defaults={
            "organisation_id": rule.organisation_id,
            "kind": rule.kind,
            "agent_id": breach.agent_id,
            "facts": dict(breach.facts),
            "began_at": clock.now(),
        },
    )
    if is_new:
        _tell(alert)
    return is_new


def _tell(alert: Alert) -> None:
    """Whoever may see cost: supervisors and admins. On their page at once, by letter soon."""
    for member in list_members():
        actor = actor_for(user_id=member.id, organisation_id=alert.organisation_id)
        if actor is None or not may(actor=actor, act="cost"):
            continue
        tell_member(member_id=member.id, kind=TOLD, subject=str(alert.pk), key=f"call-alert:{alert.pk}")
        if not wants(user_id=member.id, kind=ALERT):
            continue
        letter = AlertLetter.objects.create(organisation_id=alert.organisation_id, alert=alert, user_id=member.id)
        enqueue(job=SEND_LETTER, organisation_id=alert.organisation_id, arguments={"letter_id": letter.pk})


def _end_all(rule: AlertRule) -> None:
    Alert.objects.filter(rule=rule, ended_at=None).update(ended_at=clock.now())


def _locked_rule(rule_id: int) -> AlertRule:
    rules = AlertRule.objects.select_for_update(of=("self",)).filter(organisation_id=current_organisation_id())
    rule = rules.filter(pk=rule_id).first()
    if rule is None:
        raise AlertUnknown("No such rule here.")
    return rule
