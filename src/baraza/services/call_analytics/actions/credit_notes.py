"""Credit notes: something is taken off what a client, or one call, was charged; numbered, with a reason."""

from datetime import date

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.lib import clock
from baraza.services.call_analytics.actions.errors import CallOfAnother, CreditTooLarge, NothingToBill
from baraza.services.call_analytics.actions.working_out import locked_ledger
from baraza.services.call_analytics.models import Ledger, LedgerEntry
from baraza.services.call_analytics.policies import require
from baraza.services.call_analytics.queries.credits import charge_of, left_of_call, left_of_month
from baraza.services.call_analytics.queries.one import CallUnknown
from baraza.services.call_analytics.rules.billing_months import booked_in


def write_credit_note(
    *, actor: Actor, month: date, amount_micros: int, reason: str, client: str = "", external_id: str = ""
) -> int:
    """Its number. It stands in the month it is about while that is open, else in the first open one, and in the
    client's part: the one given, else that of the call. Without both it is in nobody's part.

    Raises NotAllowed, NothingToBill, CallUnknown, CallOfAnother, CreditTooLarge.
    """
    require(actor=actor, act="bill")
    ledger = locked_ledger()
    if ledger is None:
        raise NothingToBill("There are no billing rules yet.")
    call = _charged(month, external_id) if external_id else None
    if call is not None and client not in {"", call.client}:
        raise CallOfAnother(f"Call {external_id} is one of {call.client or 'no client'}.")
    client = call.client if call is not None else client
    left = [left_of_month(month=month)]
    left += [left_of_month(month=month, client=client)] if client else []
    left += [left_of_call(external_id=external_id)] if call is not None else []
    if not 0 < amount_micros <= min(left):
        raise CreditTooLarge("That is more than what was charged comes to.")
    return _write(actor, ledger, month=month, amount_micros=amount_micros, reason=reason, client=client, call=call)


def _charged(month: date, external_id: str) -> LedgerEntry:
    row = charge_of(month=month, external_id=external_id)
    if row is None:
        raise CallUnknown(f"No call {external_id} was charged in {month:%B %Y}.")
    return row


def _write(
    actor: Actor, ledger: Ledger, *, month: date, amount_micros: int, reason: str, client: str, call: LedgerEntry | None
) -> int:
    ledger.credit_notes += 1
    ledger.save(update_fields=["credit_notes"])
    LedgerEntry.objects.create(
        organisation_id=ledger.organisation_id, kind=LedgerEntry.Kind.CREDIT, calls=0,
        credit_number=ledger.credit_notes, month=booked_in(month, closed_until=ledger.closed_until),
        about_month=month, call_id=call.call_id if call else None, external_id=call.external_id if call else "",
        at=call.at if call else None, day=call.day if call else None,
        agent_id=call.agent_id if call else None, agent_name=call.agent_name if call else "",
        client=client, billable=True, rule="credit", billed_seconds=0, included_seconds=0,
        price_micros=-amount_micros, reason=reason, by_id=actor.id, by_name=actor.shown_name[:120], made_at=clock.now(),
    )  # fmt: skip
    record(
        actor=actor, action="calls.credit_note_written", subject_kind="credit_note",
        subject_id=str(ledger.credit_notes), changes={"month": f"{month:%Y-%m}", "amount_micros": amount_micros},
    )  # fmt: skip
    return ledger.credit_notes
