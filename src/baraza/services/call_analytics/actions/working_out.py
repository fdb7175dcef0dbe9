"""Brings the ledger up to what is known of calls and rules: what differs is taken back and charged anew.

1. The ledger, locked. 2. Calls that no charge stands for as they are now; where minutes are included, from the first of them on through its month.
3. Batch by batch: the decision, beside the charge that stands. 4. Reversal and charge, in the month that is open.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from baraza.core.tenancy.rows import insert_rows, put_rows
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock
from baraza.services.call_analytics.models import Call, Ledger, LedgerEntry, Standing
from baraza.services.call_analytics.queries.billing_calls import (
    BATCH,
    Stretch,
    as_billed,
    by_number,
    in_turn,
    included_around,
    included_of_calls_that_are_gone,
    not_booked,
    standing_of,
    stretches_to_work_out,
    zone_here,
)
from baraza.services.call_analytics.queries.billing_rules import Decided, books, overrides_of
from baraza.services.call_analytics.rules.billing import Decision, Kind, decide, included_seconds
from baraza.services.call_analytics.rules.billing_books import Book, book_of
from baraza.services.call_analytics.rules.billing_months import booked_in, month_after, month_of, span_of

# What a charge says. Where one of these differs, it is taken back and made anew.
_SAID: Final = (
    "about_month", "day", "at", "agent_id", "duration_ms", "billable", "rule", "billed_seconds", "included_seconds",
    "price_micros", "cost_micros", "lines_micros", "cost_currency", "reason",
)  # fmt: skip
_COPIED: Final = (
    "organisation_id", "call_id", "external_id", "at", "day", "about_month", "agent_id", "agent_name", "client",
    "duration_ms", "billable", "rule", "rule_place", "rules_number", "cost_currency", "reconciled", "reason",
)  # fmt: skip
_TURNED: Final = ("billed_seconds", "included_seconds", "price_micros", "cost_micros", "lines_micros")


@dataclass(kw_only=True)
class _Work:
    """`used` counts the included seconds of the month that is being gone through."""

    zone: ZoneInfo
    books: tuple[Book, ...]
    closed_until: date | None
    now: datetime
    used_by_gone: Mapping[date, int] = field(default_factory=dict)
    used: int = 0
    booked: int = 0
    reversals: list[LedgerEntry] = field(default_factory=list)
    charges: list[LedgerEntry] = field(default_factory=list)
    standings: list[Standing] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)


def locked_ledger() -> Ledger | None:
    """Whoever books holds it until their transaction ends; None before there are rules."""
    return Ledger.objects.select_for_update().filter(organisation_id=current_organisation_id()).first()


def work_out(*, since: date | None = None) -> int:
    """The number of entries that were added. With `since`, of all calls from that day's month on: rules changed."""
    ledger, known = locked_ledger(), books()
    if ledger is None or not known:
        return 0
    work = _Work(zone=zone_here(), books=known, closed_until=ledger.closed_until, now=clock.now())
    first_day = min(one.starts_on for one in known)
    months: dict[date, Stretch | None] = {}
    if any(included_seconds(one.rules) for one in known):
        months |= stretches_to_work_out(first_day=first_day, zone=work.zone)
    if since is not None:
        months |= dict.fromkeys(_months_since(since, work))
    work.used_by_gone = included_of_calls_that_are_gone() if months else {}
    for month in sorted(months):
        _work_out_month(month, work, stretch=months[month])
    while waiting := not_booked(first_day=first_day, zone=work.zone):
        for place in range(0, len(waiting), BATCH):
            _work_out_calls(by_number(waiting[place : place + BATCH]), work)
    new = [one.starts_on for one in known if one.number > ledger.worked_out_number]
    if since is not None and all(since <= day for day in new):
        ledger.worked_out_number = ledger.rules_number
    ledger.worked_out_at = work.now
    ledger.save(update_fields=["worked_out_number", "worked_out_at"])
    return work.booked


def work_out_call(*, call: Call) -> int:
    """After somebody decided of it: with its month where minutes are included, else alone. The caller holds the ledger."""
    ledger, known = locked_ledger(), books()
    if ledger is None or not known:
        return 0
    work = _Work(zone=zone_here(), books=known, closed_until=ledger.closed_until, now=clock.now())
    if any(included_seconds(one.rules) for one in known):
        work.used_by_gone = included_of_calls_that_are_gone()
        month = month_of(call.at.astimezone(work.zone).date())
        _work_out_month(month, work, stretch=Stretch(first=call.at, last=call.at))
    else:
        _work_out_calls([call], work)
    return work.booked


def _months_since(since: date, work: _Work) -> set[date]:
    month, last, found = month_of(since), month_of(work.now.astimezone(work.zone).date()), set()
    while month <= last:
        found.add(month)
        month = month_after(month)
    return found


