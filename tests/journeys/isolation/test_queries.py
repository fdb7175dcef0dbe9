"""What our packages ask the database in our city's scope: nothing of theirs is found, counted or moved."""

# ruff: noqa: ARG005 - all questions have one shape

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from django.db import Error, connection, transaction
from tests.journeys.desk import City
from tests.journeys.isolation.conftest import Theirs
from tests.journeys.isolation.holdings import fingerprint, tables_of_organisations

from baraza.capabilities.media.errors import MediaUnknown
from baraza.capabilities.media.queries import media_state, open_media
from baraza.conversation import sessions
from baraza.conversation.threads.queries import Box, list_threads
from baraza.core.identity.actor import resident
from baraza.core.ingress.connections import ConnectionUnknown, connection_facts, list_connections
from baraza.messaging import outbox, waiting
from baraza.messaging.contacts import ContactUnknown
from baraza.messaging.models import OutboxEntry
from baraza.messaging.queries import connection_troubles, contact_details, outbox_figures, outbox_problems, thread
from baraza.messaging.reaching import routes
from baraza.services.complaints.actions.words import comment
from baraza.services.complaints.queries.counts import count_open
from baraza.services.complaints.queries.filters import Filter
from baraza.services.complaints.queries.lists import list_complaints
from baraza.services.complaints.queries.nearby import find_nearby
from baraza.services.complaints.queries.one import ComplaintUnknown, get_complaint, get_timeline, list_of_contact

pytestmark = [pytest.mark.journey, pytest.mark.badday]

UNKNOWN: dict[str, tuple[type[Exception], Callable[[Theirs], object]]] = {
    "a complaint": (ComplaintUnknown, lambda theirs: get_complaint(reference=theirs.reference)),
    "a comment": (
        ComplaintUnknown,
        lambda theirs: comment(
            actor=resident(contact_id=None), reference=theirs.reference, text="Mine", source_key="x"
        ),
    ),
    "a photo's state": (MediaUnknown, lambda theirs: media_state(media_id=theirs.media_id)),
    "a photo": (MediaUnknown, lambda theirs: open_media(media_id=theirs.media_id)),
    "a contact": (ContactUnknown, lambda theirs: contact_details(contact_id=theirs.contact_id)),
    "a connection": (ConnectionUnknown, lambda theirs: connection_facts(connection_id=theirs.city.whatsapp.id)),
    "a message to send again": (OutboxEntry.DoesNotExist, lambda theirs: outbox.send_again(entry_id=theirs.entry.pk)),
}

EMPTY: dict[str, Callable[[Theirs], object]] = {
    "the thread": lambda theirs: thread(contact_id=theirs.contact_id),
    "ways to the person": lambda theirs: routes(contact_id=theirs.contact_id),
    "texts that wait": lambda theirs: waiting.take(contact_id=theirs.contact_id),
    "where the person stands": lambda theirs: sessions.find(contact_id=theirs.contact_id).version,
    "the person's reports": lambda theirs: list_of_contact(contact_id=theirs.contact_id, limit=10),
    "the timeline": lambda theirs: [
        line for identity in range(1, 50) for line in get_timeline(complaint_id=identity, public_only=False)
    ],
    "reports near it": lambda theirs: find_nearby(category="burst_pipe", latitude=-26.2385, longitude=27.9087),
    "all reports": lambda theirs: list_complaints(wanted=Filter(group="all")).complaints,
    "how many are open": lambda theirs: count_open(),
    "who waits for a person": lambda theirs: list_threads(box=Box.ALL, member_id=None).threads,
    "what could not be sent": lambda theirs: outbox_problems(),
    "what is to be sent": lambda theirs: dict(outbox_figures().by_status),
    "connections in trouble": lambda theirs: connection_troubles(),
    "their connections": lambda theirs: [
        each for each in list_connections() if each.id in {theirs.city.whatsapp.id, theirs.city.ussd.id}
    ],
}


@pytest.mark.parametrize(("refusal", "ask"), UNKNOWN.values(), ids=UNKNOWN.keys())
def test_what_is_theirs_is_unknown(
    ours: City, theirs: Theirs, refusal: type[Exception], ask: Callable[[Theirs], object]
) -> None:
    before = theirs.holdings()

    with pytest.raises(refusal), ours.scope():
        ask(theirs)

    assert theirs.holdings() - before == {}


@pytest.mark.parametrize("ask", EMPTY.values(), ids=EMPTY.keys())
def test_what_is_theirs_is_not_among_what_is_found(ours: City, theirs: Theirs, ask: Callable[[Theirs], object]) -> None:
    with ours.scope():
        assert not ask(theirs)


def test_every_table_hides_their_rows_from_us_and_from_whoever_has_no_scope(ours: City, theirs: Theirs) -> None:
    their_id = theirs.city.profile.id
    held = {table for table, (count, _) in theirs.holdings().tables.items() if count}

    with ours.scope():
        seen_by_us = {name for name, (count, _) in fingerprint(organisation_id=their_id).tables.items() if count}
    with transaction.atomic():
        seen_by_nobody = {name for name, (count, _) in fingerprint(organisation_id=their_id).tables.items() if count}

    assert held >= {"complaints_complaint", "messaging_message", "messaging_outbox", "ingress_event", "media"}
    assert seen_by_us == set()
    assert seen_by_nobody == set()


def test_no_row_of_theirs_can_be_changed_deleted_or_taken_over(ours: City, theirs: Theirs) -> None:
    before = theirs.holdings()

    touched = {
        table: count
        for table in tables_of_organisations()
        for statement in (
            f"UPDATE {table} SET organisation_id = organisation_id WHERE organisation_id = %s",
            f"UPDATE {table} SET organisation_id = {ours.profile.id} WHERE organisation_id = %s",
            f"DELETE FROM {table} WHERE organisation_id = %s",
        )
        if (count := _run_as(ours, statement, theirs.city.profile.id))
    }

    assert touched == {}
    assert theirs.holdings() - before == {}


def _run_as(city: City, statement: str, organisation_id: int) -> int:
    """How many rows it reached; none when the database refuses it altogether."""
    try:
        with city.scope(), connection.cursor() as cursor:
            cursor.execute(statement, [organisation_id])
            return cursor.rowcount
    except Error as error:
        if not isinstance(error.__cause__, psycopg.errors.InsufficientPrivilege):
            raise
        return 0
