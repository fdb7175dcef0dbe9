"""Giving to teams and people, other due times, corrected places, replies taken back, danger told later."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from tests.factories.complaints import make_complaint, make_contact
from tests.factories.core import make_connection, make_member, make_organisation
from tests.factories.messaging import chat_provider

from baraza.capabilities.live.models import MemberNotice
from baraza.core.identity.actions.teams import make_team
from baraza.core.identity.actor import SYSTEM, Actor, NotAllowed, resident
from baraza.core.identity.models import Membership
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope, platform_scope
from baraza.lib.clock import now
from baraza.messaging.actions import contact_for_phone
from baraza.messaging.deliveries import deliveries
from baraza.messaging.models import OutboxEntry, Reach
from baraza.services.complaints.actions.answers import TooLate, reply, take_reply_back
from baraza.services.complaints.actions.assign import NobodyOfOurs, assign
from baraza.services.complaints.actions.canned import TitleTaken, save_canned_reply, set_canned_reply_active
from baraza.services.complaints.actions.due import DueBeforeOpened, set_due
from baraza.services.complaints.actions.locks import ChangedMeanwhile
from baraza.services.complaints.actions.move import ReasonMissing, move
from baraza.services.complaints.actions.place import HalfAPosition, Place, WardUnknown, correct_place
from baraza.services.complaints.actions.words import comment
from baraza.services.complaints.models import Complaint, Entry
from baraza.services.complaints.queries.canned import list_ready_replies
from baraza.services.complaints.queries.one import get_complaint, get_timeline
from baraza.services.complaints.rules.canned import BadText, filled
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
def lead(city: OrganisationProfile) -> Actor:
    return make_member(organisation_id=city.id, role="supervisor")


def newest_changes(reference: str) -> dict[str, object]:
    found = get_complaint(reference=reference)
    return get_timeline(complaint_id=found.id, public_only=False)[-1].changes


def test_a_complaint_is_given_to_a_team_and_a_person_who_is_told(city: OrganisationProfile, clerk: Actor) -> None:
    complaint, nomsa = make_complaint(), make_member(organisation_id=city.id, name="Nomsa")
    team = make_team(actor=SYSTEM, name="Water")

    assign(actor=clerk, reference=complaint.reference, team_id=team, assignee_id=nomsa.id, reason="Knows the valve")

    found = Complaint.objects.get(pk=complaint.id)
    assert (found.state, found.team_id, found.assignee_id) == (State.ASSIGNED, team, nomsa.id)
    assert newest_changes(complaint.reference) == {
        "state": ["SUBMITTED", "ASSIGNED"],
        "team": [None, team],
        "assignee": [None, nomsa.id],
        "given_to": ["Water", "Nomsa"],
        "reason": "Knows the valve",
    }
    notices = MemberNotice.objects.values_list("user_id", "kind", "subject")
    assert list(notices) == [(nomsa.id, "complaints.assigned", complaint.reference)]


def test_a_team_without_a_person_is_told_all_together(city: OrganisationProfile, clerk: Actor) -> None:
    reference, mate = make_complaint().reference, make_member(organisation_id=city.id)
    assert clerk.id is not None
    assert mate.id is not None
    team = make_team(actor=SYSTEM, name="Water", member_ids=[clerk.id, mate.id])

    assign(actor=clerk, reference=reference, team_id=team, assignee_id=None)

    assert list(MemberNotice.objects.values_list("user_id", "kind")) == [(mate.id, "complaints.team_assigned")]


def test_work_that_has_begun_goes_on_when_a_colleague_takes_it_over(city: OrganisationProfile, clerk: Actor) -> None:
    reference, nomsa = make_complaint().reference, make_member(organisation_id=city.id)
    move(actor=clerk, reference=reference, wanted=State.IN_PROGRESS)

    assign(actor=clerk, reference=reference, team_id=None, assignee_id=nomsa.id)

    assert get_complaint(reference=reference).state is State.IN_PROGRESS


def test_nobody_of_another_organisation_and_nobody_suspended_is_given_anything(
    city: OrganisationProfile, clerk: Actor
) -> None:
    complaint, gone = make_complaint(), make_member(organisation_id=city.id)
    stranger = make_member(organisation_id=make_organisation().id)
    with platform_scope():
        Membership.objects.filter(user_id=gone.id).update(active=False)

    for team_id, assignee_id in ((None, stranger.id), (None, gone.id), (987654, None)):
        with pytest.raises(NobodyOfOurs):
            assign(actor=clerk, reference=complaint.reference, team_id=team_id, assignee_id=assignee_id)

    assert get_complaint(reference=complaint.reference) == complaint


def test_the_same_again_and_what_is_settled_change_nothing(city: OrganisationProfile, clerk: Actor) -> None:
    reference = make_complaint().reference
    assign(actor=clerk, reference=reference, team_id=None, assignee_id=None)
    assert get_complaint(reference=reference).version == 1
    move(actor=clerk, reference=reference, wanted=State.RESOLVED, reason="Done")

    with pytest.raises(MoveRefused):
        assign(actor=clerk, reference=reference, team_id=None, assignee_id=clerk.id)


def test_a_lead_gives_another_due_time_and_says_why(city: OrganisationProfile, clerk: Actor, lead: Actor) -> None:
    complaint = make_complaint()
    later = complaint.due_at + timedelta(days=2)

    with pytest.raises(NotAllowed):
        set_due(actor=clerk, reference=complaint.reference, due_at=later, reason="Parts")
    with pytest.raises(ReasonMissing):
        set_due(actor=lead, reference=complaint.reference, due_at=later, reason=" ")
    with pytest.raises(DueBeforeOpened):
        set_due(actor=lead, reference=complaint.reference, due_at=complaint.opened_at, reason="Parts")
    set_due(actor=lead, reference=complaint.reference, due_at=later, reason="Parts")

    assert get_complaint(reference=complaint.reference).due_at == later
    assert newest_changes(complaint.reference)["reason"] == "Parts"


def test_a_corrected_pin_brings_its_area_along(city: OrganisationProfile, clerk: Actor) -> None:
    reference = make_complaint(area_name="Nowhere", area_code="X").reference

    correct_place(
        actor=clerk,
        reference=reference,
        place=Place(latitude=-29.8587, longitude=31.0218, text="City Hall"),
        reason="She rang",
    )

    found = get_complaint(reference=reference)
    assert (found.area_name, found.area_code, found.place) == ("eThekwini", "ETH", "City Hall")
    assert newest_changes(reference)["position"] == ["", "-29.8587, 31.0218"]


def test_a_place_that_cannot_be_is_refused(city: OrganisationProfile, clerk: Actor) -> None:
    complaint = make_complaint()
    half = Place(latitude=-29.8, longitude=None, text="")
    ward = Place(latitude=None, longitude=None, text="", ward_code="no-such")

    for place, refusal in ((half, HalfAPosition), (ward, WardUnknown)):
        with pytest.raises(refusal):
            correct_place(actor=clerk, reference=complaint.reference, place=place, reason="Why not")

    assert get_complaint(reference=complaint.reference) == complaint


def test_danger_told_in_a_comment_makes_an_emergency_that_is_due_at_once(city: OrganisationProfile) -> None:
    complaint = make_complaint(category="streetlight", priority="low")

    for _ in range(2):
        comment(
            actor=resident(contact_id=None),
            reference=complaint.reference,
            text="Now there is a live wire on the ground, children play there",
            source_key="c1",
        )

    found = get_complaint(reference=complaint.reference)
    assert (found.emergency, found.priority) == (True, "critical")
    assert found.due_at < now() + timedelta(hours=5)
    assert newest_changes(complaint.reference) == {"emergency": [False, True], "priority": ["low", "critical"]}


def test_an_ordinary_comment_raises_no_alarm_and_tells_whoever_has_the_case(
    city: OrganisationProfile, clerk: Actor
) -> None:
    complaint, person = make_complaint(), make_contact()
    assign(actor=clerk, reference=complaint.reference, team_id=None, assignee_id=clerk.id)

    comment(actor=resident(contact_id=person), reference=complaint.reference, text="Thank you", source_key="c1")

    found = get_complaint(reference=complaint.reference)
    assert (found.emergency, found.priority) == (complaint.emergency, complaint.priority)
    assert list(MemberNotice.objects.values_list("user_id", "kind")) == [(clerk.id, "complaints.replied_to")]


@pytest.fixture
def chat(city: OrganisationProfile) -> int:
    """The contact of a resident who wrote on a chat a moment ago."""
    chat_provider()
    connection = make_connection(organisation_id=city.id, source="chat.scripted")
    contact_id = contact_for_phone(phone="+27821234567")
    Reach.objects.create(
        organisation_id=city.id, contact_id=contact_id, connection_id=connection.id, last_inbound_at=now()
    )
    return contact_id


def test_a_reply_can_be_taken_back_while_it_waits_and_not_after(
    city: OrganisationProfile, clerk: Actor, chat: int
) -> None:
    reference = make_complaint(contact_id=chat).reference
    line = reply(actor=clerk, reference=reference, text="We come", source_key="r1", undoable=True)
    assert line is not None
    entry = OutboxEntry.objects.get()
    assert timedelta(seconds=8) < entry.next_attempt_at - now() <= timedelta(seconds=10)

    assert take_reply_back(actor=clerk, reference=reference, line_id=line) == "We come"

    assert OutboxEntry.objects.get().status == "cancelled"
    assert Entry.objects.filter(kind="reply").count() == 0
    with pytest.raises(TooLate):
        take_reply_back(actor=clerk, reference=reference, line_id=line)


def test_a_reply_that_is_being_sent_or_is_a_colleagues_stays(
    city: OrganisationProfile, clerk: Actor, chat: int
) -> None:
    reference, colleague = make_complaint(contact_id=chat).reference, make_member(organisation_id=city.id)
    line = reply(actor=clerk, reference=reference, text="We come", source_key="r1", undoable=True)
    assert line is not None

    with pytest.raises(TooLate):
        take_reply_back(actor=colleague, reference=reference, line_id=line)
    OutboxEntry.objects.update(status="sending", attempts=1)
    with pytest.raises(TooLate):
        take_reply_back(actor=clerk, reference=reference, line_id=line)

    assert Entry.objects.filter(kind="reply").count() == 1
    assert deliveries(keys=[f"complaints.reply:{line}"])[f"complaints.reply:{line}"].status == "sending"


def test_a_reply_to_what_has_moved_on_shows_what_was_said_meanwhile(city: OrganisationProfile, clerk: Actor) -> None:
    reference, colleague = make_complaint().reference, make_member(organisation_id=city.id)
    reply(actor=colleague, reference=reference, text="A team is on its way", source_key="r1")

    with pytest.raises(ChangedMeanwhile):
        reply(actor=clerk, reference=reference, text="We will look", source_key="r2", seen=0)

    assert Entry.objects.filter(kind="reply").count() == 1


def test_ready_made_replies_are_in_the_residents_language_and_filled_in(city: OrganisationProfile, lead: Actor) -> None:
    texts = {"en": "Hello {name}: {reference}", "zu": "Sawubona {name}: {reference}", "fr": "Bonjour"}
    save_canned_reply(actor=lead, title="Hello", texts=texts)
    away = save_canned_reply(actor=lead, title="Away", texts={"en": "Gone"})
    save_canned_reply(actor=lead, title="Noise", texts={"en": "About {category}"}, category="noise")
    set_canned_reply_active(actor=lead, reply_id=away, active=False)

    found = list_ready_replies(
        language="zu", default_language="en", category="noise", values={"name": "{reference}", "reference": "MI-1"}
    )

    assert [(one.title, one.text, one.language) for one in found] == [
        ("Noise", "About {category}", "en"),
        ("Hello", "Sawubona {reference}: MI-1", "zu"),
    ]


def test_a_ready_made_reply_that_cannot_be_filled_or_is_there_already_is_refused(
    city: OrganisationProfile, clerk: Actor, lead: Actor
) -> None:
    save_canned_reply(actor=lead, title="Hello", texts={"en": "Hello"})

    with pytest.raises(BadText, match="phone"):
        save_canned_reply(actor=lead, title="Bad", texts={"en": "Call {phone}"})
    with pytest.raises(TitleTaken):
        save_canned_reply(actor=lead, title="Hello", texts={"en": "Again"})
    with pytest.raises(NotAllowed):
        save_canned_reply(actor=clerk, title="Mine", texts={"en": "Mine"})


def test_what_stands_in_a_value_is_no_placeholder() -> None:
    assert filled("{name} {other}", values={"name": "{reference}", "reference": "MI-1"}) == "{reference} {other}"
