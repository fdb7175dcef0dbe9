"""What an entry keeps of an act, of a look, and how it is found again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.factories.core import make_member, make_organisation

from baraza.core.audit import actions
from baraza.core.audit.actions import record, record_read
from baraza.core.audit.models import AuditEntry
from baraza.core.audit.origin import acting_from, forget
from baraza.core.audit.queries import (
    PAGE_SIZE,
    AuditFilter,
    EntryUnknown,
    batch_after,
    get_entry,
    known_actions,
    search,
)
from baraza.core.identity.actor import SYSTEM, Actor, Impersonator, resident
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now

pytestmark = pytest.mark.django_db
CLERK = Actor(kind="member", id=7, role="agent", name="Thandi")
OTHER = Actor(kind="member", id=8, role="agent", name="Bongani")


@pytest.fixture
def town() -> int:
    return make_organisation().id


def write(actor: Actor = CLERK, action: str = "thing.changed", subject_id: str = "1", **changes: object) -> int:
    record(actor=actor, action=action, subject_kind="thing", subject_id=subject_id, changes=changes)
    return AuditEntry.objects.order_by("-pk").values_list("pk", flat=True)[0]


def found(**wanted: object) -> list[str]:
    return [one.subject_id for one in search(wanted=AuditFilter(**wanted)).entries if one.subject_kind == "thing"]


def test_the_address_of_staff_is_kept_and_that_of_residents_is_not(town: int) -> None:
    token = acting_from(lambda: "2001:db8::7")
    with organisation_scope(organisation_id=town):
        for actor in (CLERK, resident(contact_id=3), SYSTEM):
            write(actor)
        kept = list(AuditEntry.objects.filter(subject_kind="thing").order_by("pk").values_list("address", flat=True))
    forget(token)

    assert kept == ["2001:db8::7", "", ""]


@pytest.mark.parametrize("claimed", ["", "x" * 500, "192.0.2.300", "<script>"])
def test_what_is_no_address_is_not_kept_as_one(town: int, claimed: str) -> None:
    token = acting_from(lambda: claimed)
    with organisation_scope(organisation_id=town):
        entry = get_entry(entry_id=write()).entry
    forget(token)

    assert entry.address == ""


def test_who_acts_in_anothers_name_is_kept_beside_them(town: int) -> None:
    helper = Impersonator(id=99, name="Platform help")
    with organisation_scope(organisation_id=town):
        entry = get_entry(entry_id=write(replace(CLERK, impersonator=helper))).entry

    assert (entry.actor_name, entry.impersonator_id, entry.impersonator_name) == ("Thandi", 99, "Platform help")


def test_secrets_are_taken_out_before_anything_is_stored(town: int) -> None:
    with organisation_scope(organisation_id=town):
        entry = get_entry(entry_id=write(app_secret="hunter2", name=["a", "b"])).entry

    assert entry.changes == {"app_secret": "[removed]", "name": ["a", "b"]}


def test_one_look_in_a_quarter_of_an_hour_is_written_for_each_person_and_each_thing(
    town: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with organisation_scope(organisation_id=town):
        for actor, subject in ((CLERK, "1"), (CLERK, "1"), (CLERK, "2"), (OTHER, "1"), (CLERK, "1")):
            record_read(actor=actor, subject_kind="thing", subject_id=subject)
        first = [(one.actor_id, one.subject_id) for one in search(wanted=AuditFilter(action="thing.read")).entries]
        monkeypatch.setattr(actions, "now", lambda: now() + timedelta(minutes=16))
        record_read(actor=CLERK, subject_kind="thing", subject_id="1")
        later = len(search(wanted=AuditFilter(action="thing.read")).entries)

    assert first == [(8, "1"), (7, "2"), (7, "1")]
    assert later == 4


def test_entries_are_found_by_person_action_thing_and_words(town: int) -> None:
    with organisation_scope(organisation_id=town):
        write(subject_id="1")
        write(OTHER, subject_id="2", place="Market Street")
        write(action="thing.moved", subject_id="3", state=["OPEN", "CLOSED"])
        record_read(actor=OTHER, subject_kind="thing", subject_id="4")

        assert found(person_id=8) == ["4", "2"]
        assert found(action="thing.moved") == ["3"]
        assert found(subject_kind="thing", subject_id="1") == ["1"]
        assert found(text="market STREET") == ["2"]
        assert found(text="bongani moved") == []
        assert found(text="100%") == []
        assert found(reads=False, person_id=8) == ["2"]
        assert {"thing.changed", "thing.moved", "thing.read"} <= set(known_actions())


def test_entries_are_found_by_time(town: int) -> None:
    with organisation_scope(organisation_id=town):
        write(subject_id="1")
        written = AuditEntry.objects.latest("pk").at

        assert found(since=written, until=written + timedelta(microseconds=1)) == ["1"]
        assert found(until=written) == []
        assert found(since=written + timedelta(microseconds=1)) == []


def test_pages_follow_each_other_both_ways(town: int) -> None:
    with organisation_scope(organisation_id=town):
        ids = [write() for _ in range(PAGE_SIZE + 3)][::-1]
        wanted = AuditFilter(subject_kind="thing")
        first = search(wanted=wanted)
        second = search(wanted=wanted, before=first.older)
        back = search(wanted=wanted, after=second.newer)

    assert [one.id for one in first.entries] == ids[:PAGE_SIZE]
    assert [one.id for one in second.entries] == ids[PAGE_SIZE:]
    assert [one.id for one in back.entries] == ids[:PAGE_SIZE]
    assert (first.newer, second.older) == (None, None)


def test_batches_go_through_everything_once_oldest_first(town: int) -> None:
    with organisation_scope(organisation_id=town):
        ids = [write() for _ in range(5)]
        wanted = AuditFilter(subject_kind="thing")
        first = batch_after(wanted=wanted, after=0, size=3)
        second = batch_after(wanted=wanted, after=first[-1].id, size=3)

    assert [one.id for one in first + second] == ids


def test_anothers_entry_is_unknown(town: int) -> None:
    with organisation_scope(organisation_id=town):
        entry_id = write()
    make_member(organisation_id=(other := make_organisation().id))

    with organisation_scope(organisation_id=other), pytest.raises(EntryUnknown):
        get_entry(entry_id=entry_id)
