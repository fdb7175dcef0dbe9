"""Replies, what became of them, and words that were written while a colleague wrote, too."""

import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.web.console.case.desk import act, state_of, wrote_on_a_chat
from tests.web.console.conftest import City
from tests.web.portal.resident import words_of

from baraza.core.tenancy.scope import organisation_scope
from baraza.messaging.models import OutboxEntry
from baraza.services.complaints.models import Entry
from baraza.services.complaints.states import State

# What the page itself reads; signing in and the frame around it are other pages' as well.
OF_THE_CASE = (
    "complaints_complaint",
    "complaints_entry",
    "complaints_canned_reply",
    "triage_correction",
    "messaging_outbox",
    "messaging_waiting_text",
    "messaging_contact",
    "messaging_reach",
    "ingress_connection",
    "audit_entry",
)
MEANWHILE = "Someone changed this complaint while you were looking. Here is how it is now."


@pytest.fixture
def clerk(city: City) -> Client:
    return city.signed_in("agent")


def test_who_left_no_number_reads_the_reply_on_their_page(city: City, clerk: Client) -> None:
    reference = city.complaint().reference

    shown = words_of(clerk.get(f"/console/complaints/{reference}/"))

    assert "The resident left no number: they read your reply on the page of their reference." in shown


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


def test_the_timeline_shows_all_or_only_messages_or_only_notes(city: City, clerk: Client) -> None:
    act(clerk, city, "reply", text="A team is coming", key=str(uuid.uuid4()))
    act(clerk, city, "note", text="Asked the depot", key=str(uuid.uuid4()))

    shown = {
        show: [line.title for line in clerk.get(f"/console/complaints/{city.reference}/?show={show}").context["lines"]]
        for show in ("all", "messages", "notes", "²")
    }

    assert shown == {
        "all": ["Photo added", "Reply", "Note"],
        "messages": ["Photo added", "Reply"],
        "notes": ["Note"],
        "²": ["Photo added", "Reply", "Note"],
    }


def test_words_that_a_colleague_overtook_are_kept_and_can_be_sent_on_top(city: City, clerk: Client) -> None:
    colleague = city.signed_in("supervisor")
    seen = clerk.get(f"/console/complaints/{city.reference}/").context["reply_form"].initial["seen"]
    act(colleague, city, "reply", text="We are on our way", key=str(uuid.uuid4()))
    mine = {"text": "A team was asked to come", "key": str(uuid.uuid4())}

    page = act(clerk, city, "reply", **mine, seen=str(seen))

    assert page.status_code == 409
    assert MEANWHILE in words_of(page)
    assert "We are on our way" in words_of(page)
    form = page.context["reply_form"]
    assert form.data["text"] == mine["text"]
    again = act(clerk, city, "reply", **mine, seen=form.data["seen"])
    assert [line.body for line in again.context["lines"] if line.kind == "out"] == ["We are on our way", mine["text"]]


def test_a_reason_that_a_colleague_overtook_is_kept_with_the_new_version(city: City, clerk: Client) -> None:
    act(city.signed_in("supervisor"), city, "move", wanted="ACKNOWLEDGED", version="1")

    page = act(clerk, city, "move", wanted="RESOLVED", reason="The valve is new", version="1")

    assert page.status_code == 409
    form = page.context["move_form"]
    assert (form.data["reason"], form.data["version"]) == ("The valve is new", "2")
    assert "State: Seen by staff" in words_of(page)
    act(clerk, city, "move", **{name: form.data[name] for name in ("wanted", "reason", "version")})
    assert state_of(city) is State.RESOLVED


def test_a_choice_of_team_that_a_colleague_overtook_stays_chosen(city: City, clerk: Client) -> None:
    me = clerk.session["_auth_user_id"]
    act(city.signed_in("supervisor"), city, "move", wanted="ACKNOWLEDGED", version="1")
    path = f"/console/complaints/{city.reference}/assign/save/"

    page = clerk.post(path, {"person": me, "reason": "My street", "version": "1"})

    assert page.status_code == 409
    assert "State: Seen by staff" in words_of(page)
    form = page.context["assign_form"]
    assert (form["person"].value(), form["reason"].value(), form["version"].value()) == (me, "My street", "2")


