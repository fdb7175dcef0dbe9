"""Billing as people do it: rules saved, one call decided, a month closed. Credit notes: actions/credit_notes.py."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.jobs.queue import enqueue
from baraza.core.organisations.queries import get_organisation
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock
from baraza.services.call_analytics.actions.errors import (
    ChangedMeanwhile,
    MonthBefore,
    MonthClosed,
    MonthNotOver,
    NothingToBill,
    PreviewStale,
    RulesRefused,
)
from baraza.services.call_analytics.actions.working_out import locked_ledger, work_out, work_out_call
from baraza.services.call_analytics.models import CallOverride, ClosedMonth, Ledger, RuleBook
from baraza.services.call_analytics.notices.webhooks import tell_of_statement
from baraza.services.call_analytics.policies import require
from baraza.services.call_analytics.queries.billing_calls import calls_over, zone_here
from baraza.services.call_analytics.queries.billing_preview import preview_rules
from baraza.services.call_analytics.queries.exchange import own_currency
from baraza.services.call_analytics.queries.margins import rates_of_statement
from baraza.services.call_analytics.queries.one import CallUnknown
from baraza.services.call_analytics.queries.statements import first_open_before, sums_of
from baraza.services.call_analytics.rules import margins
from baraza.services.call_analytics.rules.billing import Choice, Rule
from baraza.services.call_analytics.rules.billing_books import frozen, problems
from baraza.services.call_analytics.rules.billing_months import month_of

WORK_OUT = "calls.work_out_bills"
# Who looks longer at the effect of rules sees it once more.
SHOWN_FOR: Final = timedelta(hours=1)


def confirm_rules(
    *, actor: Actor, rules: Sequence[Rule], starts_on: date, seen_number: int, shown_at: datetime, shown_mark: str
) -> int:
    """Saves them when their effect is still exactly the one that was shown (`Preview.as_of` and `.mark`).

    Raises PreviewStale, and what `save_rules` raises.
    """
    ledger = _ledger_for_rules(actor, rules, starts_on=starts_on, seen_number=seen_number)
    if not clock.now() - SHOWN_FOR <= shown_at <= clock.now():
        raise PreviewStale("It was shown too long ago.")
    if preview_rules(actor=actor, rules=rules, starts_on=starts_on, as_of=shown_at).mark != shown_mark:
        raise PreviewStale("The effect is another one by now.")
    return _save(actor, ledger, rules, starts_on=starts_on)


def save_rules(*, actor: Actor, rules: Sequence[Rule], starts_on: date, seen_number: int) -> int:
    """The number of the new version; a job then works out what it changes. People confirm an effect, see above.

    Raises NotAllowed, RulesRefused, MonthClosed, ChangedMeanwhile.
    """
    ledger = _ledger_for_rules(actor, rules, starts_on=starts_on, seen_number=seen_number)
    return _save(actor, ledger, rules, starts_on=starts_on)


def override_call(
    *, actor: Actor, call_id: int, choice: Choice, reason: str, price_micros: int | None = None
) -> None:  # fmt: skip
    """The charge follows at once. Raises NotAllowed, CallUnknown, NothingToBill."""
    require(actor=actor, act="bill")
    if locked_ledger() is None:
        raise NothingToBill("There are no billing rules yet.")
    call = calls_over().filter(pk=call_id).first()
    if call is None:
        raise CallUnknown(f"There is no finished call {call_id}.")
    CallOverride.objects.create(
        organisation_id=call.organisation_id, call_id=call.pk, choice=choice,
        price_micros=price_micros if choice == Choice.PRICE else None,
        reason=reason, by_id=actor.id, by_name=actor.shown_name[:120], made_at=clock.now(),
    )  # fmt: skip
    work_out_call(call=call)
    record(
        actor=actor, action="calls.bill_overridden", subject_kind="call", subject_id=str(call.pk),
        changes={"choice": str(choice), "price_micros": price_micros},
    )  # fmt: skip


def close_month(*, actor: Actor, month: date) -> None:
    """What is known by now is booked first. Raises NotAllowed, NothingToBill, MonthClosed, MonthNotOver, MonthBefore."""
    require(actor=actor, act="bill")
    ledger = locked_ledger()
    if ledger is None:
        raise NothingToBill("There are no billing rules yet.")
    if ledger.closed_until is not None and month <= ledger.closed_until:
        raise MonthClosed(f"The statement of {month:%B %Y} is closed already.")
    if month >= month_of(clock.now().astimezone(zone_here()).date()):
        raise MonthNotOver(f"{month:%B %Y} is not over yet.")
    behind = ledger.worked_out_number != ledger.rules_number
    work_out(since=_newest_start(ledger) if behind else None)
    before = first_open_before(month)
    if before is not None:
        raise MonthBefore(f"Close {before:%B %Y} first.")
    _close(actor, month)
    Ledger.objects.filter(pk=ledger.pk).update(closed_until=month)
    tell_of_statement(month=month)


def _ledger_for_rules(actor: Actor, rules: Sequence[Rule], *, starts_on: date, seen_number: int) -> Ledger:
    """Locked: nobody books or saves meanwhile."""
    require(actor=actor, act="bill")
    if found := problems(rules):
        raise RulesRefused([(place, str(problem)) for place, problem in found])
    ledger = _ledger_to_write()
    if ledger.rules_number != seen_number:
        raise ChangedMeanwhile("A colleague saved other rules meanwhile.")
    if ledger.closed_until is not None and month_of(starts_on) <= ledger.closed_until:
        raise MonthClosed(f"The statement of {starts_on:%B %Y} is closed.")
    return ledger


def _save(actor: Actor, ledger: Ledger, rules: Sequence[Rule], *, starts_on: date) -> int:
    ledger.rules_number += 1
    ledger.save(update_fields=["rules_number"])
    RuleBook.objects.create(
        organisation_id=ledger.organisation_id, number=ledger.rules_number, starts_on=starts_on,
        rules=frozen(rules), by_id=actor.id, by_name=actor.shown_name[:120], made_at=clock.now(),
    )  # fmt: skip
    record(
        actor=actor, action="calls.rules_saved", subject_kind="billing_rules", subject_id=str(ledger.rules_number),
        changes={"starts_on": starts_on.isoformat(), "rules": [str(one.kind) for one in rules]},
    )  # fmt: skip
    enqueue(job=WORK_OUT, organisation_id=ledger.organisation_id, arguments={"since": starts_on.isoformat()})
    return ledger.rules_number


def _ledger_to_write() -> Ledger:
    organisation_id = current_organisation_id()
    currency = get_organisation(organisation_id=organisation_id).currency
    Ledger.objects.get_or_create(organisation_id=organisation_id, defaults={"currency": currency})
    return Ledger.objects.select_for_update().get(organisation_id=organisation_id)


def _newest_start(ledger: Ledger) -> date:
    """Of all versions that no call was worked out by yet."""
    rows = RuleBook.objects.filter(organisation_id=ledger.organisation_id, number__gt=ledger.worked_out_number)
    return min(rows.values_list("starts_on", flat=True))


def _close(actor: Actor, month: date) -> None:
    sums = sums_of(month)
    rates = margins.frozen(rates_of_statement(month=month, currency=own_currency()))
    ClosedMonth.objects.create(
        organisation_id=current_organisation_id(), month=month, total_micros=sums.price_micros, calls=sums.calls,
        unpriced=sums.unpriced, unreconciled=sums.unreconciled, rates=rates, by_id=actor.id, by_name=actor.shown_name[:120],
        closed_at=clock.now(),
    )  # fmt: skip
    record(
        actor=actor, action="calls.month_closed", subject_kind="statement", subject_id=f"{month:%Y-%m}",
        changes={"total_micros": sums.price_micros, "calls": sums.calls, "unpriced": sums.unpriced, "rates": rates},
    )  # fmt: skip
