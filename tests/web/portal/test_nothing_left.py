"""Who had their data removed stands in no table any more: each is read, whatever it is called."""

import pytest
from django.db import connection
from psycopg import sql
from tests.factories.complaints import make_complaint
from tests.factories.core import make_connection, make_member

from baraza.core.identity.actor import SYSTEM
from baraza.core.identity.actor import resident as as_resident
from baraza.core.ingress.models import InboundEvent
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.correlation import correlation_id
from baraza.messaging.contacts import contact_of
from baraza.messaging.contract import Sender
from baraza.operations.retention import apply_retention
from baraza.services.complaints.actions.answers import note, reply
from baraza.services.complaints.actions.correct import correct
from baraza.services.complaints.actions.forget import FORGOTTEN, forget_person
from baraza.services.complaints.actions.move import move
from baraza.services.complaints.actions.rate import rate
from baraza.services.complaints.actions.words import comment
from baraza.services.complaints.queries.one import get_complaint
from baraza.services.complaints.states import State

# The name, the number, the mailbox, a word of the report and a word of a comment: each written by this person alone.
TRACES = ("Qwertyna", "27827771234", "zolandi@", "Uniquestreet", "grootbrak")


def tables_with(trace: str) -> list[str]:
    """All tables that the organisation in scope can read, row by row as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        tables = [name for (name,) in cursor.fetchall()]
        asked = sql.SQL(" UNION ALL ").join(
            sql.SQL("SELECT {0} WHERE EXISTS (SELECT FROM {1} AS t WHERE t::text ILIKE {2})").format(
                sql.Literal(name), sql.Identifier(name), sql.Literal(f"%{trace}%")
            )
            for name in tables
        )
        cursor.execute(asked.as_string(cursor.connection))
        return [name for (name,) in cursor.fetchall()]


@pytest.fixture
def person(city: OrganisationProfile) -> int:
    """Known by a number and a mailbox, by whom two events came in, of which one could not be handled."""
    wire = make_connection(organisation_id=city.id)
    with organisation_scope(organisation_id=city.id):
        sender = Sender(phone="+27827771234", email="zolandi@example.org", name="Qwertyna Zolandi")
        contact_id = contact_of(sender=sender).pk
        for state, name in (
            (InboundEvent.State.HANDLED, "+27827771234"),
            (InboundEvent.State.FAILED, "zolandi@example.org"),
        ):
            InboundEvent.objects.create(
                organisation_id=city.id,
                connection_id=wire.id,
                item_id=f"item {state}",
                kind="message",
                sender=name,
                payload={"from": name, "name": "Qwertyna", "text": "Uniquestreet 7"},
                correlation_id=correlation_id.get() or "c",
                state=state,
                error="Qwertyna could not be read",
                answer={"text": "You wrote Uniquestreet 7"},
            )
    return contact_id


@pytest.fixture
def reference(city: OrganisationProfile, person: int) -> str:
    """Of a report that was talked about, and corrected."""
    clerk, me = make_member(organisation_id=city.id), as_resident(contact_id=person)
    with organisation_scope(organisation_id=city.id):
        words = "Water at Uniquestreet, says Qwertyna Zolandi, +27827771234"
        made = make_complaint(
            contact_id=person, description=words, guessed_category="burst_pipe", guess_model="m", guess_confidence=0.5
        )
        comment(actor=me, reference=made.reference, text="By the grootbrak gate, zolandi@example.org", source_key="one")
        reply(actor=clerk, reference=made.reference, text="Thank you Qwertyna", source_key="two")
        note(actor=clerk, reference=made.reference, text="Qwertyna of the grootbrak gate", source_key="three")
        correct(actor=clerk, reference=made.reference, category="water_leak", priority="high")
    return made.reference


def test_a_settled_report_keeps_nothing_of_who_had_themselves_removed(
    city: OrganisationProfile, person: int, reference: str
) -> None:
    with organisation_scope(organisation_id=city.id):
        assert all(tables_with(trace) for trace in TRACES)
        move(actor=SYSTEM, reference=reference, wanted=State.RESOLVED, reason="Mended")
        rate(actor=as_resident(contact_id=person), reference=reference, stars=5, comment="Good, Qwertyna")
        forget_person(actor=as_resident(contact_id=person), contact_id=person)

    apply_retention(organisation_id=city.id)

    with organisation_scope(organisation_id=city.id):
        assert [trace for trace in TRACES if tables_with(trace)] == []
        assert set(InboundEvent.objects.values_list("state", flat=True)) == {InboundEvent.State.HANDLED}


def test_an_open_report_keeps_its_words_until_the_night_after_it_is_settled(
    city: OrganisationProfile, person: int, reference: str
) -> None:
    with organisation_scope(organisation_id=city.id):
        forget_person(actor=as_resident(contact_id=person), contact_id=person)
    apply_retention(organisation_id=city.id)
    with organisation_scope(organisation_id=city.id):
        assert tables_with("zolandi@example.org") == ["complaints_entry"]
        assert "Uniquestreet" in get_complaint(reference=reference).description
        move(actor=SYSTEM, reference=reference, wanted=State.RESOLVED, reason="Mended")

    apply_retention(organisation_id=city.id)

    with organisation_scope(organisation_id=city.id):
        assert get_complaint(reference=reference).description == FORGOTTEN
        assert [trace for trace in TRACES if tables_with(trace)] == []
