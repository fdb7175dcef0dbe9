"""What residents and staff do with a complaint, and what is refused to whom."""

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.db.models import QuerySet
from tests.factories.complaints import make_complaint, make_contact
from tests.factories.core import make_member, make_organisation

from baraza.capabilities.triage.models import Correction
from baraza.conversation.threads.queries import Box, list_threads
from baraza.core.audit.models import AuditEntry
from baraza.core.identity.actor import SYSTEM, Actor, NotAllowed, resident
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.complaints.actions.answers import note, reply
from baraza.services.complaints.actions.correct import correct
from baraza.services.complaints.actions.locks import ChangedMeanwhile
from baraza.services.complaints.actions.merged import move_to_contact
from baraza.services.complaints.actions.move import ReasonMissing, move, reopen, take
from baraza.services.complaints.actions.open import NewComplaint, ReferencesExhausted, open_complaint
from baraza.services.complaints.actions.people import ask_person
from baraza.services.complaints.actions.words import NothingSaid, add_photo, comment, follow
from baraza.services.complaints.models import Complaint
from baraza.services.complaints.queries.one import ComplaintUnknown, get_complaint, get_timeline
from baraza.services.complaints.states import MoveRefused, State

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> Iterator[OrganisationProfile]:
    organisation = make_organisation()
    with organisation_scope(organisation_id=organisation.id):
        yield organisation


@pytest.fixture
def clerk(city: OrganisationProfile) -> Actor:
    return make_member(organisation_id=city.id)


def test_a_report_gets_a_reference_a_due_time_and_an_audit_entry(city: OrganisationProfile) -> None:
    complaint = make_complaint()

    assert complaint.reference.startswith("MI-")
    assert complaint.state is State.SUBMITTED
    assert (complaint.due_at - complaint.opened_at).total_seconds() == 24 * 3600
    entry = AuditEntry.objects.get(subject_id=complaint.reference)
    assert entry.action == "complaint.opened"
    assert "description" not in entry.changes


def test_the_same_act_twice_opens_one_report(city: OrganisationProfile) -> None:
    first, second = make_complaint(source_key="turn:1"), make_complaint(source_key="turn:1")

    assert first.reference == second.reference
    assert Complaint.objects.count() == 1


def test_two_processes_that_do_the_same_act_at_once_open_one_report_with_each_photo_once(
    city: OrganisationProfile,
) -> None:
    first = make_complaint(source_key="web:1", photos=("photo-1", "photo-2"))

    # The second one looked before the first one had committed.
    with patch.object(QuerySet, "first", return_value=None):
        second = open_complaint(
            actor=resident(contact_id=None),
            new=NewComplaint(
                source_key="web:1",
                channel="web",
                language="en",
                description="Burst pipe",
                category="burst_pipe",
                priority="high",
                photos=("photo-1", "photo-2"),
            ),
        )

    assert second == first.reference
    assert [line.media_id for line in get_timeline(complaint_id=first.id, public_only=False)] == ["photo-1", "photo-2"]
    assert AuditEntry.objects.filter(action="complaint.opened").count() == 1


def test_a_reference_that_is_taken_is_drawn_again(city: OrganisationProfile) -> None:
    taken = make_complaint().reference

    with patch("baraza.services.complaints.actions.open.new_reference", side_effect=[taken, taken, "MI-2026-AAAAAA"]):
        assert make_complaint().reference == "MI-2026-AAAAAA"


def test_references_that_never_come_free_are_an_error_and_not_a_loop(city: OrganisationProfile) -> None:
    taken = make_complaint().reference

    with (
        patch("baraza.services.complaints.actions.open.new_reference", return_value=taken),
        pytest.raises(ReferencesExhausted),
    ):
        make_complaint()


