"""The page of one complaint: what it shows and what staff do there."""

import re
import uuid

import pytest
from django.test import Client
from tests.web.console.case.desk import act, state_of
from tests.web.console.conftest import City
from tests.web.portal.resident import words_of

from baraza.capabilities.triage.models import Correction
from baraza.core.audit.models import AuditEntry
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.complaints.models import Complaint
from baraza.services.complaints.states import State

MEANWHILE = "Someone changed this complaint while you were looking. Here is how it is now."


@pytest.fixture
def clerk(city: City) -> Client:
    return city.signed_in("agent")


def test_a_complaint_shows_words_photos_guess_and_where_a_reply_goes(city: City, clerk: Client) -> None:
    page = clerk.get(f"/console/complaints/{city.reference}/")

    shown = words_of(page)
    assert "Burst pipe in front of the school" in shown
    assert "Guessed: Burst pipe, Urgent (80 % sure)" in shown
    assert "There is no channel over which this resident can be reached now." in shown
    assert f'src="/console/complaints/{city.reference}/photos/{city.media_id}/?size=thumbnail"' in page.content.decode()


def test_a_complaint_can_be_taken_answered_and_finished(city: City, clerk: Client) -> None:
    act(clerk, city, "take", version="1")
    act(clerk, city, "reply", text="A team is coming", key=str(uuid.uuid4()))
    act(clerk, city, "note", text="Asked the depot", key=str(uuid.uuid4()))

    page = act(clerk, city, "move", wanted="RESOLVED", reason="The pipe is new", version="2")

    shown = words_of(page)
    for words in (
        "State: Given to a team; Taken",
        "A team is coming",
        "Asked the depot",
        "State: Done The pipe is new",
    ):
        assert words in shown
    assert state_of(city) is State.RESOLVED


def test_the_right_button_confirms_the_guess(city: City, clerk: Client) -> None:
    page = clerk.get(f"/console/complaints/{city.reference}/").content.decode()
    form = page.split('class="ba-guess"')[1].split("</form>")[0]
    fields = dict(re.findall(r'name="(category|priority|version)" value="([^"]+)"', form))

    act(clerk, city, "correct", **fields)

    assert fields == {"category": "burst_pipe", "priority": "high", "version": "1"}
    with organisation_scope(organisation_id=city.profile.id):
        decided = list(Correction.objects.values_list("guessed_category", "chosen_category"))
    assert decided == [("burst_pipe", "burst_pipe")]


def test_a_photo_is_shown_through_its_own_complaint_only(city: City, clerk: Client) -> None:
    other = city.complaint().reference

    assert clerk.get(f"/console/complaints/{city.reference}/photos/{city.media_id}/")["Content-Type"] == "image/jpeg"
    assert clerk.get(f"/console/complaints/{other}/photos/{city.media_id}/").status_code == 404


def test_a_reading_is_kept_in_the_trail_once_for_a_while(city: City, clerk: Client) -> None:
    for _ in range(2):
        clerk.get(f"/console/complaints/{city.reference}/")

    with organisation_scope(organisation_id=city.profile.id):
        read = AuditEntry.objects.filter(action="complaint.read", subject_id=city.reference)
        assert [entry.actor_id for entry in read] == [int(clerk.session["_auth_user_id"])]


def test_merged_reports_lead_to_each_other_and_can_be_split(city: City, clerk: Client) -> None:
    other = city.complaint().reference

    merged = act(clerk, city, "merge", into=other.lower(), version="1")

    assert "This report was merged into" in words_of(merged)
    assert f"with {city.reference}" in words_of(clerk.get(f"/console/complaints/{other}/"))
    assert "A merged report cannot be moved on. Split it off first." in words_of(merged)
    split = act(clerk, city, "split", version="2")
    assert "This report was merged into" not in words_of(split)
    assert state_of(city) is State.SUBMITTED


def test_reports_near_by_and_of_the_same_resident_are_listed_with_their_distance(city: City, clerk: Client) -> None:
    with organisation_scope(organisation_id=city.profile.id):
        here = Complaint.objects.get(reference=city.reference)
        Complaint.objects.update(latitude=-29.85, longitude=31.02)
    near = city.complaint(latitude=-29.8505, longitude=31.02, category="noise").reference
    far = city.complaint(latitude=-29.9, longitude=31.02).reference
    own = city.complaint(contact_id=here.contact_id).reference

    page = clerk.get(f"/console/complaints/{city.reference}/alike/")

    assert [(one.reference, one.distance) for one in page.context["near"]] == [(near, "56 m away")]
    assert [one.reference for one in page.context["others"]] == [own]
    assert far not in words_of(page)
    dots = clerk.get(f"/console/complaints/{city.reference}/dots/").json()
    assert [(dot["label"], dot.get("main", False)) for dot in dots] == [
        (f"{near}: Noise", False),
        (f"This report: {city.reference}", True),
    ]


def test_a_photo_is_kept_as_a_file_only_by_who_may(city: City, clerk: Client) -> None:
    path = f"/console/complaints/{city.reference}/photos/{city.media_id}/?download"

    kept = clerk.get(path)

    assert kept["Content-Disposition"] == f'attachment; filename="{city.reference}-{city.media_id[:8]}.jpg"'
    assert city.signed_in("org_viewer").get(path).status_code == 403


def test_an_abusive_sender_is_blocked_with_a_reason_and_let_in_again(city: City, clerk: Client) -> None:
    blocked = act(clerk, city, "block", reason="Threats against staff")

    assert "This sender is blocked" in words_of(blocked)
    with organisation_scope(organisation_id=city.profile.id):
        assert AuditEntry.objects.get(action="contact.blocked").changes["reason"] == "Threats against staff"
    assert "This sender is blocked" not in words_of(act(clerk, city, "unblock"))


def test_a_paper_has_everything_and_nothing_to_press(city: City, clerk: Client) -> None:
    act(clerk, city, "note", text="Asked the depot", key=str(uuid.uuid4()))

    page = clerk.get(f"/console/complaints/{city.reference}/paper/")

    shown = words_of(page)
    for words in (city.reference, "Burst pipe in front of the school", "Asked the depot", "Printed by"):
        assert words in shown
    assert "<form" not in page.content.decode()
    assert f"/photos/{city.media_id}/" in page.content.decode()