def _work_out_month(month: date, work: _Work, *, stretch: Stretch | None) -> None:
    """In the order of its calls; of a stretch until the minutes that are left are again those that were left before."""
    since, until = span_of(month, zone=work.zone)
    work.used = was = work.used_by_gone.get(month, 0)
    if stretch is not None:
        before, up_to_end = included_around(month=month, stretch=stretch)
        since, work.used, was = max(since, stretch.first), work.used + before, was + up_to_end
    for batch in in_turn(since=since, until=until):
        standing = _work_out_calls(batch, work)
        if stretch is None:
            continue
        behind = [one for one in batch if one.at > stretch.last and one.pk in standing]
        was += sum(standing[one.pk].entry.included_seconds for one in behind)
        if batch[-1].at > stretch.last and work.used == was:
            return


def _work_out_calls(calls: Iterable[Call], work: _Work) -> Mapping[int, Standing]:
    """What stood before."""
    several = list(calls)
    ids = [one.pk for one in several]
    standing, decided = standing_of(ids), overrides_of(ids)
    for call in several:
        _one(call, work, stands=standing.get(call.pk), decided=decided.get(call.pk))
    _write(work)
    return standing


def _one(call: Call, work: _Work, *, stands: Standing | None, decided: Decided | None) -> None:
    facts = as_billed(call, zone=work.zone)
    book = book_of(facts.day, work.books)
    if book is None:
        if stands is not None:
            work.reversals.append(_reversal(stands.entry, work))
            work.gone.append(call.pk)
        return
    if stands is not None and call.forgotten_at and decided is None and stands.entry.rule == Kind.TEST_NUMBERS:
        # The number by which it was left out is gone; without it the call would be charged.
        _stays(call, stands, work)
        return
    decision = decide(
        call=facts,
        rules=book.rules,
        included_left=included_seconds(book.rules) - work.used,
        override=decided.override if decided else None,
    )
    work.used += decision.included_seconds
    charge = _charge(call, decision, book=book, work=work, decided=decided)
    if stands is not None and all(getattr(stands.entry, name) == getattr(charge, name) for name in _SAID):
        _stays(call, stands, work)
        return
    if stands is not None:
        work.reversals.append(_reversal(stands.entry, work))
    work.charges.append(charge)
    work.standings.append(_standing(call, charge))


def _stays(call: Call, stands: Standing, work: _Work) -> None:
    if stands.call_version != call.version:
        work.standings.append(_standing(call, stands.entry))


def _charge(call: Call, decision: Decision, *, book: Book, work: _Work, decided: Decided | None) -> LedgerEntry:
    day = call.at.astimezone(work.zone).date()
    lines: int | None = getattr(call, "lines", None)
    agent = call.agent
    return LedgerEntry(
        organisation_id=call.organisation_id,
        kind=LedgerEntry.Kind.CHARGE,
        calls=1,
        month=booked_in(month_of(day), closed_until=work.closed_until),
        about_month=month_of(day),
        call_id=call.pk,
        external_id=call.external_id,
        at=call.at,
        day=day,
        agent_id=call.agent_id,
        agent_name=agent.name if agent else "",
        client=agent.client if agent else "",
        duration_ms=call.duration_ms,
        billable=decision.is_billable,
        rule=str(decision.rule),
        rule_place=decision.place,
        rules_number=book.number,
        billed_seconds=decision.billed_seconds,
        included_seconds=decision.included_seconds,
        price_micros=decision.price_micros,
        cost_micros=call.cost_micros,
        lines_micros=lines,
        cost_currency=call.currency,
        reconciled=call.cost_micros is None or call.cost_micros == (lines or 0),
        reason=decided.reason if decided else "",
        by_id=decided.by_id if decided else None,
        by_name=decided.by_name if decided else "",
        made_at=work.now,
    )


def _reversal(entry: LedgerEntry, work: _Work) -> LedgerEntry:
    values: dict[str, Any] = {name: getattr(entry, name) for name in _COPIED}
    values |= {name: None if getattr(entry, name) is None else -getattr(entry, name) for name in _TURNED}
    return LedgerEntry(
        **values,
        kind=LedgerEntry.Kind.REVERSAL,
        calls=-1,
        reverses=entry,
        month=booked_in(entry.month, closed_until=work.closed_until),
        made_at=work.now,
    )


def _standing(call: Call, entry: LedgerEntry) -> Standing:
    return Standing(
        call_id=call.pk, organisation_id=call.organisation_id, entry=entry, call_version=call.version
    )  # fmt: skip


def _write(work: _Work) -> None:
    insert_rows(rows=work.reversals)
    insert_rows(rows=work.charges, numbered=True)
    for standing in work.standings:
        # The charge has its number only now.
        standing.entry_id = standing.entry.pk
    put_rows(rows=work.standings)
    Standing.objects.filter(organisation_id=current_organisation_id(), call_id__in=work.gone).delete()
    work.booked += len(work.reversals) + len(work.charges)
    for done in (work.reversals, work.charges, work.standings, work.gone):
        done.clear()
