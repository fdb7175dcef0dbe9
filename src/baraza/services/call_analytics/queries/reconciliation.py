"""What webhooks told against what the provider knows, day by day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncDate

from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock
from baraza.services.call_analytics.models import Backfill, Call, DayReport


@dataclass(frozen=True, kw_only=True)
class DayRow:
    """`at_provider` is None until the day was counted there; `repaired` came or was made whole by asking."""

    day: date
    at_provider: int | None
    here: int
    by_webhook: int
    repaired: int
    missing: int
    differing: int
    unfinished: int


@dataclass(frozen=True, kw_only=True)
class BackfillState:
    done_until: datetime | None
    last_success_at: datetime | None
    last_failure_at: datetime | None
    error: str
    under_way: bool


def reconciliation(*, connection_id: int, days: int = 14) -> list[DayRow]:
    """Newest first; days without any call are left out."""
    since = clock.now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=days - 1)
    calls = (
        Call.objects.filter(organisation_id=current_organisation_id(), connection_id=connection_id, at__gte=since)
        .exclude(agent=None)
        .annotate(day=TruncDate("at", tzinfo=UTC))
        .values("day")
        .annotate(
            here=Count("pk"),
            by_webhook=Count("pk", filter=Q(ended_heard_at__isnull=False) | Q(analyzed_heard_at__isnull=False)),
            repaired=Count("pk", filter=Q(repaired=True)),
            unfinished=Count("pk", filter=Q(state__in=("REGISTERED", "ONGOING"))),
        )
        .order_by()
    )
    counted: dict[date, Mapping[str, Any]] = {row["day"]: row for row in calls}
    told = {
        row.day: row
        for row in DayReport.objects.filter(
            organisation_id=current_organisation_id(), connection_id=connection_id, day__gte=since.date()
        )
    }
    return [_day(day, counted.get(day, {}), told.get(day)) for day in sorted({*counted, *told}, reverse=True)]


def backfill_state(*, connection_id: int) -> BackfillState | None:
    row = Backfill.objects.filter(organisation_id=current_organisation_id(), connection_id=connection_id).first()
    if row is None:
        return None
    return BackfillState(
        done_until=row.done_until,
        last_success_at=row.last_success_at,
        last_failure_at=row.last_failure_at,
        error=row.error,
        under_way=row.since is not None,
    )


def _day(day: date, counted: Mapping[str, Any], told: DayReport | None) -> DayRow:
    return DayRow(
        day=day,
        at_provider=told.at_provider if told else None,
        here=counted.get("here", 0),
        by_webhook=counted.get("by_webhook", 0),
        repaired=counted.get("repaired", 0),
        missing=told.missing if told else 0,
        differing=told.differing if told else 0,
        unfinished=counted.get("unfinished", 0),
    )
