"""The back-fill's passes: where the next page begins, what a pass found, and what went wrong meanwhile."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock
from baraza.messaging.voice import CallsWanted
from baraza.services.call_analytics.models import Agent, Backfill, DayReport

# What began a moment ago is told by webhooks first.
GRACE: Final = timedelta(minutes=5)
# A call that is listed late, because it began before the last pass ended.
OVERLAP: Final = timedelta(hours=1)
DEEP_EVERY: Final = timedelta(hours=24)
DEEP_DAYS: Final = 3
FIRST_DAYS: Final = 90


@dataclass(frozen=True, kw_only=True)
class Step:
    """What to ask next; `agent_ids` is empty where there is nobody to ask about."""

    wanted: CallsWanted
    deep: bool


def next_step(*, connection: ConnectionFacts) -> Step | None:
    """Goes on with the pass that is under way, or begins one; None when there is no agent to ask about."""
    agent_ids = tuple(
        Agent.objects.filter(organisation_id=connection.organisation_id, connection_id=connection.id, archived_at=None)
        .order_by("pk")
        .values_list("external_id", flat=True)
    )
    if not agent_ids:
        return None
    row = _row(connection.id)
    if row.since is None or row.until is None:
        _begin(row)
    if row.since is None or row.until is None or row.since >= row.until:
        return None
    return Step(
        wanted=CallsWanted(agent_ids=agent_ids, since=row.since, until=row.until, cursor=row.cursor, legacy=row.legacy),
        deep=row.deep,
    )


def page_kept(*, connection: ConnectionFacts, next_cursor: str, days: Counter[date]) -> bool:
    """In the transaction that keeps the page. Whether there is a further one."""
    row = _row(connection.id)
    if row.deep:
        row.counts = _added(row.counts, days)
    row.cursor, row.last_success_at, row.error = next_cursor, clock.now(), ""
    if not next_cursor:
        _end(row)
    row.save()
    return bool(next_cursor)


def go_on_the_older_way(*, connection: ConnectionFacts) -> None:
    row = _row(connection.id)
    row.legacy, row.cursor, row.counts = True, "", {}
    row.save()


def pass_failed(*, connection_id: int, why: str) -> None:
    """The pass stays where it is: the next attempt goes on from there, be it after a day."""
    row = _row(connection_id)
    row.last_failure_at, row.error = clock.now(), why[:300]
    row.save()


def begin_anew(*, connection: ConnectionFacts, since: datetime) -> None:
    """For a new agent, whose past is not known: a deep pass over it."""
    row = _row(connection.id)
    row.since, row.until, row.cursor, row.deep, row.counts = since, clock.now() - GRACE, "", True, {}
    row.save()


def _begin(row: Backfill) -> None:
    now = clock.now()
    row.until, row.cursor, row.counts = now - GRACE, "", {}
    is_first = row.done_until is None
    row.deep = is_first or row.deep_done_at is None or now - row.deep_done_at >= DEEP_EVERY
    since = now - timedelta(days=FIRST_DAYS) if row.done_until is None else row.done_until - OVERLAP
    if row.deep:
        since = min(since, now - timedelta(days=DEEP_DAYS))
        # Whole days, so that they can be counted.
        since = since.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    row.since = since
    row.save()


def _end(row: Backfill) -> None:
    """A day is counted when it is over, and only then."""
    now = clock.now()
    if row.deep and row.since is not None and row.until is not None:
        _count_days(row, now)
        row.deep_done_at = now
    row.done_until = max(filter(None, (row.done_until, row.until)), default=None)
    row.since = row.until = None
    row.counts = {}


def _count_days(row: Backfill, now: datetime) -> None:
    assert row.since is not None
    assert row.until is not None
    first, last = row.since.astimezone(UTC).date(), row.until.astimezone(UTC).date()
    DayReport.objects.bulk_create(
        [
            DayReport(
                connection_id=row.connection_id,
                organisation_id=row.organisation_id,
                day=day,
                at_provider=int(row.counts.get(day.isoformat(), 0)),
                checked_at=now,
            )
            for day in (first + timedelta(days=number) for number in range((last - first).days))
        ],
        update_conflicts=True,
        unique_fields=["connection", "day"],
        update_fields=["at_provider", "checked_at"],
    )


def _added(counts: dict[str, int], days: Counter[date]) -> dict[str, int]:
    return {**counts, **{day.isoformat(): counts.get(day.isoformat(), 0) + more for day, more in days.items()}}


def _row(connection_id: int) -> Backfill:
    Backfill.objects.get_or_create(connection_id=connection_id, defaults={"organisation_id": current_organisation_id()})
    return Backfill.objects.select_for_update(of=("self",)).get(connection_id=connection_id)
