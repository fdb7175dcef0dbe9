"""Members choose which letters they get; a digest says what is new and what waits, at their hour, outside quiet hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from tests.factories.complaints import make_complaint
from tests.factories.core import make_member, make_organisation

from baraza.capabilities.live.actions import tell_member
from baraza.capabilities.live.models import MemberNotice
from baraza.capabilities.staff_letters import choices, digests, jobs
from baraza.capabilities.staff_letters.choices import Stopping, Wishes, choose, stop, stopped_by, wants, wishes_of
from baraza.capabilities.staff_letters.kinds import DIGEST
from baraza.capabilities.staff_letters.models import Choice
from baraza.core.audit.models import AuditEntry
from baraza.core.identity.actions.members import suspend
from baraza.core.identity.actor import SYSTEM, Impersonator, NotAllowed
from baraza.core.jobs.registry import RetryLater
from baraza.core.settings.quiet import QuietHours, set_quiet_hours
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.complaints.models import Complaint

pytestmark = pytest.mark.django_db
# A Monday; 07:00 in Johannesburg is 05:00.
SUNDAY_NOON = dt.datetime(2026, 3, 1, 10, tzinfo=dt.UTC)
MONDAY_EARLY = dt.datetime(2026, 3, 2, 4, 59, tzinfo=dt.UTC)
MONDAY_SEVEN = dt.datetime(2026, 3, 2, 5, 1, tzinfo=dt.UTC)
EVERY_DAY = Wishes(digest="day", hour=7)


class Office:
    """An agent who chose a digest of every day on Sunday at noon."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self.id = make_organisation(name="Umngeni\r\nBay").id
        self.agent = make_member(organisation_id=self.id, name="Thabo", email="thabo@example.org")
        self.asked: list[dict[str, Any]] = []
        monkeypatch.setattr(digests, "enqueue", self._ask)
        self.at(SUNDAY_NOON)
        with self.scope():
            choose(actor=self.agent, wishes=EVERY_DAY)

    def _ask(self, *, organisation_id: int, arguments: Mapping[str, Any], **_: Any) -> None:
        self.asked.append({**arguments, "organisation_id": organisation_id})

    def scope(self) -> Any:
        return organisation_scope(organisation_id=self.id)

    def at(self, moment: dt.datetime) -> None:
        for module in (choices, digests):
            self._monkeypatch.setattr(module, "now", lambda: moment)

    def told(self, kind: str, subject: str, at: dt.datetime) -> None:
        with self.scope():
            tell_member(member_id=self.agent.id or 0, kind=kind, subject=subject, key=f"{kind}:{subject}")
            MemberNotice.objects.filter(subject=subject).update(at=at)

    def morning(self, moment: dt.datetime = MONDAY_SEVEN) -> list[Any]:
        """The letters of a round."""
        self.at(moment)
        with self.scope():
            digests.run_due()
        for letter in self.asked:
            jobs.send_digest(**letter)
        return list(mail.outbox)


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    return Office(monkeypatch)


def test_a_digest_says_what_was_not_read_and_what_waits(office: Office) -> None:
    office.told("complaints.assigned", "MI-2026-AAAAAA", SUNDAY_NOON + dt.timedelta(hours=1))
    office.told("complaints.replied_to", "MI-2026-BBBBBB", SUNDAY_NOON - dt.timedelta(hours=1))
    with office.scope():
        make_complaint(contact_id=None)
        reference = make_complaint(contact_id=None).reference
        Complaint.objects.filter(reference=reference).update(assignee_id=office.agent.id, due_at=SUNDAY_NOON)

    (letter,) = office.morning()

    assert (letter.to, letter.subject) == (["thabo@example.org"], "What is new at Umngeni Bay")
    for line in (
        "Hello Thabo,",
        "- Open complaints with you: 1",
        "- Overdue complaints with you: 1",
        "- Open complaints that nobody has: 1",
        "Not read since 1 March, 12:00",
        "- MI-2026-AAAAAA was given to you",
        "/console/account/letters/",
    ):
        assert line in letter.body
    assert "MI-2026-BBBBBB" not in letter.body
    assert "MI-2026-AAAAAA was given to you" in letter.alternatives[0][0]
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize(
    ("moment", "quiet", "letters"),
    [
        (MONDAY_EARLY, None, 0),
        (MONDAY_SEVEN, None, 1),
        (MONDAY_SEVEN, QuietHours(on=True, begins=dt.time(20), ends=dt.time(8)), 0),
        (MONDAY_SEVEN + dt.timedelta(hours=1), QuietHours(on=True, begins=dt.time(20), ends=dt.time(8)), 1),
    ],
)
def test_it_goes_at_the_hour_chosen_and_not_in_quiet_hours(
    office: Office, moment: dt.datetime, quiet: QuietHours | None, letters: int
) -> None:
    office.told("exports.ready", "7", SUNDAY_NOON + dt.timedelta(hours=1))
    if quiet is not None:
        with office.scope():
            set_quiet_hours(actor=SYSTEM, hours=quiet, version=1)

    assert len(office.morning(moment)) == letters


