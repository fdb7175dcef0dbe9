"""Which calls are wanted, in one record for lists, boards, exports and the API."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.call_analytics.models import Call


@dataclass(frozen=True, kw_only=True)
class CallFilter:
    """Everything is optional; `until` is exclusive. `priced` False finds the unpriced among those that are over."""

    agent_id: int | None = None
    client: str = ""
    direction: str = ""
    state: str = ""
    outcome: str = ""
    sentiment: str = ""
    shortest_ms: int | None = None
    longest_ms: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    priced: bool | None = None
    doubtful: bool = False


def readable_calls() -> QuerySet[Call]:
    """Of the organisation in scope and of its own agents: what waits for an agent is read by nobody."""
    return Call.objects.filter(organisation_id=current_organisation_id(), agent__isnull=False)


def calls_wanted(wanted: CallFilter) -> QuerySet[Call]:
    exact: dict[str, Any] = {
        "agent_id": wanted.agent_id,
        "agent__client": wanted.client or None,
        "direction": wanted.direction or None,
        "state": wanted.state or None,
        "outcome": wanted.outcome or None,
        "sentiment": wanted.sentiment or None,
        "duration_ms__gte": wanted.shortest_ms,
        "duration_ms__lte": wanted.longest_ms,
        "at__gte": wanted.since,
        "at__lt": wanted.until,
        "cost_micros__isnull": None if wanted.priced is None else not wanted.priced,
    }
    rows = readable_calls().filter(**{name: value for name, value in exact.items() if value is not None})
    if wanted.priced is False:
        rows = rows.filter(ended_at__isnull=False)
    return rows.exclude(doubts=[]) if wanted.doubtful else rows
