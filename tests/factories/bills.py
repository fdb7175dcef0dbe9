"""Calls that are over, as billing sees them, and who bills them."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.factories.calls import a_voice_connection, an_agent
from tests.factories.core import make_member, make_organisation

from baraza.core.identity.actor import Actor
from baraza.services.call_analytics.actions.billing import save_rules
from baraza.services.call_analytics.actions.working_out import work_out
from baraza.services.call_analytics.models import Call, CostLine
from baraza.services.call_analytics.rules.billing import Kind, Rule

_numbers = itertools.count(1)
JANUARY, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
RATE = Rule(kind=Kind.RATE, amount=60_000_000)


@dataclass(frozen=True, kw_only=True)
class Agency:
    """`first` and `second` are agents."""

    organisation_id: int
    connection_id: int
    first: int
    second: int
    admin: Actor


def an_agency(*, time_zone: str = "Africa/Johannesburg", currency: str = "USD") -> Agency:
    organisation_id = make_organisation(time_zone=time_zone, currency=currency, services=("call_analytics",)).id
    connection = a_voice_connection(organisation_id=organisation_id)
    admin = make_member(organisation_id=organisation_id, role="org_admin")
    agents = [
        an_agent(connection=connection, external_id=f"agent_bill_{next(_numbers)}", actor=admin, client=client)
        for client in ("Karoo Dental", "Highveld Energy")
    ]
    return Agency(
        organisation_id=organisation_id, connection_id=connection.id, first=agents[0], second=agents[1], admin=admin
    )


def a_finished_call(agency: Agency, *, at: datetime, seconds: int | None = 60, **values: Any) -> Call:
    """In the scope of the caller. `lines` are the provider's, in millionths of a cent; by default one of the total."""
    cost = values.pop("cost_micros", 12_500_000)
    lines: Sequence[int | None] = values.pop("lines", () if cost is None else (cost,))
    call = Call.objects.create(
        **{
            "organisation_id": agency.organisation_id,
            "connection_id": agency.connection_id,
            "agent_id": agency.first,
            "source": "voice.retell",
            "external_id": f"call_bill_{next(_numbers)}",
            "from_number": "+27825550001",
            "to_number": "+27100000101",
            "at": at,
            "first_heard_at": at,
            "started_at": at,
            "ended_at": at + timedelta(seconds=seconds or 0),
            "duration_ms": None if seconds is None else seconds * 1000,
            "state": "ENDED",
            "outcome": "successful",
            "cost_micros": cost,
            "currency": "" if cost is None else "USD",
            **values,
        }
    )
    CostLine.objects.bulk_create(
        CostLine(organisation_id=agency.organisation_id, call=call, position=at, product="voice", cost_micros=one)
        for at, one in enumerate(lines)
    )
    return call


def rules_are(agency: Agency, *rules: Rule, starts_on: date = date(2026, 1, 1), seen_number: int = 0) -> int:
    """Saved and worked out, as the job does."""
    number = save_rules(actor=agency.admin, rules=rules, starts_on=starts_on, seen_number=seen_number)
    work_out(since=starts_on)
    return number


def noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC)
