"""What other systems are told: ids, codes and lengths. Words, numbers and money they read over the API, by scope."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, Final

from baraza.capabilities.webhooks.emitting import Happening, emit
from baraza.lib.clock import now
from baraza.services.call_analytics.models import Call
from baraza.services.call_analytics.policies import CALL_ANALYZED, CALL_ENDED, CALL_WAITING, STATEMENT_CLOSED
from baraza.services.call_analytics.states import OVER

# What the back-fill brings from before is history: nobody waits for it.
NEWS: Final = timedelta(days=3)


def tell_of_calls(calls: Iterable[Call]) -> None:
    """In the transaction that saves them; each is told once: that it waits, of its end, of its analysis."""
    emit([happening for call in calls for happening in _of_call(call)])


def tell_of_statement(*, month: date) -> None:
    emit(
        [
            Happening(
                kind=STATEMENT_CLOSED,
                key=f"{STATEMENT_CLOSED}:{month:%Y-%m}",
                data={"month": f"{month:%Y-%m}"},
                at=now(),
            )
        ]
    )


def _of_call(call: Call) -> Iterator[Happening]:
    """Of one that waits for its agent no more than that: it may be another organisation's. It is told when the agent is there."""
    at = call.ended_at or call.at
    if at < now() - NEWS:
        return
    if call.agent_id is None:
        yield Happening(kind=CALL_WAITING, key=f"{CALL_WAITING}:{call.pk}", data=_waiting(call), at=call.at)
        return
    if call.state not in OVER:
        return
    yield Happening(kind=CALL_ENDED, key=f"{CALL_ENDED}:{call.pk}", data=_data(call), at=at)
    if call.sentiment or call.successful is not None:
        data = {**_data(call), "sentiment": call.sentiment, "successful": call.successful}
        yield Happening(kind=CALL_ANALYZED, key=f"{CALL_ANALYZED}:{call.pk}", data=data, at=now())


def _waiting(call: Call) -> dict[str, Any]:
    return {"id": call.pk, "agent_external_id": call.agent_external_id, "at": call.at.isoformat()}


def _data(call: Call) -> dict[str, Any]:
    return {
        "id": call.pk,
        "external_id": call.external_id,
        "agent_id": call.agent_id,
        "at": call.at.isoformat(),
        "direction": call.direction,
        "duration_ms": call.duration_ms,
        "state": call.state,
        "outcome": call.outcome,
    }
