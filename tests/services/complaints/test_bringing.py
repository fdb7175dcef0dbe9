"""Histories taken over keep the times they had, tell nobody, count in the figures, and come in once."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.factories.complaints import make_contact
from tests.factories.core import make_member, make_organisation

from baraza.core.audit.models import AuditEntry
from baraza.core.identity.actor import SYSTEM, NotAllowed
from baraza.core.tenancy.scope import organisation_scope
from baraza.messaging.models import OutboxEntry
from baraza.services.complaints.actions.bring import PastComplaint, PastLine, bring_in
from baraza.services.complaints.actions.figures import fold_organisation
from baraza.services.complaints.actions.open import NewComplaint
from baraza.services.complaints.models import Complaint, Entry, Merge, Rating
from baraza.services.complaints.queries.figures_check import figure_differences
from baraza.services.complaints.states import State

pytestmark = pytest.mark.django_db
OPENED = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
DONE = OPENED + timedelta(days=2)


def past(key: str, *, contact_id: int | None = None, same_as: str = "") -> PastComplaint:
    done = PastLine(at=DONE, kind="change", by=None, text="Fixed", changes={"state": ["SUBMITTED", "RESOLVED"]})
    said = PastLine(at=OPENED + timedelta(hours=1), kind="comment", by=None, text="It is worse")
    return PastComplaint(
        new=NewComplaint(
            source_key=key,
            channel="whatsapp",
            language="en",
            description="Burst pipe",
            category="burst_pipe",
            priority="high",
            contact_id=contact_id,
        ),
        state=State.RESOLVED,
        opened_at=OPENED,
        due_at=OPENED + timedelta(days=1),
        lines=(done, said),
        version=2,
        acknowledged_at=OPENED + timedelta(hours=2),
        resolved_at=DONE,
        stars=4,
        rated_at=DONE,
        same_as=same_as,
    )


def test_a_history_keeps_its_times_and_tells_nobody() -> None:
    city = make_organisation().id
    with organisation_scope(organisation_id=city):
        number = bring_in(actor=SYSTEM, past=[past("old:1", contact_id=make_contact())])
        row = Complaint.objects.get()

        assert number == 1
        assert (row.opened_at, row.resolved_at, row.changed_at, row.state) == (OPENED, DONE, DONE, "RESOLVED")
        assert row.reference[3:7] == "2026"
        assert list(Entry.objects.order_by("id").values_list("kind", "at")) == [
            ("comment", OPENED + timedelta(hours=1)),
            ("change", DONE),
        ]
        assert list(Rating.objects.values_list("stars", "rated_at")) == [(4, DONE)]
        assert OutboxEntry.objects.count() == 0
        entry = AuditEntry.objects.get(action="complaints.brought_in")
        assert entry.changes == {"complaints": 1}
    fold_organisation(organisation_id=city)
    with organisation_scope(organisation_id=city):
        assert figure_differences() == []


def test_the_same_history_comes_in_once() -> None:
    with organisation_scope(organisation_id=make_organisation().id):
        bring_in(actor=SYSTEM, past=[past("old:1")])

        assert bring_in(actor=SYSTEM, past=[past("old:1"), past("old:2")]) == 1
        assert Complaint.objects.count() == 2


def test_what_was_the_same_is_merged() -> None:
    with organisation_scope(organisation_id=make_organisation().id):
        bring_in(actor=SYSTEM, past=[past("old:1"), past("old:2", same_as="old:1")])
        first, second = Complaint.objects.order_by("source_key")

        assert (second.state, second.duplicate_of_id) == ("DUPLICATE", first.pk)
        assert Merge.objects.get().survivor_id == first.pk


def test_no_member_takes_histories_over() -> None:
    city = make_organisation().id
    admin = make_member(organisation_id=city, role="org_admin")
    with organisation_scope(organisation_id=city):
        with pytest.raises(NotAllowed):
            bring_in(actor=admin, past=[past("old:1")])
        assert Complaint.objects.count() == 0
