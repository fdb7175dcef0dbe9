"""A clerk takes, replies and resolves in the console; the resident is told on the channel they used."""

import uuid
from datetime import timedelta

import pytest
from tests.capabilities.media.photos import jpeg_of_durban
from tests.journeys.desk import City, Console, words_of
from tests.journeys.talks import report_by_chat, report_by_dialling, said, tracked

from baraza.lib.clock import now
from baraza.messaging.models import Reach
from baraza.services.complaints.states import State

pytestmark = pytest.mark.journey


@pytest.fixture
def clerk(city: City) -> Console:
    console = city.member()
    assert console.sign_in().status_code == 200
    return console


def _key() -> str:
    return str(uuid.uuid4())


def test_a_reply_and_a_photo_reach_the_resident_on_whatsapp(city: City, clerk: Console) -> None:
    phone = city.whatsapp_phone()
    reference = report_by_chat(phone)
    assert reference in clerk.get("/console/complaints/").text

    clerk.post(f"/console/complaints/{reference}/take/", version=str(tracked(city, reference).version))
    clerk.post(f"/console/complaints/{reference}/reply/", text="A team is on the way.", key=_key())
    clerk.client.post(
        f"{clerk.base}/console/complaints/{reference}/reply/",
        data={"text": "This is the pipe.", "key": _key(), "csrfmiddlewaretoken": clerk.client.cookies["csrftoken"]},
        files={"photo": ("pipe.jpg", jpeg_of_durban(), "image/jpeg")},
        headers={"Referer": clerk.base},
    )

    words, message = phone.wait_for_answers(count=2, seconds=60)
    assert (words["type"], words_of(words)) == ("text", f"{reference}\nA team is on the way.")
    assert (message["type"], words_of(message)) == ("image", f"{reference}\nThis is the pipe.")
    arrived = city.desk.graph.state.file(message["image"]["id"])
    assert arrived is not None
    assert arrived.content.startswith(b"\xff\xd8")
    assert b"SecretCamera" not in arrived.content
    assert tracked(city, reference).state is State.ASSIGNED


def test_resolved_is_told_and_the_resident_can_open_it_again(city: City, clerk: Console) -> None:
    phone = city.whatsapp_phone()
    reference = report_by_chat(phone)
    version = str(tracked(city, reference).version)

    clerk.post(
        f"/console/complaints/{reference}/move/", wanted="RESOLVED", reason="Pipe was replaced.", version=version
    )
    assert "Pipe was replaced." in words_of(said(phone, "Done"))
    phone.text(reference)
    said(phone, reference)
    phone.button(id="reopen", title="Open again")
    said(phone, "What is still wrong")
    phone.text("It leaks again")
    said(phone, "opened it again")

    assert tracked(city, reference).state is State.REOPENED


def test_outside_the_24_hours_the_approved_template_is_sent_and_never_free_text(city: City, clerk: Console) -> None:
    phone = city.whatsapp_phone()
    reference = report_by_chat(phone)
    long_ago = now() - timedelta(hours=25)
    with city.scope():
        Reach.objects.update(last_inbound_at=long_ago)
    city.desk.graph.state.person_wrote(address=phone.number, at=long_ago.timestamp())

    clerk.post(f"/console/complaints/{reference}/reply/", text="We come on Monday.", key=_key())

    message = said(phone, "We come on Monday.")
    assert message["type"] == "template"
    assert message["template"]["name"] == "complaint_update"


def test_who_only_dials_reads_the_answer_at_the_next_dial(city: City, clerk: Console) -> None:
    phone = city.ussd_phone()
    reference = report_by_dialling(phone)

    clerk.post(f"/console/complaints/{reference}/reply/", text="The light is ordered.", key=_key())

    assert "The light is ordered." in phone.dial().text


def test_pressing_reply_twice_sends_one_message(city: City, clerk: Console) -> None:
    phone = city.whatsapp_phone()
    reference, key = report_by_chat(phone), _key()

    for _ in range(2):
        clerk.post(f"/console/complaints/{reference}/reply/", text="On Monday.", key=key)

    said(phone, "On Monday.")
    assert phone.answers() == []


def test_a_clerk_of_another_city_sees_and_changes_nothing(city: City) -> None:
    phone = city.whatsapp_phone()
    reference = report_by_chat(phone)
    stranger = city.desk.city().member()
    stranger.sign_in()

    assert stranger.get(f"/console/complaints/{reference}/").status_code == 404
    assert stranger.post(f"/console/complaints/{reference}/take/", version="1").status_code == 404
    assert stranger.post(f"/console/complaints/{reference}/reply/", text="Hello", key=_key()).status_code == 404
    assert reference not in stranger.get("/console/complaints/?group=all").text
    assert tracked(city, reference).version == 1
    assert phone.answers() == []
