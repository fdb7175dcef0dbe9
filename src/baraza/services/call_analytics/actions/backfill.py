"""What asking the provider brings: a page of calls kept at once, calls that were only half known made whole."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime

from django.db.models import F

from baraza.capabilities.live.actions import publish
from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.jobs.queue import enqueue
from baraza.core.tenancy.rows import insert_absent, insert_rows, put_rows
from baraza.lib import clock
from baraza.messaging.voice import ASKED, CallEvent
from baraza.services.call_analytics import models
from baraza.services.call_analytics.actions.ingest import event_values, new_told, want_recordings
from baraza.services.call_analytics.actions.telling import Told, facts_now, tell
from baraza.services.call_analytics.notices.webhooks import tell_of_calls
from baraza.services.call_analytics.states import OVER, State

COMPLETE = "calls.complete"
_COMPLETE_BATCH = 50


def keep_page(*, connection: ConnectionFacts, events: Sequence[CallEvent]) -> Counter[date]:
    """New calls in a few statements, known ones only where something differs. Returns how many per day, in UTC."""
    received_at = clock.now()
    agents = {
        one.external_id: one
        for one in models.Agent.objects.filter(organisation_id=connection.organisation_id, source=connection.source)
    }
    by_id = {event.call.external_id: event for event in events if event.call.agent_id in agents}
    known = _known(connection, list(by_id))
    fresh = {one: event for one, event in by_id.items() if one not in known}
    made, told_meanwhile = _make(connection, fresh, agents, received_at)
    known |= _known(connection, told_meanwhile)
    differing = _correct(known, by_id, received_at)
    _report(connection, made=made, differing=differing, agents=agents, at=received_at)
    want_recordings([*made, *known.values()])
    _want_words(connection, [*made, *known.values()])
    tell_of_calls(told.call for told in [*made, *differing])
    if made or differing:
        publish(kind="calls.told", subject="", facts={"calls": len(made) + len(differing)})
    return Counter(day_of(event.call.started_at or received_at) for event in by_id.values())


def complete_calls(*, connection: ConnectionFacts, events: Sequence[CallEvent]) -> None:
    """All that the provider knows of each, its words included; there will be no more of them."""
    received_at = clock.now()
    by_id = {event.call.external_id: event for event in events}
    known = {name: told for name, told in _known(connection, list(by_id)).items() if not told.call.forgotten_at}
    changed = []
    for external_id, told in known.items():
        before, had_words = facts_now(told.call), told.detail.words_final
        tell(told=told, event=by_id[external_id], received_at=received_at)
        if told.call.state in OVER:
            told.detail.words_final = True
        if before != facts_now(told.call) or not had_words:
            changed.append(told)
    _save(changed, by_id, received_at)
    want_recordings(list(known.values()))
    tell_of_calls(told.call for told in known.values())


def day_of(at: datetime) -> date:
    return at.astimezone(UTC).date()


def _known(connection: ConnectionFacts, external_ids: list[str]) -> dict[str, Told]:
    """Locked in the order of their ids, so that two never wait for each other."""
    calls = list(
        models.Call.objects.select_for_update()
        .filter(organisation_id=connection.organisation_id, source=connection.source, external_id__in=external_ids)
        .order_by("pk")
    )
    details = models.CallDetail.objects.in_bulk([one.pk for one in calls])
    return {
        one.external_id: Told(
            call=one,
            detail=details.get(one.pk) or models.CallDetail(organisation_id=one.organisation_id),
        )
        for one in calls
    }


def _make(
    connection: ConnectionFacts,
    fresh: dict[str, CallEvent],
    agents: dict[str, models.Agent],
    received_at: datetime,
) -> tuple[list[Told], list[str]]:
    """Those that were made, and the ids of those that a webhook told of this moment."""
    several = []
    for external_id, event in fresh.items():
        told = new_told(connection=connection, external_id=external_id, received_at=received_at)
        tell(told=told, event=event, received_at=received_at)
        told.call.agent, told.call.repaired = agents[event.call.agent_id], event.event == ASKED
        several.append(told)
    told_meanwhile = insert_absent(rows=[told.call for told in several], known_by="external_id")
    made = [told for told in several if told.call.pk is not None]
    for told in made:
        told.detail.call = told.call
    insert_rows(rows=[told.detail for told in made])
    _add_lines_and_events(made, fresh, received_at)
    return made, told_meanwhile


def _correct(known: dict[str, Told], by_id: dict[str, CallEvent], received_at: datetime) -> list[Told]:
    differing, same = list[Told](), list[Told]()
    for external_id, told in known.items():
        before = facts_now(told.call)
        if not told.call.forgotten_at:
            tell(told=told, event=by_id[external_id], received_at=received_at)
        (same if before == facts_now(told.call) else differing).append(told)
    _save(differing, by_id, received_at)
    models.Call.objects.filter(pk__in=[told.call.pk for told in same]).update(asked_at=received_at)
    return differing


def _save(changed: list[Told], by_id: dict[str, CallEvent], received_at: datetime) -> None:
    """As `ingest.save` with its event does for one: calls that are known, whose locks are held."""
    for told in changed:
        told.call.version += 1
        told.call.repaired = True
        told.detail.call = told.call
    put_rows(rows=[told.call for told in changed])
    put_rows(rows=[told.detail for told in changed])
    again = [told.call.pk for told in changed if told.lines is not None]
    models.CostLine.objects.filter(call_id__in=again).delete()
    _add_lines_and_events(changed, by_id, received_at)


def _add_lines_and_events(several: list[Told], by_id: dict[str, CallEvent], received_at: datetime) -> None:
    lines = []
    for told in several:
        for line in told.lines or []:
            line.call_id = told.call.pk
            lines.append(line)
    insert_rows(rows=lines)
    insert_rows(
        rows=[
            models.CallEvent(**event_values(by_id[told.call.external_id], received_at), call_id=told.call.pk)
            for told in several
        ]
    )


def _report(
    connection: ConnectionFacts,
    *,
    made: list[Told],
    differing: list[Told],
    agents: dict[str, models.Agent],
    at: datetime,
) -> None:
    """Calls from before their agent stood here are history, not something that a webhook missed."""
    missing = Counter(
        day_of(told.call.at) for told in made if told.call.at >= agents[told.call.agent_external_id].created_at
    )
    changed = Counter(day_of(told.call.at) for told in differing)
    for day in sorted({*missing, *changed}):
        row, _ = models.DayReport.objects.get_or_create(
            connection_id=connection.id,
            day=day,
            defaults={"organisation_id": connection.organisation_id, "checked_at": at},
        )
        models.DayReport.objects.filter(pk=row.pk).update(
            missing=F("missing") + missing[day], differing=F("differing") + changed[day], checked_at=at
        )


def _want_words(connection: ConnectionFacts, several: list[Told]) -> None:
    """Lists come without the words: they are asked for call by call, in jobs of their own."""
    ids = [
        told.call.external_id
        for told in several
        if told.call.state in OVER - {State.NOT_CONNECTED} and not told.detail.words_final
    ]
    for first in range(0, len(ids), _COMPLETE_BATCH):
        enqueue(
            job=COMPLETE,
            organisation_id=connection.organisation_id,
            arguments={"connection_id": connection.id, "external_ids": list(ids[first : first + _COMPLETE_BATCH])},
        )
