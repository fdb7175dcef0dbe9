"""Staff hear that a case is due soon or overdue: the right people, once per due time, also with two workers."""

import threading
from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import connections
from tests.conftest import CommittedDatabase
from tests.factories.complaints import make_complaint
from tests.factories.core import make_member, make_organisation

from baraza.capabilities.live.models import MemberNotice
from baraza.core.identity.actions.teams import make_team
from baraza.core.identity.actor import SYSTEM
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now
from baraza.services.complaints.actions import reminders
from baraza.services.complaints.actions.assign import assign
from baraza.services.complaints.jobs import remind_of_due_times
from baraza.services.complaints.models import Complaint, DueReminder

AGO = timedelta(minutes=5)


def case(*, opened_ago: timedelta, due_in: timedelta, **columns: object) -> str:
    reference = make_complaint().reference
    Complaint.objects.filter(reference=reference).update(opened_at=now() - opened_ago, due_at=now() + due_in, **columns)
    return reference


def overdue(**columns: object) -> str:
    return case(opened_ago=timedelta(days=3), due_in=-AGO, **columns)


def told(organisation_id: int, kind: str = "complaints.overdue") -> list[tuple[int, str]]:
    with organisation_scope(organisation_id=organisation_id):
        rows = MemberNotice.objects.filter(kind=kind).order_by("user_id", "pk")
        return list(rows.values_list("user_id", "subject"))


@pytest.mark.django_db
def test_the_person_who_has_an_overdue_case_is_told_once() -> None:
    city = make_organisation().id
    clerk = make_member(organisation_id=city)
    make_member(organisation_id=city, role="supervisor")
    with organisation_scope(organisation_id=city):
        reference = overdue(assignee_id=clerk.id)
    remind_of_due_times()
    remind_of_due_times()
    assert told(city) == [(clerk.id, reference)]


@pytest.mark.django_db
def test_without_a_person_the_team_is_told_and_without_a_team_the_supervisors() -> None:
    city = make_organisation().id
    one, two, _ = (make_member(organisation_id=city) for _ in range(3))
    lead = make_member(organisation_id=city, role="supervisor")
    with organisation_scope(organisation_id=city):
        team = make_team(actor=SYSTEM, name="Water", member_ids=[one.id or 0, two.id or 0])
        of_team, of_nobody = overdue(team_id=team), overdue()
    remind_of_due_times()
    assert told(city) == sorted(
        [(one.id, of_team), (two.id, of_team), (lead.id, of_nobody)], key=lambda row: row[0] or 0
    )


@pytest.mark.django_db
def test_a_new_due_time_is_told_anew_and_a_new_person_is_not_told_of_the_old_one() -> None:
    city = make_organisation().id
    clerk, other = make_member(organisation_id=city), make_member(organisation_id=city)
    with organisation_scope(organisation_id=city):
        reference = overdue(assignee_id=clerk.id)
    remind_of_due_times()
    with organisation_scope(organisation_id=city):
        assign(actor=SYSTEM, reference=reference, team_id=None, assignee_id=other.id)
    remind_of_due_times()
    assert told(city) == [(clerk.id, reference)]
    with organisation_scope(organisation_id=city):
        Complaint.objects.filter(reference=reference).update(due_at=now() - timedelta(minutes=1))
    remind_of_due_times()
    assert told(city) == [(clerk.id, reference), (other.id, reference)]


@pytest.mark.django_db
def test_what_is_settled_or_long_overdue_is_told_to_nobody() -> None:
    city = make_organisation().id
    clerk = make_member(organisation_id=city)
    with organisation_scope(organisation_id=city):
        overdue(assignee_id=clerk.id, state="CLOSED")
        case(opened_ago=timedelta(days=30), due_in=timedelta(days=-3), assignee_id=clerk.id)
    remind_of_due_times()
    assert told(city) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("opened_ago", "due_in", "times"),
    [
        # The last quarter of four hours, and the time before it.
        (timedelta(hours=3, minutes=5), timedelta(minutes=55), 1),
        (timedelta(hours=2, minutes=50), timedelta(minutes=70), 0),
        # The last day of twenty, of which a quarter would be five.
        (timedelta(days=19, hours=1), timedelta(hours=23), 1),
        (timedelta(days=18), timedelta(hours=25), 0),
    ],
)
def test_due_soon_is_the_last_quarter_and_never_more_than_a_day(
    opened_ago: timedelta, due_in: timedelta, times: int
) -> None:
    city = make_organisation().id
    clerk = make_member(organisation_id=city)
    with organisation_scope(organisation_id=city):
        reference = case(opened_ago=opened_ago, due_in=due_in, assignee_id=clerk.id)
        case(opened_ago=opened_ago, due_in=due_in)
    remind_of_due_times()
    remind_of_due_times()
    assert told(city, "complaints.due_soon") == [(clerk.id, reference)] * times


@pytest.mark.django_db
def test_a_round_is_bounded_and_the_next_one_goes_on() -> None:
    city = make_organisation().id
    clerk = make_member(organisation_id=city)
    with organisation_scope(organisation_id=city):
        references = {overdue(assignee_id=clerk.id) for _ in range(3)}
    with patch.object(reminders, "_MOST", 2):
        remind_of_due_times()
        assert len(told(city)) == 2
        remind_of_due_times()
    assert {subject for _, subject in told(city)} == references


def test_two_workers_at_once_tell_each_case_once(committed_database: CommittedDatabase) -> None:
    city = make_organisation().id
    clerk = make_member(organisation_id=city)
    with organisation_scope(organisation_id=city):
        references = {overdue(assignee_id=clerk.id) for _ in range(5)}
    wrong = at_once(remind_of_due_times, remind_of_due_times)
    remind_of_due_times()
    assert wrong == []
    assert sorted(subject for _, subject in told(city)) == sorted(references)
    with organisation_scope(organisation_id=city):
        assert DueReminder.objects.count() == 5


def at_once(*acts: Callable[[], object]) -> list[Exception]:
    """Each in a thread with its own connection; what went wrong."""
    wrong: list[Exception] = []
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait()
            act()
        except Exception as error:  # noqa: BLE001 - the test says what it was
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong
