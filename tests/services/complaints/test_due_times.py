"""An organisation's own due times: for new reports at once, for open ones by a job, never over a promise by hand."""

import datetime as dt
from datetime import timedelta

import pytest
from tests.factories.complaints import make_complaint
from tests.factories.core import make_member, make_organisation

from baraza.core.audit.models import AuditEntry
from baraza.core.identity.actor import SYSTEM, NotAllowed
from baraza.core.settings.calendar import Calendar, set_calendar
from baraza.core.settings.sections import SettingsChanged
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.complaints.actions.due import set_due
from baraza.services.complaints.actions.due_times import DueHoursUnusable, recompute_some, set_due_times
from baraza.services.complaints.jobs import recompute_due
from baraza.services.complaints.models import Complaint, DueHours, Entry

pytestmark = pytest.mark.django_db
WEEK = {day: (dt.time(8), dt.time(16)) for day in range(5)}


@pytest.fixture
def city() -> int:
    return make_organisation().id


def length_of(reference: str) -> timedelta:
    complaint = Complaint.objects.get(reference=reference)
    return complaint.due_at - complaint.opened_at


def test_new_reports_have_the_new_time_and_open_ones_keep_theirs(city: int) -> None:
    with organisation_scope(organisation_id=city):
        before = make_complaint(category="noise", priority="medium").reference
        set_due_times(actor=SYSTEM, hours={("noise", "medium"): 5}, working_time=False, recompute=False, version=1)
        after = make_complaint(category="noise", priority="medium").reference

        assert length_of(before) == timedelta(hours=72)
        assert length_of(after) == timedelta(hours=5)


def test_working_hours_count_where_the_organisation_chose_so(city: int) -> None:
    with organisation_scope(organisation_id=city):
        set_calendar(actor=SYSTEM, calendar=Calendar(week=WEEK), version=1)
        set_due_times(actor=SYSTEM, hours={}, working_time=True, recompute=False, version=1)
    with organisation_scope(organisation_id=city):
        slow = make_complaint(category="noise", priority="medium").reference
        danger = make_complaint(category="noise", priority="critical").reference

        assert length_of(slow) > timedelta(hours=72)
        assert length_of(danger) == timedelta(hours=4)


def test_open_cases_follow_when_it_is_wanted_once_and_on_their_timeline(city: int) -> None:
    with organisation_scope(organisation_id=city):
        reference = make_complaint(category="noise", priority="medium").reference
        set_due_times(actor=SYSTEM, hours={("noise", "medium"): 5}, working_time=False, recompute=True, version=1)
    recompute_due(organisation_id=city, after=0)
    recompute_due(organisation_id=city, after=0)
    with organisation_scope(organisation_id=city):
        lines = [entry for entry in Entry.objects.filter(kind="change") if "due_at" in entry.changes]

        assert length_of(reference) == timedelta(hours=5)
        assert [line.actor_kind for line in lines] == ["system"]


def test_what_a_supervisor_promised_by_hand_stays(city: int) -> None:
    supervisor = make_member(organisation_id=city, role="supervisor")
    with organisation_scope(organisation_id=city):
        complaint = make_complaint(category="noise", priority="medium")
        promised = complaint.opened_at + timedelta(days=30)
        set_due(actor=supervisor, reference=complaint.reference, due_at=promised, reason="Parts are ordered")
        set_due_times(actor=SYSTEM, hours={("noise", "medium"): 5}, working_time=False, recompute=True, version=1)

        assert recompute_some(after=0) is None
        assert Complaint.objects.get(reference=complaint.reference).due_at == promised


@pytest.mark.parametrize(
    "hours", [{("noise", "high"): 0}, {("noise", "high"): 8761}, {("noise", "soon"): 5}, {("dragons", "high"): 5}]
)
def test_what_cannot_be_a_due_time_is_refused(city: int, hours: dict[tuple[str, str], int]) -> None:
    with organisation_scope(organisation_id=city):
        with pytest.raises(DueHoursUnusable):
            set_due_times(actor=SYSTEM, hours=hours, working_time=False, recompute=False, version=1)

        assert not DueHours.objects.exists()


def test_a_stale_page_and_a_clerk_change_nothing(city: int) -> None:
    clerk = make_member(organisation_id=city)
    with organisation_scope(organisation_id=city):
        with pytest.raises(SettingsChanged):
            set_due_times(actor=SYSTEM, hours={}, working_time=True, recompute=False, version=2)
        with pytest.raises(NotAllowed):
            set_due_times(actor=clerk, hours={}, working_time=True, recompute=False, version=1)


def test_the_trail_says_what_was_before(city: int) -> None:
    with organisation_scope(organisation_id=city):
        set_due_times(actor=SYSTEM, hours={("noise", "high"): 9}, working_time=True, recompute=False, version=1)
        entry = AuditEntry.objects.get(action="settings.due_times_changed")

    assert entry.changes == {"hours": [{}, {"noise/high": 9}], "working_time": [False, True]}