def test_a_clerk_takes_works_and_resolves_with_a_reason(city: OrganisationProfile, clerk: Actor) -> None:
    reference = make_complaint().reference

    take(actor=clerk, reference=reference)
    move(actor=clerk, reference=reference, wanted=State.IN_PROGRESS)
    move(actor=clerk, reference=reference, wanted=State.RESOLVED, reason="Pipe replaced")

    done = get_complaint(reference=reference)
    assert (done.state, done.assignee_id) == (State.RESOLVED, clerk.id)
    assert done.resolved_at is not None
    states = [line.changes["state"] for line in get_timeline(complaint_id=done.id, public_only=True)]
    assert states == [["SUBMITTED", "ASSIGNED"], ["ASSIGNED", "IN_PROGRESS"], ["IN_PROGRESS", "RESOLVED"]]


@pytest.mark.parametrize("wanted", [State.RESOLVED, State.REJECTED])
def test_done_and_not_accepted_have_to_be_explained(city: OrganisationProfile, clerk: Actor, wanted: State) -> None:
    reference = make_complaint().reference

    with pytest.raises(ReasonMissing):
        move(actor=clerk, reference=reference, wanted=wanted, reason="  ")

    assert get_complaint(reference=reference).state is State.SUBMITTED


def test_a_move_outside_the_table_changes_nothing(city: OrganisationProfile, clerk: Actor) -> None:
    reference = make_complaint().reference

    with pytest.raises(MoveRefused):
        move(actor=clerk, reference=reference, wanted=State.CLOSED)

    assert get_complaint(reference=reference).version == 1


def test_the_second_clerks_save_never_overwrites_the_first_ones(city: OrganisationProfile, clerk: Actor) -> None:
    complaint = make_complaint()
    take(actor=clerk, reference=complaint.reference)

    with pytest.raises(ChangedMeanwhile):
        move(
            actor=clerk,
            reference=complaint.reference,
            wanted=State.REJECTED,
            reason="Not ours",
            expected_version=complaint.version,
        )

    assert get_complaint(reference=complaint.reference).state is State.ASSIGNED


def test_a_resident_reopens_what_is_not_fixed_and_the_clock_starts_again(
    city: OrganisationProfile, clerk: Actor
) -> None:
    complaint = make_complaint()
    move(actor=clerk, reference=complaint.reference, wanted=State.RESOLVED, reason="Done")

    for _ in range(2):
        reopen(
            actor=resident(contact_id=None), reference=complaint.reference, reason="Still leaking", source_key="turn:9"
        )

    again = get_complaint(reference=complaint.reference)
    assert again.state is State.REOPENED
    assert again.resolved_at is None
    assert again.due_at > complaint.due_at
    words = [line.text for line in get_timeline(complaint_id=again.id, public_only=True) if line.kind == "comment"]
    assert words == ["Still leaking"]


def test_what_is_open_cannot_be_reopened(city: OrganisationProfile) -> None:
    with pytest.raises(MoveRefused):
        reopen(
            actor=resident(contact_id=None), reference=make_complaint().reference, reason="Hello?", source_key="turn:9"
        )


def test_comments_photos_replies_and_notes_stand_in_the_timeline_once(city: OrganisationProfile, clerk: Actor) -> None:
    reference, person = make_complaint().reference, resident(contact_id=None)

    for _ in range(2):
        comment(actor=person, reference=reference, text="It is getting worse", source_key="a")
        add_photo(actor=person, reference=reference, media_id="m1", source_key="b")
        reply(actor=clerk, reference=reference, text="We are on our way", source_key="c")
        note(actor=clerk, reference=reference, text="Ask the depot", source_key="d")

    complaint_id = get_complaint(reference=reference).id
    assert [line.kind for line in get_timeline(complaint_id=complaint_id, public_only=False)] == [
        "comment",
        "photo",
        "reply",
        "note",
    ]
    assert [line.kind for line in get_timeline(complaint_id=complaint_id, public_only=True)] == [
        "comment",
        "photo",
        "reply",
    ]


def test_empty_words_are_refused(city: OrganisationProfile, clerk: Actor) -> None:
    with pytest.raises(NothingSaid):
        reply(actor=clerk, reference=make_complaint().reference, text=" \n ", source_key="x")


def test_whoever_has_the_same_problem_follows_once(city: OrganisationProfile) -> None:
    complaint, neighbour = make_complaint(contact_id=make_contact()), make_contact()

    for _ in range(2):
        follow(
            actor=resident(contact_id=neighbour), reference=complaint.reference, words="Here too", source_key="turn:3"
        )

    assert get_complaint(reference=complaint.reference).followers == 1


