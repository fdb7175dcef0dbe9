"""Takes what is told of calls, once each: by webhooks one by one, by the back-fill page by page."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from django.db import IntegrityError, transaction

from baraza.capabilities.live.actions import publish
from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.jobs.queue import enqueue
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock
from baraza.messaging.voice import ASKED, CallEvent
from baraza.services.call_analytics import models
from baraza.services.call_analytics.actions.forgetting import forget_told_late
from baraza.services.call_analytics.actions.hearing import facts_of
from baraza.services.call_analytics.actions.telling import Told, raw_of, tell
from baraza.services.call_analytics.notices.webhooks import tell_of_calls
from baraza.services.call_analytics.states import State

FETCH_RECORDINGS = "calls.fetch_recordings"
_RECORDING_BATCH = 200


def take_event(*, connection: ConnectionFacts, event: CallEvent) -> None:
    """1. the call, locked; 2. the event, once; 3. what it tells; 4. its agent; 5. its recording, soon.

    In the transaction of the inbound event: all of it or nothing.
    """
    received_at = clock.now()
    told = _locked(connection, event, received_at)
    if told.call.pk and models.CallEvent.objects.filter(call=told.call, key=event.key).exists():
        return
    if told.call.forgotten_at:
        forget_told_late(external_id=told.call.external_id)
        return
    before = told.call.stage, told.call.state
    tell(told=told, event=event, received_at=received_at)
    _find_agent(told.call, path_agent=event.agent_of_path)
    save(told=told)
    keep_event(told=told, event=event, received_at=received_at)
    want_recordings([told])
    tell_of_calls([told.call])
    if told.call.agent_id and before != (told.call.stage, told.call.state):
        # Not for each word: telling open pages makes commits wait for each other.
        publish(kind="calls.told", subject=str(told.call.pk), facts=facts_of(told.call))


def save(*, told: Told) -> None:
    """The call with its detail and cost lines; the caller holds its lock."""
    call = told.call
    call.version += 1
    call.save()
    told.detail.call = call
    told.detail.save()
    if told.lines is not None:
        models.CostLine.objects.filter(call=call).delete()
        for line in told.lines:
            line.call = call
        models.CostLine.objects.bulk_create(told.lines)


def keep_event(*, told: Told, event: CallEvent, received_at: datetime) -> None:
    models.CallEvent.objects.create(**event_values(event, received_at), call=told.call)


def event_values(event: CallEvent, received_at: datetime) -> dict[str, object]:
    raw, cut = raw_of(event)
    by_webhook = event.event != ASKED
    return {
        "organisation_id": current_organisation_id(),
        # What we asked for has no name of its own, and may be told anew any day.
        "key": event.key if by_webhook else f"{event.key}:{uuid4().hex}",
        "event": event.event,
        "by_webhook": by_webhook,
        "signed_at": event.signed_at,
        "received_at": received_at,
        "raw": raw,
        "cut": cut,
    }


def want_recordings(several: Sequence[Told]) -> None:
    """Their addresses expire: those that are new are fetched at once, in jobs of some hundred."""
    told_of = {(told.call.pk, kind): url for told in several for kind, url in (told.recordings or {}).items()}
    if not told_of:
        return
    calls = [call_id for call_id, _ in told_of]
    known = models.Recording.objects.filter(call_id__in=calls).values_list("call_id", "kind")
    known_pairs = set(known)
    # One that is known stays: it was fetched or refused, or is being fetched from an address that holds as long.
    wanted = [
        models.Recording(
            organisation_id=current_organisation_id(), call_id=key[0], kind=key[1], url=url, next_try_at=clock.now()
        )
        for key, url in told_of.items()
        if key not in known_pairs
    ]
    models.Recording.objects.bulk_create(wanted, ignore_conflicts=True)
    calls = sorted({one.call_id for one in wanted})
    for first in range(0, len(calls), _RECORDING_BATCH):
        enqueue(
            job=FETCH_RECORDINGS,
            organisation_id=current_organisation_id(),
            arguments={"call_ids": list(calls[first : first + _RECORDING_BATCH])},
        )


def new_told(*, connection: ConnectionFacts, external_id: str, received_at: datetime) -> Told:
    call = models.Call(
        organisation_id=connection.organisation_id,
        connection_id=connection.id,
        source=connection.source,
        external_id=external_id,
        at=received_at,
        first_heard_at=received_at,
        state=State.REGISTERED,
    )
    return Told(call=call, detail=models.CallDetail(organisation_id=connection.organisation_id))


def _locked(connection: ConnectionFacts, event: CallEvent, received_at: datetime) -> Told:
    found = _find(connection, event)
    if found is not None:
        return found
    made = new_told(connection=connection, external_id=event.call.external_id, received_at=received_at)
    try:
        with transaction.atomic():
            made.call.outcome = "under_way"
            made.call.save()
    except IntegrityError:
        # The back-fill brought it this moment.
        found = _find(connection, event)
        if found is None:
            raise
        return found
    return made


def _find(connection: ConnectionFacts, event: CallEvent) -> Told | None:
    call = (
        models.Call.objects.select_for_update(of=("self",))
        .select_related("agent")
        .filter(
            organisation_id=connection.organisation_id, source=connection.source, external_id=event.call.external_id
        )
        .first()
    )
    if call is None:
        return None
    detail = models.CallDetail.objects.filter(call=call).first()
    return Told(call=call, detail=detail or models.CallDetail(organisation_id=call.organisation_id))


def _find_agent(call: models.Call, *, path_agent: str) -> None:
    """Without an agent of ours the call waits where nobody reads it: it may be another organisation's."""
    if call.agent_id is not None:
        return
    call.agent_external_id = call.agent_external_id or path_agent
    call.agent = models.Agent.objects.filter(
        organisation_id=call.organisation_id, source=call.source, external_id=call.agent_external_id
    ).first()
