"""The page of one complaint: what it shows, what staff do there, and what is refused in words."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from tests.web.console.conftest import City
from tests.web.portal.resident import errors_of, words_of

from baraza.capabilities.triage.models import Correction
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.complaints.models import Complaint, Entry
from baraza.services.complaints.queries.one import get_complaint
from baraza.services.complaints.states import State

MEANWHILE = "Someone changed this complaint while you were looking. Here is how it is now."
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


@pytest.fixture
def clerk(city: City) -> Client:
    return city.signed_in("agent")


def act(client: Client, city: City, name: str, **fields: str) -> Any:
    return client.post(f"/console/complaints/{city.reference}/{name}/", fields, follow=True)


def state_of(city: City) -> State:
    with organisation_scope(organisation_id=city.profile.id):
        return get_complaint(reference=city.reference).state


def test_a_complaint_shows_words_photos_guess_and_where_a_reply_goes(city: City, clerk: Client) -> None:
    page = clerk.get(f"/console/complaints/{city.reference}/")

    shown = words_of(page)
    assert "Burst pipe in front of the school" in shown
    assert "Guessed: Burst pipe, Urgent (80 % sure)" in shown
    assert "There is no channel over which this resident can be reached now." in shown
    assert f'src="/console/complaints/{city.reference}/photos/{city.media_id}/?size=thumbnail"' in page.content.decode()


def test_who_left_no_number_reads_the_reply_on_their_page(city: City, clerk: Client) -> None:
    reference = city.complaint().reference

    shown = words_of(clerk.get(f"/console/complaints/{reference}/"))

    assert "The resident left no number: they read your reply on the page of their reference." in shown


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


@pytest.mark.parametrize(
    ("name", "fields", "errors"),
    [
        ("reply", {"text": ""}, {"text": ["Write the reply first"]}),
        ("note", {"text": " "}, {"text": ["Write the note first"]}),
        (
            "move",
            {"wanted": "RESOLVED", "reason": "", "version": "1"},
            {"reason": ["Write what was done, or why it is not accepted"]},
        ),
        (
            "move",
            {"wanted": "CLOSED", "version": "1"},
            {"wanted": ["Select a valid choice. CLOSED is not one of the available choices."]},
        ),
        (
            "correct",
            {"category": "dragons", "priority": "low", "version": "1"},
            {"category": ["Select a valid choice. dragons is not one of the available choices."]},
        ),
    ],
)
def test_a_wrong_form_comes_back_with_its_error_and_changes_nothing(
    city: City, clerk: Client, name: str, fields: dict[str, str], errors: dict[str, list[str]]
) -> None:
    before = city.everything()

    page = act(clerk, city, name, **fields, key=str(uuid.uuid4()))

    assert (page.status_code, errors_of(page)) == (422, errors)
    assert city.everything() == before


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("take", {}),
        ("move", {"wanted": "IN_PROGRESS"}),
        ("correct", {"category": "noise", "priority": "low"}),
    ],
)
def test_what_a_colleague_changed_meanwhile_is_shown_and_not_written_over(
    city: City, clerk: Client, name: str, fields: dict[str, str]
) -> None:
    act(city.signed_in("supervisor"), city, "take", version="1")
    before = city.everything()

    page = act(clerk, city, name, **fields, version="1")

    assert MEANWHILE in words_of(page)
    assert city.everything() == before


def test_what_is_no_longer_possible_is_said(city: City, clerk: Client) -> None:
    act(clerk, city, "move", wanted="RESOLVED", reason="Done", version="1")

    page = act(clerk, city, "take", version="2")

    assert "The complaint has moved on: that is no longer possible." in words_of(page)
    assert state_of(city) is State.RESOLVED


def test_a_reply_pressed_twice_is_sent_once(city: City, clerk: Client) -> None:
    key = str(uuid.uuid4())

    for _ in range(2):
        act(clerk, city, "reply", text="A team is coming", key=key)

    with organisation_scope(organisation_id=city.profile.id):
        assert Entry.objects.filter(kind="reply").count() == 1


def test_the_right_button_confirms_the_guess(city: City, clerk: Client) -> None:
    page = clerk.get(f"/console/complaints/{city.reference}/").content.decode()
    form = page.split('class="ba-guess"')[1].split("</form>")[0]
    fields = dict(re.findall(r'name="(category|priority|version)" value="([^"]+)"', form))

    act(clerk, city, "correct", **fields)

    assert fields == {"category": "burst_pipe", "priority": "high", "version": "1"}
    with organisation_scope(organisation_id=city.profile.id):
        decided = list(Correction.objects.values_list("guessed_category", "chosen_category"))
    assert decided == [("burst_pipe", "burst_pipe")]


def test_hostile_text_is_text_wherever_staff_read_it(city: City, clerk: Client) -> None:
    reference = city.complaint(description=HOSTILE, place_text=HOSTILE, area_name=HOSTILE[:80]).reference
    with organisation_scope(organisation_id=city.profile.id):
        complaint = Complaint.objects.get(reference=reference)
        for kind in ("comment", "reply", "note"):
            Entry.objects.create(
                organisation_id=city.profile.id, complaint=complaint, kind=kind, text=HOSTILE, actor_name=HOSTILE[:60]
            )

    pages = [
        clerk.get(path).content.decode()
        for path in (
            f"/console/complaints/{reference}/",
            f"/console/complaints/{reference}/paper/",
            f"/console/complaints/{city.reference}/alike/",
        )
    ]

    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in pages[0]


def test_a_photo_is_shown_through_its_own_complaint_only(city: City, clerk: Client) -> None:
    other = city.complaint().reference

    assert clerk.get(f"/console/complaints/{city.reference}/photos/{city.media_id}/")["Content-Type"] == "image/jpeg"
    assert clerk.get(f"/console/complaints/{other}/photos/{city.media_id}/").status_code == 404
