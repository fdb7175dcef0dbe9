"""The chain finds whatever the owner of the database changes, removes, puts in or moves."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, connections, transaction
from tests.conftest import CommittedDatabase
from tests.factories.core import make_member, make_organisation

from baraza.core.audit.actions import record
from baraza.core.audit.models import AuditEntry, Seal
from baraza.core.audit.queries import chain_state
from baraza.core.audit.verifying import Problem, verify
from baraza.core.identity.actor import SYSTEM
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope
from baraza.operations.jobs import verify_audit


@dataclass(frozen=True, kw_only=True)
class Town:
    profile: OrganisationProfile
    entries: list[int]
    owner: psycopg.Connection

    def verdict(self) -> tuple[Problem | None, int, int | None]:
        with organisation_scope(organisation_id=self.profile.id):
            found = verify()
        return found.problem, found.sequence, found.entry_id


def append(organisation_id: int, count: int) -> None:
    for number in range(count):
        with organisation_scope(organisation_id=organisation_id):
            record(
                actor=SYSTEM,
                action="thing.changed",
                subject_kind="thing",
                subject_id=str(number),
                changes={"name": ['Zoë "the" \\ \t first', f"ṱ {number}"], "price": [1.50, 2], "left": None},
            )


@pytest.fixture
def town(committed_database: CommittedDatabase) -> Iterator[Town]:
    """Six entries of a town; the owner's connection sees past the policies and the trigger, as a thief's would."""
    profile = make_organisation(slug="town")
    append(profile.id, 6)
    append(make_organisation(slug="neighbour").id, 2)
    with organisation_scope(organisation_id=profile.id):
        entries = list(AuditEntry.objects.order_by("pk").values_list("pk", flat=True))
    with psycopg.connect(**committed_database.owner.conninfo(), autocommit=True) as owner:
        for table in ("audit_entry", "audit_seal", "audit_chain"):
            owner.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        owner.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_seal")
        yield Town(profile=profile, entries=entries, owner=owner)


def test_an_untouched_chain_is_whole_and_counts_its_own_entries_alone(town: Town) -> None:
    assert town.verdict() == (None, 6, None)


@pytest.mark.parametrize(
    "change",
    [
        "actor_name = 'Somebody else'",
        "changes = '{\"name\": 1}'",
        "at = at + interval '1 microsecond'",
        "impersonator_id = 5",
        "address = '192.0.2.1'",
    ],
)
def test_a_changed_field_is_found(town: Town, change: str) -> None:
    town.owner.execute(f"UPDATE audit_entry SET {change} WHERE id = %s", [town.entries[3]])

    assert town.verdict() == (Problem.CHANGED, 3, town.entries[3])


def test_a_removed_entry_is_found_also_when_its_seal_went_too(town: Town) -> None:
    town.owner.execute("DELETE FROM audit_entry WHERE id = %s", [town.entries[2]])
    first = town.verdict()
    town.owner.execute("DELETE FROM audit_seal WHERE entry_id = %s", [town.entries[2]])

    assert first == (Problem.REMOVED, 2, town.entries[2])
    assert town.verdict() == (Problem.REMOVED, 2, town.entries[3])


def test_entries_cut_off_at_the_end_are_missed(town: Town) -> None:
    for table, column in (("audit_seal", "entry_id"), ("audit_entry", "id")):
        town.owner.execute(f"DELETE FROM {table} WHERE {column} = %s", [town.entries[5]])

    assert town.verdict() == (Problem.CUT_OFF, 5, None)


def test_an_entry_that_was_put_in_is_found(town: Town) -> None:
    row = town.owner.execute(
        "INSERT INTO audit_entry (organisation_id, at, actor_kind, actor_name, action, subject_kind, subject_id,"
        " changes, correlation_id) VALUES (%s, now(), 'system', '', 'x', 'x', 'x', '{}', '') RETURNING id",
        [town.profile.id],
    ).fetchone()

    assert row is not None
    assert town.verdict() == (Problem.INSERTED, 6, row[0])


def test_two_entries_that_changed_places_are_found(town: Town) -> None:
    first, second = town.entries[1], town.entries[2]
    town.owner.execute("UPDATE audit_seal SET entry_id = -1 WHERE entry_id = %s", [first])
    town.owner.execute("UPDATE audit_seal SET entry_id = %s WHERE entry_id = %s", [first, second])
    town.owner.execute("UPDATE audit_seal SET entry_id = %s WHERE entry_id = -1", [second])

    assert town.verdict() == (Problem.CHANGED, 1, second)


def test_two_seals_that_changed_places_are_found(town: Town) -> None:
    for old, new in ((2, -1), (3, 2), (-1, 3)):
        town.owner.execute(
            "UPDATE audit_seal SET sequence = %s WHERE sequence = %s AND organisation_id = %s",
            [new, old, town.profile.id],
        )

    assert town.verdict() == (Problem.REORDERED, 1, town.entries[2])


def test_a_last_entry_that_was_sealed_anew_is_found_by_the_head(town: Town) -> None:
    town.owner.execute("UPDATE audit_chain SET hash = repeat('f', 64) WHERE organisation_id = %s", [town.profile.id])

    assert town.verdict() == (Problem.CHANGED, 5, town.entries[5])


def test_the_command_names_the_organisation_and_the_first_broken_entry(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    town.owner.execute("UPDATE audit_entry SET action = 'x' WHERE id = ANY(%s)", [town.entries[4:]])

    with pytest.raises(CommandError, match=r"^The audit trail is broken: town\.$"):
        call_command("audit", "verify")

    said = dict(line.split(": ", 1) for line in capsys.readouterr().out.splitlines())
    assert said["neighbour"].startswith("whole up to entry 2 of the chain, ")
    assert f"entry with id {town.entries[4]} was changed after it was written" in said["town"]


def test_one_organisation_can_be_verified_alone_and_an_unknown_one_is_said(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("audit", "verify", organisation="town")

    assert capsys.readouterr().out.count("whole up to entry") == 1
    with pytest.raises(CommandError, match="No active organisation 'nowhere'"):
        call_command("audit", "verify", organisation="nowhere")


def test_the_page_knows_how_far_the_last_look_went(town: Town) -> None:
    verify_audit(organisation_id=town.profile.id)
    town.owner.execute("ALTER TABLE audit_entry ENABLE TRIGGER audit_seal")
    append(town.profile.id, 1)

    with organisation_scope(organisation_id=town.profile.id):
        state = chain_state()

    assert (state.length, state.checked_to, state.unchecked, state.problem) == (7, 6, 1, "")


def test_writers_at_one_time_make_one_chain(committed_database: CommittedDatabase) -> None:
    town = make_organisation()

    def write() -> None:
        append(town.id, 25)
        connections.close_all()

    writers = [threading.Thread(target=write) for _ in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    with organisation_scope(organisation_id=town.id):
        verdict = verify()
        sequences = list(Seal.objects.order_by("sequence").values_list("sequence", flat=True))
    assert (verdict.problem, sequences) == (None, list(range(1, 151)))


def test_an_entry_is_sealed_when_its_scope_ended_before_the_commit(committed_database: CommittedDatabase) -> None:
    town = make_organisation()
    with transaction.atomic():
        append(town.id, 1)

    with organisation_scope(organisation_id=town.id):
        assert (verify().problem, verify().sequence) == (None, 1)


def test_what_is_rolled_back_takes_no_place_in_the_chain(committed_database: CommittedDatabase) -> None:
    town = make_organisation()
    with transaction.atomic():
        append(town.id, 2)
        transaction.set_rollback(True)
    append(town.id, 1)

    with organisation_scope(organisation_id=town.id):
        assert (verify().problem, verify().sequence) == (None, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET action = ''",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "INSERT INTO audit_seal (organisation_id, sequence, entry_id, previous_hash, hash) VALUES (1, 1, 1, '', '')",
        "UPDATE audit_seal SET hash = ''",
        "DELETE FROM audit_seal",
        "UPDATE audit_chain SET sequence = 0",
        "DELETE FROM audit_chain",
        "INSERT INTO audit_chain (organisation_id, sequence, hash) VALUES (1, 1, '')",
        "UPDATE audit_check SET problem = ''",
        "DELETE FROM audit_check",
    ],
)
def test_the_application_itself_can_touch_nothing_of_the_trail(statement: str) -> None:
    town = make_organisation()
    with (
        organisation_scope(organisation_id=town.id),
        pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.django_db
def test_a_chain_of_another_organisation_is_not_seen() -> None:
    ours, theirs = make_organisation(), make_organisation()
    make_member(organisation_id=theirs.id)
    append(theirs.id, 2)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with organisation_scope(organisation_id=ours.id):
        assert (Seal.objects.count(), chain_state().length) == (0, 0)
    with organisation_scope(organisation_id=theirs.id):
        assert chain_state().length == Seal.objects.count() >= 2
