"""Two reports of the same problem become one matter, and two again, exactly as they were."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.factories.complaints import make_complaint, make_contact
from tests.factories.core import make_member, make_organisation

from baraza.core.audit.models import AuditEntry
from baraza.core.identity.actor import Actor, resident
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.complaints import notices
from baraza.services.complaints.actions.locks import ChangedMeanwhile
from baraza.services.complaints.actions.merge import NotMerged, SameReport, merge, split
from baraza.services.complaints.actions.move import move
from baraza.services.complaints.actions.words import follow
from baraza.services.complaints.models import Complaint, Follower
from baraza.services.complaints.queries.case import get_case
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


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    calls: list[dict[str, Any]] = []
    monkeypatch.setattr(notices, "notify", lambda **call: calls.append(call))
    return calls


def followers_of(reference: str) -> set[int]:
    rows = Follower.objects.filter(complaint__reference=reference)
    return set(rows.values_list("contact_id", flat=True))


def changes_of(reference: str) -> list[dict[str, object]]:
    found = get_complaint(reference=reference)
    return [line.changes for line in get_timeline(complaint_id=found.id, public_only=False)]


def test_a_merged_report_says_so_on_both_sides_and_in_the_trail(city: OrganisationProfile, clerk: Actor) -> None:
    one, other = make_complaint().reference, make_complaint().reference

    survivor = merge(actor=clerk, reference=one, into=other)

    assert survivor == other
    assert (get_complaint(reference=one).state, get_complaint(reference=one).duplicate_of) == (State.DUPLICATE, other)
    assert get_case(reference=other).duplicates == (one,)
    assert changes_of(one) == [{"state": ["SUBMITTED", "DUPLICATE"], "duplicate_of": other}]
    assert changes_of(other) == [{"merged": one}]
    actions = AuditEntry.objects.filter(subject_id__in=[one, other]).exclude(action="complaint.opened")
    assert sorted(actions.values_list("subject_id", "action")) == sorted(
        [(one, "complaint.merged"), (other, "complaint.took_duplicate")]
    )


def test_who_reported_or_follows_the_duplicate_follows_the_one_that_goes_on_and_is_told_in_their_language(
    city: OrganisationProfile, clerk: Actor, told: list[dict[str, Any]]
) -> None:
    reporter, neighbour, owner = make_contact(), make_contact(language="zu"), make_contact()
    one = make_complaint(contact_id=reporter, language="af").reference
    other = make_complaint(contact_id=owner).reference
    follow(actor=resident(contact_id=neighbour), reference=one, words="", source_key="f")

    merge(actor=clerk, reference=one, into=other)

    assert followers_of(other) == {reporter, neighbour}
    assert [(call["contact_id"], call["text"]) for call in told] == [
        (
            reporter,
            (
                f"Aanmelding {one} gaan oor dieselfde probleem as aanmelding {other}. "
                f"Ons gaan voort met {other} en laat u weet wat daar gebeur."
            ),
        ),
        (
            neighbour,
            (
                f"Umbiko {one} uphathelene nenkinga efanayo nombiko {other}. "
                f"Siqhubeka nombiko {other} futhi sizokwazisa okwenzekayo kuwo."
            ),
        ),
    ]


def test_news_of_the_one_that_goes_on_reach_everybody_once(
    city: OrganisationProfile, clerk: Actor, told: list[dict[str, Any]]
) -> None:
    reporter, owner = make_contact(), make_contact()
    one, other = make_complaint(contact_id=reporter).reference, make_complaint(contact_id=owner).reference
    merge(actor=clerk, reference=one, into=other)
    told.clear()

    move(actor=clerk, reference=other, wanted=State.RESOLVED, reason="Done")

    assert [call["contact_id"] for call in told] == [owner, reporter]


def test_a_split_puts_back_exactly_what_was(
    city: OrganisationProfile, clerk: Actor, told: list[dict[str, Any]]
) -> None:
    reporter, neighbour, own = make_contact(), make_contact(), make_contact()
    one, other = make_complaint(contact_id=reporter), make_complaint()
    move(actor=clerk, reference=one.reference, wanted=State.IN_PROGRESS)
    follow(actor=resident(contact_id=neighbour), reference=one.reference, words="", source_key="f1")
    follow(actor=resident(contact_id=own), reference=other.reference, words="", source_key="f2")
    before = Complaint.objects.filter(pk=one.id).values("state", "due_at", "acknowledged_at", "resolved_at").get()
    merge(actor=clerk, reference=one.reference, into=other.reference)

    split(actor=clerk, reference=one.reference)

    after = Complaint.objects.filter(pk=one.id).values("state", "due_at", "acknowledged_at", "resolved_at").get()
    assert after == before
    assert get_complaint(reference=one.reference).duplicate_of == ""
    assert (followers_of(one.reference), followers_of(other.reference)) == ({neighbour}, {own})
    assert changes_of(other.reference)[-1] == {"split": one.reference}
    assert f"Report {one.reference} is a matter of its own again." in told[-1]["text"]


def test_who_chose_to_follow_the_other_one_meanwhile_stays_when_they_are_split(
    city: OrganisationProfile, clerk: Actor
) -> None:
    reporter = make_contact()
    one, other = make_complaint(contact_id=reporter).reference, make_complaint().reference
    merge(actor=clerk, reference=one, into=other)
    follow(actor=resident(contact_id=reporter), reference=other, words="", source_key="f")

    split(actor=clerk, reference=one)

    assert followers_of(other) == {reporter}


def test_who_follows_a_merged_report_later_hears_of_the_one_that_goes_on(
    city: OrganisationProfile, clerk: Actor
) -> None:
    late = make_contact()
    one, other = make_complaint().reference, make_complaint().reference
    merge(actor=clerk, reference=one, into=other)

    follow(actor=resident(contact_id=late), reference=one, words="", source_key="f")

    assert followers_of(other) == {late}


def test_what_is_merged_into_a_merged_one_goes_to_the_survivor_and_comes_out_alone(
    city: OrganisationProfile, clerk: Actor
) -> None:
    people = [make_contact() for _ in range(3)]
    first, second, third = (make_complaint(contact_id=one).reference for one in people)
    merge(actor=clerk, reference=first, into=second)
    merge(actor=clerk, reference=second, into=third)

    assert merge(actor=clerk, reference=make_complaint().reference, into=first) == third
    split(actor=clerk, reference=first)

    assert followers_of(second) == set()
    assert followers_of(third) == {people[1]}


def test_a_report_is_never_a_duplicate_of_itself_nor_of_its_own_duplicate(
    city: OrganisationProfile, clerk: Actor
) -> None:
    one, other = make_complaint().reference, make_complaint().reference
    with pytest.raises(SameReport):
        merge(actor=clerk, reference=one, into=one)
    merge(actor=clerk, reference=one, into=other)

    with pytest.raises(SameReport):
        merge(actor=clerk, reference=other, into=one)


@pytest.mark.parametrize("settled", [State.RESOLVED, State.REJECTED])
def test_what_is_settled_is_not_merged(city: OrganisationProfile, clerk: Actor, settled: State) -> None:
    one, other = make_complaint().reference, make_complaint().reference
    move(actor=clerk, reference=one, wanted=settled, reason="Done")

    with pytest.raises(MoveRefused):
        merge(actor=clerk, reference=one, into=other)


def test_a_merged_report_is_not_moved_and_never_becomes_one_by_a_mere_move(
    city: OrganisationProfile, clerk: Actor
) -> None:
    one, other = make_complaint().reference, make_complaint().reference
    with pytest.raises(MoveRefused):
        move(actor=clerk, reference=one, wanted=State.DUPLICATE)
    merge(actor=clerk, reference=one, into=other)

    with pytest.raises(MoveRefused):
        move(actor=clerk, reference=one, wanted=State.REOPENED, reason="Hm")


def test_a_stale_merge_and_a_second_split_change_nothing(city: OrganisationProfile, clerk: Actor) -> None:
    one, other = make_complaint(), make_complaint()
    move(actor=clerk, reference=one.reference, wanted=State.ACKNOWLEDGED)

    with pytest.raises(ChangedMeanwhile):
        merge(actor=clerk, reference=one.reference, into=other.reference, expected_version=one.version)
    with pytest.raises(NotMerged):
        split(actor=clerk, reference=one.reference)

    assert get_complaint(reference=one.reference).state is State.ACKNOWLEDGED


def test_another_organisations_report_is_unknown_and_the_database_refuses_it_too(clerk: Actor) -> None:
    theirs = make_organisation()
    one = make_complaint()
    # Written with the owner's rights of this test's transaction: a row of another organisation.
    own = Complaint.objects.get(pk=one.id).organisation_id
    foreign = _complaint_of(theirs.id, back_to=own)

    with pytest.raises(ComplaintUnknown):
        merge(actor=clerk, reference=one.reference, into=foreign[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.filter(pk=one.id).update(duplicate_of_id=foreign[1], state="DUPLICATE")


def _complaint_of(organisation_id: int, *, back_to: int) -> tuple[str, int]:
    """The scope of one organisation does not open inside another's, so the setting is changed by hand."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('baraza.organisation_id', %s, true)", [str(organisation_id)])
        row = Complaint.objects.create(
            organisation_id=organisation_id,
            reference="XX-2026-4KX7QA",
            source_key="foreign",
            channel="web",
            language="en",
            description="Theirs",
            category="noise",
            priority="low",
            opened_at="2026-01-01T00:00:00Z",
            due_at="2026-01-02T00:00:00Z",
        )
        cursor.execute("SELECT set_config('baraza.organisation_id', %s, true)", [str(back_to)])
    return row.reference, row.pk


def test_the_database_refuses_a_circle_and_a_duplicate_that_is_not_marked(
    city: OrganisationProfile, clerk: Actor
) -> None:
    one, other = make_complaint(), make_complaint()
    merge(actor=clerk, reference=one.reference, into=other.reference)

    for values in ({"duplicate_of_id": one.id, "state": "DUPLICATE"}, {"duplicate_of_id": other.id}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Complaint.objects.filter(pk=other.id).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.filter(pk=make_complaint().id).update(duplicate_of_id=other.id)
