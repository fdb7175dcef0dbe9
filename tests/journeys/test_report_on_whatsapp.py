"""A resident reports on WhatsApp: words, photo, pin, check, reference; and everything a chat can throw in."""

import time
from pathlib import Path

import pytest
from tests.journeys.desk import City, eventually, reference_in, words_of
from tests.journeys.talks import choose, report_by_chat, said, tracked

from baraza.capabilities.media.queries import media_state
from baraza.core.ingress.models import InboundEvent
from baraza.lib.authorities import trusted
from baraza.operations.demo import graph_api
from baraza.services.complaints.models import Complaint
from baraza.services.complaints.queries.one import get_timeline

pytestmark = pytest.mark.journey
PHOTO = Path(graph_api.__file__).parent / "photos" / "burst-pipe.jpg"


def test_a_report_with_photo_and_pin(city: City) -> None:
    phone = city.whatsapp_phone()
    phone.text("Hi")
    said(phone, "Choose your language")
    choose(phone, "lang:en")
    said(phone, "What would you like to do")

    phone.text("Burst pipe in front of the school, water is running down the road")
    said(phone, "Is that right")
    choose(phone, "yes")
    said(phone, "Send a photo")
    phone.image(content=PHOTO.read_bytes())
    asked = said(phone, "Where is it")
    phone.location(latitude=-26.2385, longitude=27.9087, name="Vilakazi Street")
    said(phone, "Is that in")
    choose(phone, "yes")
    shown = words_of(said(phone, "Please check"))
    choose(phone, "send")
    reference = reference_in(words_of(said(phone, "Your report is")))

    assert asked["interactive"]["type"] == "location_request_message"
    assert "Burst pipe" in shown
    assert "Photos: 1" in shown
    complaint = tracked(city, reference)
    assert (complaint.category, complaint.area_code, complaint.area_approximate) == ("burst_pipe", "JHB", True)
    with city.scope():
        (photo,) = get_timeline(complaint_id=complaint.id, public_only=True)
        eventually(lambda: media_state(media_id=photo.media_id).status == "ready")


def test_whoever_says_at_once_what_is_wrong_is_understood_in_their_language(city: City) -> None:
    phone = city.whatsapp_phone()

    phone.text("Sawubona, ipayipi lamanzi liqhumile phambi kwesikole emgwaqeni wethu")

    answer = eventually(phone.answers)[-1]
    assert answer["type"] == "interactive"
    choose(phone, "yes")
    eventually(phone.answers)
    with city.scope():
        from baraza.messaging.models import Contact

        assert Contact.objects.get().language == "zu"


def test_fifty_identical_webhooks_at_once_make_one_turn_and_one_reply(city: City) -> None:
    import asyncio

    import httpx
    from tests.journeys.desk import APP_SECRET

    from baraza.operations.demo.graph_receipts import signature_of

    phone = city.whatsapp_phone()
    city.desk.graph.state.person_wrote(address=phone.number)
    body = phone.webhook(
        messages=[
            {
                "id": "wamid.SAME",
                "from": phone.number[1:],
                "timestamp": str(int(time.time())),
                "type": "text",
                "text": {"body": "Hi"},
            }
        ]
    )
    headers = {"Content-Type": "application/json", "X-Hub-Signature-256": signature_of(APP_SECRET, body)}

    async def fifty() -> list[int]:
        async with httpx.AsyncClient(timeout=30, verify=trusted()) as client:
            answers = await asyncio.gather(*(client.post(phone.url, content=body, headers=headers) for _ in range(50)))
            return [answer.status_code for answer in answers]

    statuses = asyncio.run(fifty())
    said(phone, "Choose your language")

    assert statuses == [200] * 50
    with city.scope():
        eventually(lambda: InboundEvent.objects.filter(state="HANDLED").count() == 1)
        assert InboundEvent.objects.filter(kind="message").count() == 1
    assert phone.answers() == []


def test_a_double_tap_on_send_opens_one_report(city: City) -> None:
    phone = city.whatsapp_phone()
    report_by_chat(phone)

    choose(phone, "send", "Send")
    eventually(phone.answers)

    with city.scope():
        assert Complaint.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("audio", {"id": "1", "mime_type": "audio/ogg", "voice": True}),
        ("sticker", {"id": "1", "mime_type": "image/webp"}),
        ("video", {"id": "1", "mime_type": "video/mp4"}),
        ("contacts", {}),
        ("unsupported", {}),
    ],
)
def test_what_cannot_be_read_is_answered_in_plain_words(city: City, kind: str, content: dict[str, object]) -> None:
    phone = city.whatsapp_phone()
    phone.text("Hi")
    said(phone, "Choose your language")
    choose(phone, "lang:en")
    said(phone, "What would you like to do")

    phone.message(kind, content)

    answer = words_of(eventually(phone.answers)[0])
    assert answer
    assert "Traceback" not in answer


@pytest.mark.parametrize(
    "words",
    [
        "💧💧💧 water pipe burst 💧",
        "و" * 4096,
        "x" * 4096,
        "Pipe\u202ebroken\u0000here",
        "<script>alert(1)</script> pipe",
    ],
)
def test_any_words_are_taken_whole_and_never_break_the_talk(city: City, words: str) -> None:
    phone = city.whatsapp_phone()
    phone.text("Hi")
    said(phone, "Choose your language")
    choose(phone, "lang:en")
    said(phone, "What would you like to do")
    choose(phone, "describe")
    said(phone, "in your own words")

    phone.text(words)

    assert eventually(phone.answers)


def test_a_pin_in_the_sea_is_refused_kindly_and_the_talk_goes_on(city: City) -> None:
    phone = city.whatsapp_phone()
    phone.text("Hi")
    said(phone, "Choose your language")
    choose(phone, "lang:en")
    said(phone, "What would you like to do")
    phone.text("Burst pipe in front of the school")
    said(phone, "Is that right")
    choose(phone, "yes")
    said(phone, "Send a photo")
    choose(phone, "skip")
    said(phone, "Where is it")

    phone.location(latitude=-36.0, longitude=26.0)

    said(phone, "in the sea")


def test_a_file_that_is_no_photo_is_refused_in_words(city: City) -> None:
    phone = city.whatsapp_phone()
    report = report_by_chat(phone)
    phone.text(report)
    said(phone, report)

    phone.image(content=b"this is no picture at all", mime_type="image/jpeg")

    said(phone, "photo")
