"""Calls as they are billed: batch by batch in the order in which they began, whatever their number."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum

from baraza.core.organisations.queries import get_organisation
from baraza.core.tenancy.planning import many_rows_expected
from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.call_analytics.models import Call, CostLine, LedgerEntry, Standing
from baraza.services.call_analytics.queries.filters import readable_calls
from baraza.services.call_analytics.rules.billing import CallToBill
from baraza.services.call_analytics.rules.billing_months import month_of, starts_at
from baraza.services.call_analytics.rules.outcomes import Outcome
from baraza.services.call_analytics.states import OVER

BATCH = 2_000


def zone_here() -> ZoneInfo:
    return ZoneInfo(get_organisation(organisation_id=current_organisation_id()).time_zone)


def calls_over() -> QuerySet[Call]:
    """With `lines`, what the provider's lines come to; None without any."""
    summed = (
        CostLine.objects.filter(call=OuterRef("pk")).order_by().values("call").annotate(all=Sum("cost_micros"))
    ).values("all")
    return readable_calls().filter(state__in=OVER).select_related("agent").annotate(lines=Subquery(summed))


def in_turn(*, since: datetime, until: datetime) -> Iterator[list[Call]]:
    """Each batch is one question from the place where the last one ended: no more than one is held."""
    rows = calls_over().filter(at__gte=since, at__lt=until).order_by("at", "pk")
    batch = list(rows[:BATCH])
    while batch:
        yield batch
        last = batch[-1]
        batch = list(rows.filter(at__gte=last.at).exclude(Q(at=last.at) & Q(pk__lte=last.pk))[:BATCH])


def not_booked(*, first_day: date, zone: ZoneInfo) -> QuerySet[Call]:
    """New, or changed since: those that no charge of this state of theirs stands for, and those that left the rules' time."""
    mine = Standing.objects.filter(organisation_id=current_organisation_id(), call_id=OuterRef("pk"))
    begins = starts_at(first_day, zone=zone)
    return calls_over().filter(
        (Q(at__gte=begins) & ~Exists(mine.filter(call_version=OuterRef("version")))) | (Q(at__lt=begins) & Exists(mine))
    )


def months_to_work_out(*, first_day: date, zone: ZoneInfo) -> set[date]:
    """Of what is not booked: the months they are in, and those that they were in when they were booked."""
    waiting = not_booked(first_day=first_day, zone=zone).order_by()
    months = {month_of(at.astimezone(zone).date()) for at in waiting.values_list("at", flat=True).iterator()}
    before = LedgerEntry.objects.filter(
        organisation_id=current_organisation_id(),
        pk__in=Standing.objects.filter(call_id__in=waiting.values("pk")).values("entry_id"),
    )
    return months | set(before.values_list("about_month", flat=True).distinct())


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
    rows = Standing.objects.filter(organisation_id=current_organisation_id(), call_id__in=call_ids)
    return {one.call_id: one for one in rows.select_related("entry")}


def included_of_calls_that_are_gone() -> dict[date, int]:
    """By the month of the call: its charge stands when retention has removed it, and its minutes stay used."""
    mine = Standing.objects.filter(organisation_id=current_organisation_id())
    gone = mine.filter(~Exists(Call.objects.filter(pk=OuterRef("call_id"))), entry__included_seconds__gt=0)
    with many_rows_expected():
        return dict(gone.values_list("entry__about_month").annotate(all=Sum("entry__included_seconds")).order_by())