def test_a_correction_is_kept_for_triage(city: OrganisationProfile, clerk: Actor) -> None:
    complaint = make_complaint(
        guessed_category="water_leak", guessed_priority="medium", guess_confidence=0.6, guess_model="test-1"
    )

    correct(actor=clerk, reference=complaint.reference, category="burst_pipe", priority="critical")

    assert get_complaint(reference=complaint.reference).priority == "critical"
    kept = Correction.objects.get()
    assert (kept.guessed_category, kept.chosen_category, kept.model_version) == ("water_leak", "burst_pipe", "test-1")


def test_a_question_to_a_person_waits_once(city: OrganisationProfile) -> None:
    contact_id = make_contact()

    for _ in range(2):
        ask_person(
            actor=resident(contact_id=contact_id), text="Who empties the bins?", connection_id=None, source_key="turn:5"
        )

    (waiting,) = list_threads(box=Box.WAITING, member_id=None).threads
    assert (waiting.contact_id, waiting.question, waiting.unread) == (contact_id, "Who empties the bins?", 1)


STAFF_ACTS = {
    "take": lambda actor, reference: take(actor=actor, reference=reference),
    "move": lambda actor, reference: move(actor=actor, reference=reference, wanted=State.ACKNOWLEDGED),
    "reply": lambda actor, reference: reply(actor=actor, reference=reference, text="Hello", source_key="k"),
    "note": lambda actor, reference: note(actor=actor, reference=reference, text="Hello", source_key="k"),
    "correct": lambda actor, reference: correct(actor=actor, reference=reference, category="noise", priority="low"),
}


@pytest.mark.parametrize("act", sorted(STAFF_ACTS))
@pytest.mark.parametrize("role", ["org_admin", "supervisor", "agent"])
def test_working_roles_may_act(city: OrganisationProfile, act: str, role: str) -> None:
    reference = make_complaint().reference

    STAFF_ACTS[act](make_member(organisation_id=city.id, role=role), reference)

    assert AuditEntry.objects.filter(subject_id=reference).count() == 2


@pytest.mark.parametrize("act", sorted(STAFF_ACTS))
@pytest.mark.parametrize("kind", ["org_viewer", "resident", "no role"])
def test_nobody_else_may_act_and_nothing_is_changed(city: OrganisationProfile, act: str, kind: str) -> None:
    complaint = make_complaint()
    actors = {
        "org_viewer": make_member(organisation_id=city.id, role="org_viewer"),
        "resident": resident(contact_id=None),
        "no role": Actor(kind="member", id=SYSTEM.id, role=""),
    }

    with pytest.raises(NotAllowed):
        STAFF_ACTS[act](actors[kind], complaint.reference)

    assert get_complaint(reference=complaint.reference) == complaint
    assert get_timeline(complaint_id=complaint.id, public_only=False) == []


@pytest.mark.parametrize("act", sorted(STAFF_ACTS))
def test_another_organisations_complaint_is_unknown_to_every_act(act: str) -> None:
    ours, theirs = make_organisation(), make_organisation()
    with organisation_scope(organisation_id=theirs.id):
        reference = make_complaint().reference

    with organisation_scope(organisation_id=ours.id), pytest.raises(ComplaintUnknown):
        STAFF_ACTS[act](make_member(organisation_id=ours.id), reference)

    with organisation_scope(organisation_id=theirs.id):
        assert get_complaint(reference=reference).version == 1


def test_when_two_contacts_are_one_person_their_matters_are_too(city: OrganisationProfile) -> None:
    kept, gone = make_contact(), make_contact()
    mine, other = make_complaint(contact_id=gone), make_complaint()
    for contact_id in (kept, gone):
        follow(actor=resident(contact_id=contact_id), reference=other.reference, words="", source_key=f"f{contact_id}")

    move_to_contact(kept_id=kept, gone_id=gone)

    assert get_complaint(reference=mine.reference).contact_id == kept
    assert get_complaint(reference=other.reference).followers == 1
