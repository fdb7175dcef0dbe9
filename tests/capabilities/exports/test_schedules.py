"""Lists that are made by themselves: at the right moment, once, and told of by one letter to each person."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email.utils import parseaddr

import pytest
from django.core import mail
from pytest_django import Settings
from tests.capabilities.exports.moments import utc
from tests.capabilities.exports.running import letters_of, run, write
from tests.capabilities.exports.town import Town
from tests.factories.core import make_member, make_organisation
from tests.fakes.mail_server import MailServer

from baraza.capabilities.exports import letters, scheduling
from baraza.capabilities.exports.errors import ScheduleWrong
from baraza.capabilities.exports.models import Letter, Schedule
from baraza.capabilities.exports.queries import list_exports, list_schedules
from baraza.capabilities.exports.scheduling import Plan, switch_schedule
from baraza.core.identity.actor import Actor, NotAllowed
from baraza.core.identity.models import Membership
from baraza.core.jobs.queries import queue_length
from baraza.core.jobs.registry import RetryLater
from baraza.core.tenancy.scope import organisation_scope, platform_scope


@pytest.fixture
def lead(town: Town) -> Actor:
    return make_member(organisation_id=town.profile.id, role="supervisor", name="Sipho", email="sipho@example.org")


@pytest.fixture
def plan(town: Town, lead: Actor) -> Plan:
    return Plan(
        title="Numbers\nBcc: x@example.org", kind="numbers", format="csv", every="day", hour=7,
        recipient_ids=(lead.id or 0, town.clerk.id or 0), narrowed_by=("Only some",),
    )  # fmt: skip


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def at(text: str) -> None:
        monkeypatch.setattr(scheduling, "now", lambda: utc(text))

    at("2026-03-01 12:00")
    return at


def made(town: Town, lead: Actor, plan: Plan, clock: Callable[[str], None]) -> str:
    write(town, lead, plan)
    clock("2026-03-02 05:00")
    (export_id,) = run(town)
    assert town.make(export_id).state == "done"
    return export_id


def test_nothing_is_made_before_its_time_and_once_at_it(
    town: Town, lead: Actor, plan: Plan, clock: Callable[[str], None]
) -> None:
    write(town, lead, plan)
    counts = []
    for at in ("2026-03-02 04:59", "2026-03-02 05:00", "2026-03-02 05:01", "2026-03-03 05:00"):
        clock(at)
        counts.append(len(run(town)))

    assert counts == [0, 1, 0, 1]


def test_days_that_were_missed_are_made_up_for_once(
    town: Town, lead: Actor, plan: Plan, clock: Callable[[str], None]
) -> None:
    write(town, lead, plan)
    clock("2026-03-09 12:00")

    assert (len(run(town)), len(run(town))) == (1, 0)


def test_a_second_scheduler_that_saw_the_same_moment_makes_nothing(
    town: Town, lead: Actor, plan: Plan, clock: Callable[[str], None]
) -> None:
    schedule_id = write(town, lead, plan)
    clock("2026-03-02 05:00")
    first = run(town)
    with organisation_scope(organisation_id=town.profile.id):
        # As the other one read it before the first one's commit.
        Schedule.objects.filter(pk=schedule_id).update(next_at=utc("2026-03-02 05:00"))

    assert (len(first), run(town)) == (1, [])


def test_the_last_period_narrows_the_list(town: Town, lead: Actor, plan: Plan, clock: Callable[[str], None]) -> None:
    export_id = made(town, lead, replace(plan, period="last"), clock)

    assert town.numbers.narrowings[0] == {
        "since": "2026-03-01 00:00:00+02:00",
        "until": "2026-03-02 00:00:00+02:00",
    }
    assert town.row(export_id).narrowed_by == ["Only some", "2026-03-01"]


def test_each_recipient_gets_one_letter_with_a_link_and_no_file(
    town: Town, lead: Actor, plan: Plan, clock: Callable[[str], None], settings: Settings
) -> None:
    settings.PUBLIC_URL = "https://desk.example.org"
    export_id = made(town, lead, plan, clock)
    for _ in range(2):
        for letter_id in letters_of(town):
            letters.send(organisation_id=town.profile.id, letter_id=letter_id)

    assert len(mail.outbox) == 2
    letter = next(one for one in mail.outbox if one.to == ["sipho@example.org"])
    link = f"https://desk.example.org/console/exports/{export_id}/"
    assert letter.subject == "Numbers Bcc: x@example.org is ready"
    assert letter.attachments == []
    assert parseaddr(letter.from_email) == (town.profile.name, "no-reply@localhost")
    assert link in letter.body
    (html,) = [one.content for one in letter.alternatives if one.mimetype == "text/html"]
    assert f'<a href="{link}"' in str(html)
    assert "Hello Sipho," in letter.body
    assert "Only some" in letter.body
    assert "Rows: 5." in letter.body
    assert "text 1" not in letter.body + str(html)
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
    assert set(letters_of(town).values()) == {"sent"}


def test_a_recipient_opens_the_file_and_others_do_not(
    town: Town, lead: Actor, plan: Plan, clock: Callable[[str], None]
) -> None:
    export_id = made(town, lead, plan, clock)
    other = make_member(organisation_id=town.profile.id, role="agent")

    assert town.content(export_id).startswith(b"\xef\xbb\xbfNumber")
    with organisation_scope(organisation_id=town.profile.id):
        assert list_exports(actor=other) == []


def test_who_may_not_read_the_list_any_more_is_not_written_to(
    town: Town, lead: Actor, plan: Plan, clock: Callable[[str], None]
) -> None:
    write(town, lead, plan)
    with platform_scope():
        Membership.objects.filter(user_id=town.clerk.id).update(active=False)
    clock("2026-03-02 05:00")
    (export_id,) = run(town)
    town.make(export_id)

    assert len(letters_of(town)) == 1


def test_a_schedule_needs_recipients_of_ones_own_who_may_read_the_list(town: Town, lead: Actor, plan: Plan) -> None:
    stranger = make_member(organisation_id=make_organisation().id)
    for people in ((), (stranger.id or 0,), (lead.id or 0, 10**9)):
        with pytest.raises(ScheduleWrong):
            write(town, lead, replace(plan, recipient_ids=people))
    with pytest.raises(NotAllowed):
        write(town, town.clerk, plan)

    with organisation_scope(organisation_id=town.profile.id):
        assert list_schedules() == []


def test_switched_off_it_makes_nothing_and_switched_on_it_goes_on_from_then(
    town: Town, lead: Actor, plan: Plan, clock: Callable[[str], None]
) -> None:
    schedule_id = write(town, lead, plan)
    with organisation_scope(organisation_id=town.profile.id):
        switch_schedule(actor=lead, schedule_id=schedule_id, active=False)
    clock("2026-03-05 12:00")
    while_off = run(town)
    with organisation_scope(organisation_id=town.profile.id):
        switch_schedule(actor=lead, schedule_id=schedule_id, active=True)
        (schedule,) = list_schedules()

    assert (while_off, run(town), schedule.next_at) == ([], [], utc("2026-03-06 05:00"))


def test_a_mail_server_that_is_away_is_tried_again_and_then_gets_each_letter_once(
    town: Town, lead: Actor, plan: Plan, clock: Callable[[str], None], settings: Settings
) -> None:
    made(town, lead, plan, clock)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS = "127.0.0.1", False
    first, second = letters_of(town)
    with MailServer() as server:
        settings.EMAIL_PORT = server.port
    with pytest.raises(RetryLater) as away:
        letters.send(organisation_id=town.profile.id, letter_id=first)
    with MailServer(answers=["451 later"]) as server:
        settings.EMAIL_PORT = server.port
        with pytest.raises(RetryLater) as busy:
            letters.send(organisation_id=town.profile.id, letter_id=first)
        for letter_id in (first, second, first):
            letters.send(organisation_id=town.profile.id, letter_id=letter_id)

    assert (away.value.seconds, busy.value.seconds) == (120, 240)
    assert sorted(to for to, _ in server.taken) == sorted(["<sipho@example.org>", server.taken[0][0]])
    assert len(server.taken) == 2
    assert set(letters_of(town).values()) == {"sent"}


def test_an_address_that_is_refused_for_good_is_given_up_and_shown(
    town: Town, lead: Actor, plan: Plan, clock: Callable[[str], None], settings: Settings
) -> None:
    made(town, lead, replace(plan, recipient_ids=(lead.id or 0,)), clock)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS = "127.0.0.1", False
    (letter_id,) = letters_of(town)
    with MailServer(answers=["550 nobody here"]) as server:
        settings.EMAIL_PORT = server.port
        letters.send(organisation_id=town.profile.id, letter_id=letter_id)

    assert letters_of(town) == {letter_id: "failed"}
    with organisation_scope(organisation_id=town.profile.id):
        assert [(one.unsent, one.tried) for one in list_schedules()] == [(1, 0)]


def test_what_the_mail_server_did_not_take_is_shown_and_sent_again_by_whoever_asks(
    town: Town, lead: Actor, plan: Plan, clock: Callable[[str], None], settings: Settings
) -> None:
    made(town, lead, replace(plan, recipient_ids=(lead.id or 0,)), clock)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS = "127.0.0.1", False
    (letter_id,) = letters_of(town)
    with MailServer(answers=["451 later"]) as server:
        settings.EMAIL_PORT = server.port
        with pytest.raises(RetryLater):
            letters.send(organisation_id=town.profile.id, letter_id=letter_id)
        with organisation_scope(organisation_id=town.profile.id):
            (waiting,) = list_schedules()
            before = queue_length()
            asked = scheduling.send_letters_again(actor=lead, schedule_id=waiting.id)
            enqueued = queue_length() - before
        letters.send(organisation_id=town.profile.id, letter_id=letter_id)
        with organisation_scope(organisation_id=town.profile.id):
            (done,) = list_schedules()
            again = scheduling.send_letters_again(actor=lead, schedule_id=done.id)

    assert ((waiting.unsent, waiting.tried), asked, enqueued) == ((0, 1), 1, 1)
    assert ((done.unsent, done.tried), again, len(server.taken)) == ((0, 0), 0, 1)


def test_it_is_given_up_after_many_tries(
    town: Town, lead: Actor, plan: Plan, clock: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    made(town, lead, replace(plan, recipient_ids=(lead.id or 0,)), clock)
    (letter_id,) = letters_of(town)

    def away(*_: object) -> None:
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr(letters.EmailMultiAlternatives, "send", away)
    pauses = []
    for _ in range(11):
        with pytest.raises(RetryLater) as later:
            letters.send(organisation_id=town.profile.id, letter_id=letter_id)
        pauses.append(later.value.seconds)
    letters.send(organisation_id=town.profile.id, letter_id=letter_id)

    assert pauses[:3] == [120, 240, 480]
    assert max(pauses) == timedelta(hours=6).total_seconds()
    assert letters_of(town) == {letter_id: "failed"}


def test_a_letter_whose_worker_died_while_it_was_sent_is_not_sent_a_second_time(
    town: Town, lead: Actor, plan: Plan, clock: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    made(town, lead, replace(plan, recipient_ids=(lead.id or 0,)), clock)
    (letter_id,) = letters_of(town)
    with organisation_scope(organisation_id=town.profile.id):
        Letter.objects.filter(pk=letter_id).update(state="sending")
    with pytest.raises(RetryLater):
        letters.send(organisation_id=town.profile.id, letter_id=letter_id)
    later = letters.now() + timedelta(minutes=6)
    monkeypatch.setattr(letters, "now", lambda: later)
    letters.send(organisation_id=town.profile.id, letter_id=letter_id)

    assert letters_of(town) == {letter_id: "uncertain"}
    assert mail.outbox == []
