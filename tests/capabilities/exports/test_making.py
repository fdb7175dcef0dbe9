"""A file is made by a job: whole, sealed, once; it can be stopped, and a killed worker leaves nothing behind."""

from __future__ import annotations

import errno
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from psycopg.errors import QueryCanceled
from tests.capabilities.exports.town import Town
from tests.factories.core import make_member, make_organisation
from tests.factories.exports import nothing_happens
from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

from baraza.capabilities.exports import making, vault
from baraza.capabilities.exports.actions import (
    MOST_WAITING,
    ask_export,
    cancel_export,
    open_export,
)
from baraza.capabilities.exports.errors import (
    ExportUnknown,
    FormatUnknown,
    KindUnknown,
    TooManyRows,
    TooManyWaiting,
)
from baraza.capabilities.exports.models import Export
from baraza.capabilities.exports.queries import list_exports
from baraza.core.audit.models import AuditEntry
from baraza.core.identity.actor import NotAllowed
from baraza.core.identity.models import Membership
from baraza.core.tenancy.scope import organisation_scope, platform_scope


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "BATCH", 2)


def lines(content: bytes) -> list[str]:
    return [line.split(",")[0] for line in content.decode("utf-8-sig").splitlines()]


def test_a_file_holds_every_row_once_and_the_row_says_so(town: Town) -> None:
    made = town.make(town.ask())

    assert (made.state, made.rows_done, made.rows_total) == ("done", 5, 5)
    assert lines(town.content(str(made.pk))) == ["Number", "1", "2", "3", "4", "5"]
    assert made.bytes == len(town.content(str(made.pk)))
    assert made.expires_at is not None
    assert made.expires_at - made.finished_at == timedelta(days=7)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "pdf"])
def test_what_lies_on_the_disk_is_one_sealed_file(town: Town, kind: str) -> None:
    made = town.make(town.ask(kind=kind))

    (name,) = town.files()
    stored = (town.folder / name).read_bytes()
    assert name == f"{made.pk.hex}.sealed"
    assert b"text 1" not in stored
    assert (town.folder / name).stat().st_mode & 0o077 == 0
    assert len(town.content(str(made.pk))) == made.bytes


def test_a_list_without_rows_makes_a_file_with_its_heading(town: Town) -> None:
    made = town.make(town.ask(most=0))

    assert lines(town.content(str(made.pk))) == ["Number"]


def test_how_far_it_is_can_be_seen_meanwhile(town: Town) -> None:
    seen: list[tuple[str, int, int | None]] = []
    export_id = town.ask()

    def look(_: int) -> None:
        row = town.row(export_id)
        seen.append((row.state, row.rows_done, row.rows_total))

    town.numbers.before_batch = look

    town.make(export_id)

    assert seen == [("running", 0, 5), ("running", 2, 5), ("running", 4, 5), ("running", 5, 5)]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "pdf"])
def test_it_stops_at_the_next_batch_when_cancelled_and_nothing_is_left(town: Town, kind: str) -> None:
    export_id = town.ask(kind=kind)

    def cancel(after: int) -> None:
        if after == 2:
            assert cancel_export(actor=town.clerk, export_id=export_id)

    town.numbers.before_batch = cancel
    made = town.make(export_id)

    assert (made.state, town.numbers.asked) == ("cancelled", [0, 2])
    assert town.files() == []
    with pytest.raises(ExportUnknown):
        town.content(export_id)


def test_what_waits_is_cancelled_at_once_and_never_begun(town: Town) -> None:
    export_id = town.ask()
    with organisation_scope(organisation_id=town.profile.id):
        first = cancel_export(actor=town.clerk, export_id=export_id)
        second = cancel_export(actor=town.clerk, export_id=export_id)

    assert (first, second, town.make(export_id).state) == (True, False, "cancelled")
    assert town.numbers.asked == []


def test_what_is_cancelled_while_its_last_batch_is_written_is_not_kept(town: Town) -> None:
    export_id = town.ask()

    def cancel(after: int) -> None:
        Export.objects.filter(pk=export_id, rows_done__gte=4).update(cancel_asked=after == 5)

    town.numbers.before_batch = cancel

    assert town.make(export_id).state == "cancelled"
    assert town.files() == []


def test_a_worker_that_is_killed_is_followed_by_one_that_begins_anew(town: Town) -> None:
    export_id = town.ask()
    with organisation_scope(organisation_id=town.profile.id):
        # As a kill leaves it: a row that is running, half a file, a folder of the format's own.
        Export.objects.filter(pk=export_id).update(state="running", attempt=1, rows_done=4)
    name = export_id.replace("-", "")
    (town.folder / f"{name}.scratch").mkdir(parents=True)
    (town.folder / f"{name}.scratch" / "tmp").write_text("text 1")
    (town.folder / f"{name}.1.part").write_text("half")

    made = town.make(export_id)

    assert (made.state, made.attempt, made.rows_done) == ("done", 2, 5)
    assert lines(town.content(export_id)) == ["Number", "1", "2", "3", "4", "5"]
    assert town.files() == [f"{name}.sealed"]


def test_a_worker_that_was_taken_for_dead_stops_and_spoils_nothing(town: Town) -> None:
    export_id = town.ask()

    def overtaken(after: int) -> None:
        if after == 2:
            town.numbers.before_batch = nothing_happens
            town.make(export_id)

    town.numbers.before_batch = overtaken
    made = town.make(export_id)

    assert (made.state, made.attempt) == ("done", 2)
    assert lines(town.content(export_id)) == ["Number", "1", "2", "3", "4", "5"]


