"""Old entries leave for a file that proves itself, and what was noted elsewhere betrays a chain that was rewritten."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from tests.conftest import CommittedDatabase
from tests.core.audit.test_chain import append
from tests.factories.core import make_organisation

from baraza.core.audit.anchors import AnchorUnreadable, first_broken, read_anchors, take_anchor
from baraza.core.audit.models import Archive, AuditEntry, Seal
from baraza.core.audit.verifying import Problem, verify
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now


@pytest.fixture
def owner(committed_database: CommittedDatabase) -> Iterator[psycopg.Connection]:
    with psycopg.connect(**committed_database.owner.conninfo(), autocommit=True) as connection:
        yield connection


@pytest.fixture
def town(committed_database: CommittedDatabase) -> OrganisationProfile:
    """Six entries, of which the first four are two years old; a neighbour has as old ones."""
    profile, neighbour = make_organisation(slug="town"), make_organisation(slug="neighbour")
    for organisation in (profile, neighbour):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("django.utils.timezone.now", lambda: now() - timedelta(days=730))
            append(organisation.id, 4)
    append(profile.id, 2)
    return profile


def _archive(file: Path, **options: str) -> None:
    day = f"{now() - timedelta(days=365):%Y-%m-%d}"
    call_command("audit", "archive", **{"organisation": "town", "before": day, **options}, file=file)


def _numbers(town: OrganisationProfile) -> tuple[int, int, int]:
    with organisation_scope(organisation_id=town.id):
        return AuditEntry.objects.count(), Seal.objects.count(), Archive.objects.count()


def _problem(town: OrganisationProfile) -> tuple[Problem | None, int]:
    with organisation_scope(organisation_id=town.id):
        found = verify()
    return found.problem, found.sequence


def test_old_entries_go_into_a_file_and_the_chain_stays_whole(
    town: OrganisationProfile, owner: psycopg.Connection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "town.jsonl"
    with organisation_scope(organisation_id=town.id):
        anchor = take_anchor(organisation="town")

    _archive(file)
    append(town.id, 1)

    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert [one["sequence"] for one in lines] == [1, 2, 3, 4]
    assert _numbers(town) == (3, 7, 1)
    assert _problem(town) == (None, 7)
    with organisation_scope(organisation_id=town.id):
        assert first_broken([anchor]) is None
    with pytest.raises(CommandError, match="No entry is that old"):
        _archive(tmp_path / "again.jsonl")
    call_command("audit", "check-archive", file=file)
    assert "Whole. SHA-256" in capsys.readouterr().out
    forced = owner.execute(
        "SELECT bool_and(relforcerowsecurity) FROM pg_class WHERE relname LIKE 'audit_%' AND relkind = 'r'"
    )
    assert forced.fetchone() == (True,)


def test_what_is_changed_in_the_file_or_taken_out_beside_it_is_found(
    town: OrganisationProfile, owner: psycopg.Connection, tmp_path: Path
) -> None:
    file = tmp_path / "town.jsonl"
    _archive(file)
    changed = tmp_path / "changed.jsonl"
    changed.write_text(file.read_text().replace("thing.changed", "thing.removed", 1))
    cut = tmp_path / "cut.jsonl"
    cut.write_text("".join(file.read_text().splitlines(keepends=True)[::2]))
    owner.execute("ALTER TABLE audit_entry NO FORCE ROW LEVEL SECURITY")
    owner.execute("ALTER TABLE audit_seal NO FORCE ROW LEVEL SECURITY")
    owner.execute(
        "DELETE FROM audit_entry WHERE id = (SELECT entry_id FROM audit_seal WHERE organisation_id = %s AND sequence = 5)",
        [town.id],
    )

    assert _problem(town) == (Problem.REMOVED, 4)
    with pytest.raises(CommandError, match="Line 1 is not as it was sealed"):
        call_command("audit", "check-archive", file=changed)
    with pytest.raises(CommandError, match="Line 2 is not as it was sealed"):
        call_command("audit", "check-archive", file=cut)
    with pytest.raises(CommandError, match="The chain is broken after entry 4"):
        _archive(tmp_path / "later.jsonl")


def test_a_chain_that_was_rewritten_whole_is_betrayed_by_what_was_noted(
    town: OrganisationProfile, owner: psycopg.Connection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notes = tmp_path / "anchors.jsonl"
    call_command("audit", "anchor")
    notes.write_text(capsys.readouterr().out)
    call_command("audit", "verify", anchors=notes)
    untouched = capsys.readouterr().out
    for table in ("audit_entry", "audit_seal", "audit_chain"):
        owner.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        owner.execute(f"DELETE FROM {table} WHERE organisation_id = %s", [town.id])
    append(town.id, 6)

    assert untouched.count("as in all 1 anchors") == 2
    assert _problem(town) == (None, 6)
    with pytest.raises(CommandError, match=r"^The audit trail is broken: town\.$"):
        call_command("audit", "verify", anchors=notes)
    assert "town: BROKEN. Entry 6 is not the one that was noted" in capsys.readouterr().out


def test_a_note_that_cannot_be_read_is_named() -> None:
    with pytest.raises(AnchorUnreadable, match="Line 2 is no anchor: nonsense"):
        read_anchors(["", "nonsense"])
