"""What must be true after a bad day: every message handled once, every reply sent once or shown as uncertain."""

from __future__ import annotations

from collections import Counter

from django.db import connection
from tests.journeys.bad_days.crowd import Crowd, Json
from tests.journeys.desk import City, eventually, reference_in, words_of

from baraza.conversation.models import Session
from baraza.core.ingress.models import InboundEvent
from baraza.core.jobs.queries import dead_letter_count
from baraza.messaging.models import Message, OutboxEntry
from baraza.messaging.queries import outbox_problems
from baraza.services.complaints.models import Complaint


def acknowledged_share(city: City, crowd: Crowd) -> float:
    return crowd.acknowledged / len(crowd.message_ids)


def handled_share(city: City, crowd: Crowd) -> float:
    with city.scope():
        handled = InboundEvent.objects.filter(kind="message", state=InboundEvent.State.HANDLED).count()
    return handled / len(crowd.message_ids)


def settled(city: City, crowd: Crowd, *, seconds: float = 90.0) -> None:
    """Waits until nothing is on its way any more."""

    def is_quiet() -> bool:
        with city.scope():
            handled = InboundEvent.objects.filter(kind="message", state=InboundEvent.State.HANDLED).count()
            pending = OutboxEntry.objects.filter(status__in=["queued", "sending"]).count()
        return handled == len(crowd.message_ids) and pending == 0 and jobs_waiting() == 0

    eventually(is_quiet, seconds=seconds, what="Something is stuck.")


def jobs_waiting() -> int:
    """Jobs that somebody asked for, in whatever state; what is due by the clock comes and goes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pgqueuer WHERE entrypoint NOT LIKE 'periodic.%'")
        (count,) = cursor.fetchone()
    return int(count)


def assert_handled_once(city: City, crowd: Crowd) -> None:
    with city.scope():
        events = dict(InboundEvent.objects.filter(kind="message").values_list("item_id", "state"))
        received = Message.objects.filter(direction=Message.Direction.IN).order_by("id")
        stored = Counter(received.values_list("external_id", flat=True))
        by_person = {person.number: person.ids for person in crowd.people}
        order = {number: list(received.filter(external_id__in=ids)) for number, ids in by_person.items()}
        turns = sorted(Session.objects.values_list("version", flat=True))
        complaints = Complaint.objects.count()
    assert events == dict.fromkeys(crowd.message_ids, "HANDLED")
    assert stored == Counter(crowd.message_ids)
    assert {number: [row.external_id for row in rows] for number, rows in order.items()} == by_person
    assert turns == sorted(len(person.ids) for person in crowd.people)
    assert complaints == len(crowd.people)
    assert dead_letter_count() == 0


def messages_taken(city: City) -> list[Json]:
    """By the sandbox, in the order in which it took them."""
    return [kept["message"] for kept in city.desk.graph.state.messages()]


def assert_answered_once(city: City, messages: list[Json]) -> int:
    """`messages` are those that the provider took. Returns how many replies are uncertain."""
    with city.scope():
        entries = dict(OutboxEntry.objects.values_list("key", "status"))
        asked = set(Message.objects.filter(direction=Message.Direction.IN).values_list("pk", flat=True))
        shown = {problem.entry_id for problem in outbox_problems(limit=10_000)}
        uncertain = {row.pk: row.key for row in OutboxEntry.objects.filter(status="uncertain")}
    taken = Counter(message["biz_opaque_callback_data"] for message in messages)
    assert {int(key.split(":")[1]) for key in entries} == asked
    assert set(entries.values()) <= {"sent", "uncertain"}
    assert [key for key, times in taken.items() if times > 1] == []
    assert {key for key, status in entries.items() if status == "sent"} <= set(taken)
    assert set(taken) <= set(entries)
    assert shown == set(uncertain)
    return len(uncertain)


def assert_in_order(crowd: Crowd, messages: list[Json]) -> None:
    """What a person got came in the order in which it was posted, and holds one reference at most."""
    for person in crowd.people:
        got = [message for message in messages if message["to"] == person.number]
        keys = [message["biz_opaque_callback_data"].split(":") for message in got]
        positions = [(int(message_id), int(number)) for _, message_id, number in keys]
        assert positions
        assert positions == sorted(positions)
        told = [words_of(message) for message in got if "Your report is" in words_of(message)]
        assert len({reference_in(text) for text in told}) <= 1
