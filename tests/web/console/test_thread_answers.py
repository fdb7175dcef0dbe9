"""Answering a conversation: where the words go, what may be written there, what is refused with the words kept."""

import re
import uuid
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.capabilities.media.photos import picture, written
from tests.factories.messaging import a_connection, chat_provider
from tests.web.console.conftest import City

from baraza.conversation.models import Thread
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now
from baraza.messaging.contract import Limits
from baraza.messaging.models import OutboxEntry, Reach
from baraza.messaging.standing import Standing, Way
from baraza.web.console.inbox.answering import answering

pytestmark = pytest.mark.django_db
START = datetime.fromisoformat("2026-11-20T08:00:00+00:00")


def way(*, hours: int | None, wrote_ago: int, **facts: Any) -> Way:
    values: dict[str, Any] = {
        "connection_id": 1,
        "channel": "whatsapp",
        "address": "",
        "session": False,
        "last_inbound_at": START - timedelta(hours=wrote_ago),
        "unreachable": False,
        "limits": Limits(text=1000, caption=500, window_hours=hours),
    }
    return Way(**{**values, **facts})


def person(*ways: Way, **facts: Any) -> Standing:
    values: dict[str, Any] = {
        "contact_id": 1,
        "name": "",
        "phone": "",
        "email": "",
        "email_stopped": "",
        "language": "en",
        "text_only": False,
        "profile": "",
        "told_by": "",
        "blocked": False,
        "may_tell": True,
        "ways": ways,
    }
    return Standing(**{**values, **facts})


SMS = way(hours=None, wrote_ago=900, connection_id=2, channel="sms", limits=Limits(text=160))


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (person(way(hours=24, wrote_ago=23)), ("Goes to WhatsApp.", True, True, 1000)),
        (person(way(hours=24, wrote_ago=25)), ("Goes to WhatsApp.", False, False, 900)),
        (person(way(hours=None, wrote_ago=500)), ("Goes to WhatsApp.", True, True, 1000)),
        (person(way(hours=24, wrote_ago=25), SMS), ("Goes to WhatsApp.", False, False, 900)),
        (
            person(way(hours=None, wrote_ago=1, channel="email", address="s…@example.org")),
            ("Goes to E-mail, s…@example.org.", True, True, 1000),
        ),
        (person(way(hours=24, wrote_ago=25, unreachable=True), SMS), ("Goes to SMS.", True, False, 160)),
        (
            person(way(hours=None, wrote_ago=1, session=True, channel="ussd")),
            ("Nobody can be written to on USSD: they read the answer when they dial again.", True, False, 4000),
        ),
    ],
    ids=["open", "over", "no window", "over, with a number", "by mail", "unreachable", "dials"],
)
def test_before_somebody_writes_it_is_said_where_it_goes_and_what_may_be_written(
    monkeypatch: pytest.MonkeyPatch, who: Standing, expected: tuple[str, bool, bool, int]
) -> None:
    monkeypatch.setattr("baraza.lib.clock.now", lambda: START)

    found = answering(found=SimpleNamespace(connection_id=1), person=who, at=START)  # type: ignore[arg-type]

    assert (found.goes, found.window_open, found.photo.offered, found.longest) == expected


@pytest.mark.parametrize("facts", [{"blocked": True}, {"may_tell": False}])
def test_who_may_not_be_written_to_gets_no_form(facts: dict[str, Any]) -> None:
    who = person(way(hours=24, wrote_ago=25), **facts)

    found = answering(found=SimpleNamespace(connection_id=1), person=who, at=START)  # type: ignore[arg-type]

    assert not found.possible