def test_a_job_that_runs_twice_changes_nothing(town: Town) -> None:
    export_id = town.ask()
    first = town.make(export_id)

    assert town.make(export_id).finished_at == first.finished_at


@pytest.mark.parametrize("kind", ["csv", "xlsx", "pdf"])
def test_a_full_disk_is_said_and_leaves_nothing(town: Town, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(vault.SealedWriter, "_seal", full)
    made = town.make(town.ask(kind=kind))

    assert (made.state, made.failure, town.files()) == ("failed", "disk_full", [])


def test_a_disk_that_fills_while_a_spreadsheet_is_packed_is_said_too(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Any) -> None:
        raise FileCreateError from OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Workbook, "_store_workbook", full)
    made = town.make(town.ask(kind="xlsx"))

    assert (made.state, made.failure, town.files()) == ("failed", "disk_full", [])


def test_a_fault_of_ours_is_said_as_one(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    def fail(after: int) -> None:
        raise ZeroDivisionError

    town.numbers.before_batch = fail
    made = town.make(town.ask())

    assert (made.state, made.failure, town.files()) == ("failed", "fault", [])
    assert f"Export {made.pk} failed" in caplog.text


def test_when_the_database_is_away_the_queue_tries_again(town: Town) -> None:
    def away(after: int) -> None:
        raise OperationalError

    town.numbers.before_batch = away
    export_id = town.ask()
    with pytest.raises(OperationalError):
        town.make(export_id)
    town.numbers.before_batch = nothing_happens

    assert town.make(export_id).state == "done"


def test_a_list_that_takes_the_database_too_long_has_failed_and_is_not_begun_again(town: Town) -> None:
    def slow(after: int) -> None:
        raise OperationalError("canceling statement due to statement timeout") from QueryCanceled()

    town.numbers.before_batch = slow
    made = town.make(town.ask())

    assert (made.state, made.failure, town.files()) == ("failed", "fault", [])


def test_who_left_before_it_was_made_gets_nothing(town: Town) -> None:
    export_id = town.ask()
    with platform_scope():
        Membership.objects.filter(user_id=town.clerk.id).update(active=False)

    made = town.make(export_id)

    assert (made.state, made.failure, town.numbers.asked) == ("failed", "not_allowed", [])


def test_what_cannot_be_is_refused_before_anything_is_stored(town: Town) -> None:
    outsider = make_member(organisation_id=make_organisation().id)
    nobody = outsider.__class__(kind="member", id=outsider.id, role="none", name="x")
    asked: list[tuple[type[Exception], dict[str, Any]]] = [
        (NotAllowed, {"actor": nobody}),
        (FormatUnknown, {"format": "exe"}),
        (KindUnknown, {"kind": "secrets"}),
        (TooManyRows, {"format": "pdf", "narrowing": {"most": 5001}}),
    ]
    for error, changed in asked:
        with organisation_scope(organisation_id=town.profile.id), pytest.raises(error):
            ask_export(**{"actor": town.clerk, "kind": "numbers", "format": "csv", "narrowing": {}, **changed})

    with organisation_scope(organisation_id=town.profile.id):
        assert Export.objects.count() == 0


def test_one_person_has_only_some_in_the_making(town: Town) -> None:
    for _ in range(MOST_WAITING):
        town.ask()

    with pytest.raises(TooManyWaiting):
        town.ask()
    town.ask(actor=make_member(organisation_id=town.profile.id, role="agent"))


def test_ones_own_files_are_seen_and_opened_others_by_admins_alone(town: Town) -> None:
    admin, other = (make_member(organisation_id=town.profile.id, role=role) for role in ("org_admin", "agent"))
    export_id = str(town.make(town.ask()).pk)

    with organisation_scope(organisation_id=town.profile.id):
        assert [one.id for one in list_exports(actor=admin, everybody=True)] == [export_id]
        assert list_exports(actor=admin) == []
        assert list_exports(actor=other, everybody=True) == []
        with pytest.raises(ExportUnknown):
            open_export(actor=other, export_id=export_id)
    assert lines(town.content(export_id, actor=admin))[0] == "Number"


def test_asking_making_and_downloading_are_in_the_trail_with_filter_and_rows(town: Town) -> None:
    export_id = str(town.make(town.ask(most=3)).pk)
    town.content(export_id)
    town.content(export_id)

    with organisation_scope(organisation_id=town.profile.id):
        kept = AuditEntry.objects.filter(subject_kind="export", subject_id=export_id).order_by("pk")
        written = [(one.action, one.actor_name, one.changes.get("filter"), one.changes["rows"]) for one in kept]
    assert written == [
        ("export.asked", "Thandi", ["Some"], 3),
        ("export.made", "system", None, 3),
        ("export.downloaded", "Thandi", ["Some"], 3),
        ("export.downloaded", "Thandi", ["Some"], 3),
    ]


def test_another_organisation_sees_none_of_it(town: Town) -> None:
    export_id = str(town.make(town.ask()).pk)
    other = make_organisation()
    stranger = make_member(organisation_id=other.id, role="org_admin")

    with organisation_scope(organisation_id=other.id):
        assert list_exports(actor=stranger, everybody=True) == []
        with pytest.raises(ExportUnknown):
            open_export(actor=stranger, export_id=export_id)