def test_the_next_one_begins_where_this_one_ended_and_two_rounds_send_one(office: Office) -> None:
    office.told("exports.ready", "7", SUNDAY_NOON + dt.timedelta(hours=1))
    office.morning()
    office.asked.clear()
    office.morning(MONDAY_SEVEN + dt.timedelta(minutes=5))
    assert len(mail.outbox) == 1

    office.morning(MONDAY_SEVEN + dt.timedelta(days=3))

    assert len(mail.outbox) == 1
    assert [one["since"] for one in office.asked] == [MONDAY_SEVEN.isoformat()]


def test_nothing_new_is_no_letter(office: Office) -> None:
    assert office.morning() == []
    assert len(office.asked) == 1


def test_a_weekly_one_comes_on_its_day(office: Office) -> None:
    with office.scope():
        choose(actor=office.agent, wishes=Wishes(digest="week", weekday=2, hour=7))
        row = Choice.objects.get()
    assert row.next_at == dt.datetime(2026, 3, 4, 5, tzinfo=dt.UTC)


def test_whoever_left_is_not_written_to_and_what_they_chose_goes(office: Office) -> None:
    office.told("exports.ready", "7", SUNDAY_NOON + dt.timedelta(hours=1))
    with office.scope():
        suspend(actor=SYSTEM, user_id=office.agent.id or 0)

    assert office.morning() == []
    with office.scope():
        assert not Choice.objects.exists()


def test_a_letter_that_is_not_taken_is_tried_again_for_half_a_day(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise OSError("no server")

    office.told("exports.ready", "7", SUNDAY_NOON + dt.timedelta(hours=1))
    monkeypatch.setattr(EmailBackend, "send_messages", refuse)

    with pytest.raises(RetryLater):
        office.morning()
    office.at(MONDAY_SEVEN + dt.timedelta(hours=12))
    with pytest.raises(OSError, match="no server"):
        jobs.send_digest(**office.asked[0])


@pytest.mark.parametrize("kind", [DIGEST, "exports.ready"])
def test_the_link_of_a_letter_stops_its_kind_and_no_other(office: Office, kind: str) -> None:
    with office.scope():
        link = choices.headers_of(user_id=office.agent.id or 0, kind=kind)["List-Unsubscribe"]
    stopping = stopped_by(token=link.split("/stop/")[1].rstrip("/>"))
    assert stopping == Stopping(organisation_id=office.id, user_id=office.agent.id or 0, kind=kind)

    stop(stopping=stopping)
    stop(stopping=stopping)

    with office.scope():
        found = wishes_of(actor=office.agent)
        assert (found.digest, found.stopped) == (("none", frozenset()) if kind == DIGEST else ("day", {kind}))
        assert wants(user_id=office.agent.id or 0, kind="exports.ready") is (kind == DIGEST)
        assert wants(user_id=office.agent.id or 0, kind="calls.alert")
        assert AuditEntry.objects.filter(action="letters.chosen").count() == 2


def test_nobody_chooses_for_somebody_else_or_what_does_not_exist(office: Office) -> None:
    helper = type(office.agent)(
        kind="member", id=office.agent.id, role="agent", impersonator=Impersonator(id=1, name="Platform")
    )
    with office.scope():
        for actor in (SYSTEM, helper):
            with pytest.raises(NotAllowed):
                choose(actor=actor, wishes=EVERY_DAY)
        with pytest.raises(ValueError, match=r"nonsense"):
            choose(actor=office.agent, wishes=Wishes(stopped=frozenset({"nonsense"})))
    assert stopped_by(token="forged") is None
