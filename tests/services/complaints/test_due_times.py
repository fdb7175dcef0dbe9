"""An organisation's own hours hold from the first report to the last correction."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from tests.factories.complaints import make_complaint, make_contact
from tests.factories.core import make_member, make_organisation

from baraza.core.identity.actor import Actor, resident
from baraza.core.tenancy.scope import current_organisation_id, organisation_scope
from baraza.services.complaints.actions.correct import correct
from baraza.services.complaints.actions.move import move, reopen
from baraza.services.complaints.models import Complaint, DueHours
from baraza.services.complaints.states import State

pytestmark = pytest.mark.django_db
OWN_HOURS = 7


@pytest.fixture
def clerk() -> Iterator[Actor]:
    organisation = make_organisation()
    with organisation_scope(organisation_id=organisation.id):
        DueHours.objects.create(
            organisation_id=current_organisation_id(), category="streetlight", priority="low", hours=OWN_HOURS
        )
        yield make_member(organisation_id=organisation.id)


def test_a_new_report_is_due_by_the_organisations_hours(clerk: Actor) -> None:
    complaint = make_complaint(category="streetlight", priority="low")
    assert complaint.due_at - complaint.opened_at == timedelta(hours=OWN_HOURS)


def test_a_corrected_report_is_due_by_the_organisations_hours(clerk: Actor) -> None:
    reference = make_complaint(category="other", priority="high").reference
    correct(actor=clerk, reference=reference, category="streetlight", priority="low")
    complaint = Complaint.objects.get(reference=reference)
    assert complaint.due_at - complaint.opened_at == timedelta(hours=OWN_HOURS)


def _resolved(clerk: Actor) -> Complaint:
    reference = make_complaint(category="streetlight", priority="low", contact_id=make_contact()).reference
    move(actor=clerk, reference=reference, wanted=State.RESOLVED, reason="The lamp was changed.")
    Complaint.objects.filter(reference=reference).update(due_at="2020-01-01T00:00Z")
    return Complaint.objects.get(reference=reference)


def _assert_begins_anew(complaint: Complaint) -> None:
    assert complaint.state == State.REOPENED
    assert (complaint.resolved_at, complaint.closed_at) == (None, None)
    assert complaint.due_at - complaint.changed_at == pytest.approx(
        timedelta(hours=OWN_HOURS), abs=timedelta(minutes=1)
    )


def test_a_report_that_a_resident_opens_again_is_due_by_the_organisations_hours(clerk: Actor) -> None:
    before = _resolved(clerk)
    reopen(
        actor=resident(contact_id=before.contact_id), reference=before.reference, reason="Dark again", source_key="k:1"
    )
    _assert_begins_anew(Complaint.objects.get(pk=before.pk))


def test_a_report_that_staff_open_again_begins_anew_too(clerk: Actor) -> None:
    before = _resolved(clerk)
    move(actor=clerk, reference=before.reference, wanted=State.REOPENED, reason="Not fixed")
    _assert_begins_anew(Complaint.objects.get(pk=before.pk))
