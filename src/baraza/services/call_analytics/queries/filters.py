"""Which calls are wanted, in one record for lists, boards, exports and the API."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay

from baraza.core.identity.actor import SYSTEM, Actor
from baraza.core.organisations.queries import get_organisation
from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.call_analytics.models import Agent, Call, CallTag, Standing
from baraza.services.call_analytics.queries import words
from baraza.services.call_analytics.rules.dispositions import UNSETTLED
from baraza.services.call_analytics.rules.outcomes import ANSWERED, REACHED
from baraza.services.call_analytics.states import OVER


@dataclass(frozen=True, kw_only=True)
class CallFilter:
    """Everything is optional; `until` is exclusive. `priced` False finds the unpriced among those that are over.

    Of what may be several, a call fits when it is one of them; of none, all fit. The outcome REACHED stands for all of
    ANSWERED, the disposition UNSETTLED for none yet. `billable` goes by the charges that stand: before rules are worked
    out there are none. `text` is of the words. `weekday` (0 is Monday) and `hour` are those of the organisation's clock;
    `timed` are calls whose time to answer was told. `only_clients` is no wish but a limit, see `within`.
    """

    agent_ids: tuple[int, ...] = ()
    clients: tuple[str, ...] = ()
    direction: str = ""
    states: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    sentiments: tuple[str, ...] = ()
    shortest_ms: int | None = None
    longest_ms: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    priced: bool | None = None
    cheapest_micros: int | None = None
    dearest_micros: int | None = None
    billable: bool | None = None
    dispositions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    text: str = ""
    doubtful: bool = False
    weekday: int | None = None
    hour: int | None = None
    timed: bool | None = None
    only_clients: tuple[str, ...] = ()

    @property
    def asks_for_cost(self) -> bool:
        """Whoever may not see money may not find calls by it either; what is in doubt may be a sum."""
        return self.doubtful or (self.priced, self.cheapest_micros, self.dearest_micros) != (None, None, None)


def within(wanted: CallFilter, *, actor: Actor) -> CallFilter:
    """What a client's viewer wants is always of their own clients' calls."""
    return replace(wanted, only_clients=tuple(sorted(actor.clients)))


def readable_calls(*, actor: Actor) -> QuerySet[Call]:
    """Of the organisation in scope and of its own agents: what waits for an agent is read by nobody."""
    rows = Call.objects.filter(organisation_id=current_organisation_id(), agent__isnull=False)
    return rows.filter(agent_id__in=agents_seen(actor=actor).values("pk")) if actor.clients else rows


def agents_seen(*, actor: Actor) -> QuerySet[Agent]:
    """All of the organisation, or those that speak for the clients whose viewer this is."""
    rows = Agent.objects.filter(organisation_id=current_organisation_id())
    return rows.filter(client__in=actor.clients) if actor.clients else rows


def calls_wanted(wanted: CallFilter) -> QuerySet[Call]:
    exact: dict[str, Any] = {
        "agent_id__in": wanted.agent_ids or None,
        "direction": wanted.direction or None,
        "state__in": wanted.states or None,
        "outcome__in": outcomes_in(wanted) or None,
        "sentiment__in": wanted.sentiments or None,
        "duration_ms__gte": wanted.shortest_ms,
        "duration_ms__lte": wanted.longest_ms,
        "at__gte": wanted.since,
        "at__lt": wanted.until,
        "disposition__in": dispositions_in(wanted) or None,
        "cost_micros__gte": wanted.cheapest_micros,
        "cost_micros__lte": wanted.dearest_micros,
        "cost_micros__isnull": None if wanted.priced is None else not wanted.priced,
        "latency_p50_ms__isnull": None if wanted.timed is None else not wanted.timed,
    }
    rows = readable_calls(actor=SYSTEM).filter(**{name: value for name, value in exact.items() if value is not None})
    if wanted.priced is False:
        # Not by the moment of their end, which not every provider tells of every call.
        rows = rows.filter(state__in=sorted(OVER))
    if wanted.doubtful:
        rows = rows.exclude(doubts=[])
    return _beside(_by_the_clock(rows, wanted), wanted)


def outcomes_in(wanted: CallFilter) -> list[str]:
    reached = ANSWERED if REACHED in wanted.outcomes else frozenset()
    return sorted({*wanted.outcomes, *reached} - {REACHED})


def dispositions_in(wanted: CallFilter) -> list[str]:
    return sorted("" if one == UNSETTLED else one for one in wanted.dispositions)


def _by_the_clock(rows: QuerySet[Call], wanted: CallFilter) -> QuerySet[Call]:
    """As boards count them: by the moment at which a call began, where the organisation is."""
    if wanted.weekday is None and wanted.hour is None:
        return rows
    zone = ZoneInfo(get_organisation(organisation_id=current_organisation_id()).time_zone)
    if wanted.weekday is not None:
        rows = rows.annotate(weekday=ExtractIsoWeekDay("at", tzinfo=zone)).filter(weekday=wanted.weekday + 1)
    if wanted.hour is not None:
        rows = rows.annotate(hour=ExtractHour("at", tzinfo=zone)).filter(hour=wanted.hour)
    return rows


def _beside(rows: QuerySet[Call], wanted: CallFilter) -> QuerySet[Call]:
    """What stands in tables beside the call's own."""
    here = {"organisation_id": current_organisation_id()}
    for clients in filter(None, (wanted.clients, wanted.only_clients)):
        rows = rows.filter(agent_id__in=Agent.objects.filter(client__in=clients, **here).values("pk"))
    if wanted.tags:
        rows = rows.filter(pk__in=CallTag.objects.filter(name__in=wanted.tags, **here).values("call_id"))
    if wanted.billable is not None:
        charged = Standing.objects.filter(entry__billable=wanted.billable, **here)
        rows = rows.filter(pk__in=charged.values("call_id"))
    return words.narrowed(rows, text=wanted.text) if wanted.text else rows
