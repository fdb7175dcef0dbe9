"""Rules of the agency's alerts and what they tell: one that somebody has looked at, one that waits."""

from baraza.core.identity.actor import SYSTEM
from baraza.core.identity.queries import actor_for
from baraza.core.identity.queries.members import list_members
from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.call_analytics.actions.alerts import NewRule, acknowledge, evaluate, write_rule
from baraza.services.call_analytics.queries.agents import agent_choices
from baraza.services.call_analytics.queries.alerts import list_alerts

_DOLLAR = 100_000_000


def seed_alerts() -> None:
    """In the agency's scope, after its calls, which cost more than the limits within the first days of a month."""
    (first, _name), *_ = agent_choices()
    write_rule(actor=SYSTEM, new=NewRule(kind="errors", percent=20, calls=20))
    write_rule(actor=SYSTEM, new=NewRule(kind="silence", hours=6))
    write_rule(actor=SYSTEM, new=NewRule(kind="spend_month", agent_id=first, limit_micros=4 * _DOLLAR, currency="USD"))
    evaluate()
    _looked_at()
    write_rule(actor=SYSTEM, new=NewRule(kind="spend_month", limit_micros=10 * _DOLLAR, currency="USD"))
    evaluate()


def _looked_at() -> None:
    admin = next((one for one in list_members() if one.role == "org_admin"), None)
    actor = actor_for(user_id=admin.id, organisation_id=current_organisation_id()) if admin else None
    if actor is None:
        return
    for one in list_alerts(actor=actor):
        acknowledge(actor=actor, alert_id=one.id)
