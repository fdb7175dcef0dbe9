"""Two systems that the agency's events went to: one is paused, one said that it is gone. Nothing leaves the demonstration."""

from datetime import timedelta
from typing import Any

from baraza.capabilities.webhooks.models import Delivery, Endpoint, Event, Try
from baraza.capabilities.webhooks.secrets import new_secret, sealed
from baraza.core.identity.actor import SYSTEM
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.clock import now
from baraza.services.call_analytics.policies import CALL_ANALYZED, CALL_ENDED, STATEMENT_CLOSED
from baraza.services.call_analytics.queries.filters import CallFilter
from baraza.services.call_analytics.queries.lists import CallRow, list_calls


def seed_webhooks() -> None:
    crm = _endpoint("Customer system of Karoo Dental", "https://crm.karoo-dental.example/hooks/calls", state="paused")
    old = _endpoint(
        "Reporting tool of last year", "https://reports.highveld.example/in", state="stopped", stopped_because="gone",
        failing_since=now() - timedelta(days=2),
    )  # fmt: skip
    newest, *others = list_calls(actor=SYSTEM, wanted=CallFilter(), at_most=8).rows
    for place, call in enumerate(reversed(others)):
        failed_once = [(503, "Down for maintenance until 14:00")] if place == 1 else []
        _told(crm, call, state="taken", tries=[*failed_once, (204, "")])
    _told(crm, newest, state="held")
    _told(old, others[0], state="failed", tries=[(410, "This address is gone for good.")])
    Endpoint.objects.filter(pk=crm.pk).update(taken_at=others[0].at + timedelta(minutes=4))


def _endpoint(name: str, url: str, **values: Any) -> Endpoint:
    return Endpoint.objects.create(
        organisation_id=current_organisation_id(), name=name, url=url,
        secrets_sealed=sealed(organisation_id=current_organisation_id(), current=new_secret()),
        events=[CALL_ANALYZED, CALL_ENDED, STATEMENT_CLOSED], **values,
    )  # fmt: skip


def _told(endpoint: Endpoint, call: CallRow, *, state: str, tries: list[tuple[int, str]] | None = None) -> None:
    here, at = {"organisation_id": current_organisation_id()}, call.at + timedelta(minutes=4)
    event, _ = Event.objects.get_or_create(
        **here, kind=CALL_ENDED, key=f"{CALL_ENDED}:{call.id}",
        defaults={
            "at": at,
            "data": {
                "id": call.id, "external_id": call.external_id, "agent_id": call.agent_id, "at": call.at.isoformat(),
                "direction": call.direction, "duration_ms": call.duration_ms, "state": call.state,
                "outcome": call.outcome,
            },
        },
    )  # fmt: skip
    tried = tries or []
    delivery = Delivery.objects.create(
        **here, endpoint=endpoint, event=event, state=state, tries=len(tried), at=at,
        last_status=tried[-1][0] if tried else None,
    )  # fmt: skip
    for place, (status, excerpt) in enumerate(tried):
        Try.objects.create(
            **here, delivery=delivery, at=at + timedelta(seconds=6 * place), duration_ms=140 + 35 * place,
            status=status, excerpt=excerpt,
        )  # fmt: skip
