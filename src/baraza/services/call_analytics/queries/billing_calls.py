"""Calls as they are billed: batch by batch in the order in which they began, whatever their number."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import TruncMonth

from baraza.core.identity.actor import SYSTEM
from baraza.core.organisations.queries import get_organisation
from baraza.core.tenancy.planning import many_rows_expected
from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.call_analytics.models import Call, CostLine, LedgerEntry, Standing
from baraza.services.call_analytics.queries.filters import readable_calls
from baraza.services.call_analytics.rules.billing import CallToBill
from baraza.services.call_analytics.rules.billing_months import starts_at
from baraza.services.call_analytics.rules.outcomes import Outcome
from baraza.services.call_analytics.states import OVER

BATCH = 2_000
# Numbers of calls that wait to be booked, held in memory together; the rest are asked for afterwards.
MOST_AT_ONCE = 100_000


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """Of a month: from the first to the last moment at which a call is not booked as it is."""

    first: datetime
    last: datetime


def zone_here() -> ZoneInfo:
    return ZoneInfo(get_organisation(organisation_id=current_organisation_id()).time_zone)


def calls_over() -> QuerySet[Call]:
    """With `lines`, what the provider's lines come to; None without any."""
    summed = (
        CostLine.objects.filter(call=OuterRef("pk")).order_by().values("call").annotate(all=Sum("cost_micros"))
    ).values("all")
    return readable_calls(actor=SYSTEM).filter(state__in=OVER).select_related("agent").annotate(lines=Subquery(summed))


def in_turn(*, since: datetime, until: datetime) -> Iterator[list[Call]]:
    """Each batch is one question from the place where the last one ended: no more than one is held."""
    rows = calls_over().filter(at__gte=since, at__lt=until).order_by("at", "pk")
    batch = list(rows[:BATCH])
    while batch:
        yield batch
        last = batch[-1]
        batch = list(rows.filter(at__gte=last.at).exclude(Q(at=last.at) & Q(pk__lte=last.pk))[:BATCH])


def by_number(numbers: Sequence[int]) -> list[Call]:
    return list(calls_over().filter(pk__in=numbers).order_by("at", "pk"))


def not_booked(*, first_day: date, zone: ZoneInfo) -> list[int]:
    """In the order of their beginning: those that left the rules' time, then those that are new or changed since."""
    begins, over = starts_at(first_day, zone=zone), readable_calls(actor=SYSTEM).filter(state__in=OVER)
    with many_rows_expected():
        left = over.filter(_booked(), at__lt=begins).order_by("at", "pk").values_list("pk", flat=True)
        new = over.filter(~_booked_as_it_is(), at__gte=begins).order_by("at", "pk").values_list("pk", flat=True)
        return [*left[:MOST_AT_ONCE], *new[:MOST_AT_ONCE]]


def stretches_to_work_out(*, first_day: date, zone: ZoneInfo) -> dict[date, Stretch]:
    """Of what is not booked: by the months they are in, and those that they were in when they were booked."""
    begins, over = starts_at(first_day, zone=zone), readable_calls(actor=SYSTEM).filter(state__in=OVER).order_by()
    changed = over.filter(Q(at__lt=begins) | ~Q(version=OuterRef("call_version")), pk=OuterRef("call_id"))
    before = Standing.objects.filter(Exists(changed), organisation_id=current_organisation_id())
    found: dict[date, Stretch] = {}
    with many_rows_expected():
        was = before.values("entry__about_month").annotate(first=Min("entry__at"), last=Max("entry__at")).order_by()
        for row in was:
            _widen(found, row["entry__about_month"], row["first"], row["last"])
        new = over.filter(~_booked_as_it_is(), at__gte=begins)
        for waiting in (over.filter(_booked(), at__lt=begins), new):
            by_month = waiting.annotate(month=TruncMonth("at", tzinfo=zone)).values_list("month")
            for at, first, last in by_month.annotate(first=Min("at"), last=Max("at")).values_list(
                "month", "first", "last"
            ):
                _widen(found, at.astimezone(zone).date(), first, last)
    return found


def _widen(found: dict[date, Stretch], month: date, first: datetime, last: datetime) -> None:
    known = found.get(month)
    found[month] = Stretch(
        first=min(first, known.first) if known else first, last=max(last, known.last) if known else last
    )  # fmt: skip


def included_around(*, month: date, stretch: Stretch) -> tuple[int, int]:
    """Seconds that the month's standing charges include: before the stretch, and up to its end. Calls that are gone
    are left out, see below.
    """
    here = Exists(Call.objects.filter(pk=OuterRef("call_id")))
    rows = Standing.objects.filter(
        here, organisation_id=current_organisation_id(), entry__month__gte=month, entry__about_month=month,
        entry__included_seconds__gt=0, entry__at__lte=stretch.last,
    )  # fmt: skip
    with many_rows_expected():
        sums = rows.aggregate(
            before=Sum("entry__included_seconds", filter=Q(entry__at__lt=stretch.first)),
            until=Sum("entry__included_seconds"),
        )
    return int(sums["before"] or 0), int(sums["until"] or 0)


def _booked() -> Exists:
    return Exists(Standing.objects.filter(organisation_id=current_organisation_id(), call_id=OuterRef("pk")))


def _booked_as_it_is() -> Exists:
    mine = Standing.objects.filter(organisation_id=current_organisation_id(), call_id=OuterRef("pk"))
    return Exists(mine.filter(call_version=OuterRef("version")))


def as_billed(call: Call, *, zone: ZoneInfo) -> CallToBill:
    return CallToBill(
        agent_id=call.agent_id or 0,
        from_number=call.from_number,
        to_number=call.to_number,
        voicemail=call.outcome == Outcome.VOICEMAIL,
        day=call.at.astimezone(zone).date(),
        milliseconds=call.duration_ms,
    )


def standing_of(call_ids: list[int]) -> dict[int, Standing]:
    """Asked table by table: a join could go through the whole ledger for each call (see `many_rows_expected`)."""
    here = current_organisation_id()
    found = list(Standing.objects.filter(organisation_id=here, call_id__in=call_ids))
    entries = LedgerEntry.objects.filter(organisation_id=here).in_bulk([one.entry_id for one in found])
    for one in found:
        one.entry = entries[one.entry_id]
    return {one.call_id: one for one in found}


def included_of_calls_that_are_gone() -> dict[date, int]:
    """By the month of the call: its charge stands when retention has removed it, and its minutes stay used."""
    mine = Standing.objects.filter(organisation_id=current_organisation_id())
    gone = mine.filter(~Exists(Call.objects.filter(pk=OuterRef("call_id"))), entry__included_seconds__gt=0)
    with many_rows_expected():
        return dict(gone.values_list("entry__about_month").annotate(all=Sum("entry__included_seconds")).order_by())