def test_a_reply_that_was_taken_back_stands_in_the_form_once(city: City, clerk: Client) -> None:
    session = clerk.session
    session["reply_taken_back"] = {"reference": city.reference, "text": "A team comes"}
    session.save()

    first, second = (clerk.get(f"/console/complaints/{city.reference}/").context["reply_form"] for _ in range(2))

    assert (first.initial["text"], second.initial["text"]) == ("A team comes", "")


def test_the_page_asks_the_database_little_however_long_the_timeline_is(city: City, clerk: Client) -> None:
    path = f"/console/complaints/{city.reference}/"
    wrote_on_a_chat(city)
    act(clerk, city, "reply", text="Reply", key=str(uuid.uuid4()))
    clerk.get(path)
    with CaptureQueriesContext(connection) as short:
        clerk.get(path)
    for number in range(20):
        act(clerk, city, "reply", text=f"Reply {number}", key=str(uuid.uuid4()))

    with CaptureQueriesContext(connection) as long:
        clerk.get(path)

    assert len(long) == len(short)
    own = [query["sql"] for query in long if any(f'FROM "{table}"' in query["sql"] for table in OF_THE_CASE)]
    assert len(own) <= 10


def test_the_window_of_the_channel_is_shown_with_what_is_left_of_it(city: City, clerk: Client) -> None:
    wrote_on_a_chat(city)

    shown = words_of(clerk.get(f"/console/complaints/{city.reference}/"))

    assert "Goes to the resident on chat, and to the page of their reference." in shown
    assert re.search(r"You can write freely until \d+ \w+, \d\d:\d\d \(2[23] hours left\)", shown)


def test_when_the_window_is_over_the_approved_messages_are_offered_and_shown(city: City, clerk: Client) -> None:
    wrote_on_a_chat(city, hours=30)
    path = f"/console/complaints/{city.reference}/"

    shown = words_of(clerk.get(path))
    act(clerk, city, "reply", text="We come on Monday", key=str(uuid.uuid4()), announced="yes")

    assert "The 24 hours in which you can write freely are over." in shown
    assert f"Your report {city.reference}: [your words]. Reply to this message to tell us more." in shown
    with organisation_scope(organisation_id=city.profile.id):
        assert OutboxEntry.objects.get().template["name"] == "complaint_answer_waiting"


def test_each_message_says_what_became_of_it(city: City, clerk: Client) -> None:
    wrote_on_a_chat(city)
    act(clerk, city, "reply", text="We come", key=str(uuid.uuid4()))
    path, said = f"/console/complaints/{city.reference}/", {}

    for status in ("queued", "sent", "delivered", "read", "failed", "uncertain"):
        with organisation_scope(organisation_id=city.profile.id):
            OutboxEntry.objects.update(status=status)
        said[status] = next(line.status.words for line in clerk.get(path).context["lines"] if line.kind == "out")

    assert said == {
        "queued": "Waiting to be sent · chat",
        "sent": "Sent · chat",
        "delivered": "Delivered · chat",
        "read": "Read · chat",
        "failed": "Could not be delivered · chat",
        "uncertain": "May not have arrived · chat",
    }


def test_a_reply_just_written_is_taken_back_into_the_form(city: City, clerk: Client) -> None:
    wrote_on_a_chat(city)
    page = act(clerk, city, "reply", text="We come", key=str(uuid.uuid4()))
    (undo,) = [line.undo_url for line in page.context["lines"] if line.undo_url]

    page = clerk.post(undo, follow=True)

    assert page.context["reply_form"].initial["text"] == "We come"
    assert [line.kind for line in page.context["lines"]] == ["in"]