def wrote(city: City, *, hours: int) -> str:
    """The thread's person wrote on a chat of 24 hours so long ago; the thread's address in the console."""
    chat_provider(limits=Limits(text=4096, caption=1024, window_hours=24))
    facts = a_connection(organisation_id=city.profile.id)
    with organisation_scope(organisation_id=city.profile.id):
        thread = Thread.objects.get(pk=city.thread_id)
        Thread.objects.filter(pk=thread.pk).update(connection_id=facts.id)
        Reach.objects.create(
            organisation_id=city.profile.id,
            contact_id=thread.contact_id,
            connection_id=facts.id,
            phone="+27821234567",
            last_inbound_at=now() - timedelta(hours=hours),
        )
    return f"/console/inbox/{city.thread_id}/"


def posted(city: City) -> list[tuple[str, str]]:
    """What was put into the outbox: its kind, and the name of the approved message beside it."""
    with organisation_scope(organisation_id=city.profile.id):
        rows = OutboxEntry.objects.order_by("id")
        return [(row.content["kind"], row.template["name"] if row.template else "") for row in rows]


def test_after_the_window_the_words_go_inside_an_approved_message(city: City) -> None:
    browser, address = city.signed_in("agent"), wrote(city, hours=30)

    page = browser.get(address).content.decode()
    answer = browser.post(f"{address}reply/", {"text": "We are open on Monday.", "key": uuid.uuid4()})

    assert "The 24 hours in which you can write freely are over." in page
    assert "The answer to your question: [your words] Reply to this message to ask more." in page
    assert answer.status_code == 302
    assert posted(city) == [("text", "question_answered")]


def test_words_that_are_too_long_for_an_approved_message_are_refused_and_kept(city: City) -> None:
    browser, address = city.signed_in("agent"), wrote(city, hours=30)

    answer = browser.post(f"{address}reply/", {"text": "x" * 901, "key": uuid.uuid4()})

    assert answer.status_code == 422
    assert "x" * 901 in answer.content.decode()
    assert posted(city) == []


def test_what_is_left_of_the_window_is_shown(city: City) -> None:
    browser, address = city.signed_in("agent"), wrote(city, hours=1)

    assert re.search(r"You can write freely until .+ \(2[23]\xa0hours left\)", browser.get(address).content.decode())


def test_a_photo_goes_with_the_answer_and_is_shown_in_the_conversation(city: City) -> None:
    browser, address = city.signed_in("agent"), wrote(city, hours=1)
    file = SimpleUploadedFile("map.png", written(picture(), "PNG"), content_type="image/png")

    answer = browser.post(f"{address}reply/", {"text": "This door.", "key": uuid.uuid4(), "photo": file})
    shown = re.search(rf'href="({address}media/[^"]+/)"', browser.get(address).content.decode())

    assert answer.status_code == 302
    assert posted(city) == [("image", "")]
    assert shown is not None
    assert browser.get(shown[1])["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize(
    ("content", "kind", "said"),
    [
        (b"GIF89a no picture", "image/png", "not a photo"),
        (b"%PDF-1.7", "application/pdf", "Choose a JPEG, PNG or WebP photo"),
        (b"", "image/png", "This file is empty"),
    ],
    ids=["broken", "not a photo", "empty"],
)
def test_a_file_that_is_no_photo_is_refused_with_the_words_kept(
    city: City, content: bytes, kind: str, said: str
) -> None:
    browser, address = city.signed_in("agent"), wrote(city, hours=1)
    file = SimpleUploadedFile("map.png", content, content_type=kind)

    answer = browser.post(f"{address}reply/", {"text": "This door.", "key": uuid.uuid4(), "photo": file})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "This door." in answer.content.decode()
    assert posted(city) == []


def test_a_photo_is_refused_where_it_is_not_offered(city: City) -> None:
    browser, address = city.signed_in("agent"), wrote(city, hours=30)
    file = SimpleUploadedFile("map.png", written(picture(), "PNG"), content_type="image/png")

    answer = browser.post(f"{address}reply/", {"text": "This door.", "key": uuid.uuid4(), "photo": file})

    assert answer.status_code == 422
    assert "A photo cannot be added: an approved message carries none." in answer.content.decode()
