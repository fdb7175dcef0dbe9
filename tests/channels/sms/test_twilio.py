"""Twilio: its own test vectors, what every form means, what is sent and how it is counted."""

from urllib.parse import parse_qs

import pytest
from pytest_django import Settings
from tests.channels.requests import TWILIO, read, signed_by_twilio
from tests.fakes.scripted_server import Reply, scripted_server
from tests.payloads.reading import names, payload

from baraza.channels.sms.limits import cheapest, segments
from baraza.channels.sms.signature import signature_of
from baraza.channels.sms.twilio import Twilio
from baraza.core.ingress.contract import ConnectionFacts
from baraza.messaging.contract import (
    Buttons,
    DeliveryStatus,
    Failure,
    Kind,
    Notice,
    Outgoing,
    Receipt,
    Received,
    Recipient,
    SendError,
    Text,
)

MEANT = {
    "text": (Kind.TEXT, "There is a burst pipe in Main Road"),
    "accented": (Kind.TEXT, "Daar is 'n gebreekte pyp — môre kom die skool"),
    "stop": (Kind.TEXT, "STOP"),
    "stop_by_advanced_opt_out": (Kind.TEXT, "STOP"),
    "unstop": (Kind.TEXT, "START"),
    "picture": (Kind.UNSUPPORTED, ""),
    "picture_with_words": (Kind.TEXT, "Look at this"),
}
TOLD = {
    "status_queued": (DeliveryStatus.SENT, None),
    "status_delivered": (DeliveryStatus.DELIVERED, None),
    "status_undelivered": (DeliveryStatus.FAILED, Failure.UNREACHABLE),
    "status_failed": (DeliveryStatus.FAILED, Failure.UNREACHABLE),
}


def test_the_published_vectors_are_signed_as_twilio_signs_them() -> None:
    published = [
        ("CallSid", "CA1234567890ABCDE"),
        ("Caller", "+14158675309"),
        ("Digits", "1234"),
        ("From", "+14158675309"),
        ("To", "+18005551212"),
    ]
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    assert signature_of(url=url, form=published, token="12345") == "RSOYDt4T1cUTdK1PDd93/VVr8B8="
    accented = [
        ("SmsMessageSid", "SM0123456789abcdef0123456789abcdef"),
        ("MessageSid", "SM0123456789abcdef0123456789abcdef"),
        ("NumMedia", "0"),
        ("ProfileName", "Aline"),
        ("WaId", "250788123456"),
        ("Body", "café"),
        ("To", "whatsapp:+14155238886"),
        ("From", "whatsapp:+250788123456"),
        ("AccountSid", "AC0123456789abcdef0123456789abcdef"),
        ("ApiVersion", "2010-04-01"),
    ]
    url = "https://hooks.example.rw/twilio/inbound"
    assert signature_of(url=url, form=accented, token="12345") == "oPqxlT2P4LvkKqpvHMzHpgn7mGY="


def test_every_payload_has_its_record() -> None:
    assert names("twilio") == {*MEANT, *TOLD, "status_of_tomorrow"}


@pytest.mark.parametrize("name", sorted(MEANT))
def test_a_message_means_what_the_person_wrote(name: str) -> None:
    (found,) = read(Twilio(), TWILIO, signed_by_twilio(payload("twilio", name)))
    assert isinstance(found, Received)
    assert (found.kind, found.text) == MEANT[name]
    assert found.sender.phone == "+250788123456"


@pytest.mark.parametrize("name", sorted(TOLD))
def test_a_receipt_carries_our_key_and_the_operators_word(name: str) -> None:
    (found,) = read(Twilio(), TWILIO, signed_by_twilio(payload("twilio", name), key="complaints.resolved:7"))
    assert isinstance(found, Receipt)
    assert (found.status, found.error.failure if found.error else None) == TOLD[name]
    assert found.key == "complaints.resolved:7"


def test_a_word_of_tomorrow_is_a_notice() -> None:
    (found,) = read(Twilio(), TWILIO, signed_by_twilio(payload("twilio", "status_of_tomorrow")))
    assert found == Notice(reason="status_unknown", detail="pondering")


def outgoing(body: str) -> Outgoing:
    return Outgoing(key="turn:1", recipient=Recipient(phone="+250788123456"), content=Text(body=body))


def sent(settings: Settings, body: str, connection: ConnectionFacts = TWILIO) -> tuple[str, dict[str, list[str]], str]:
    settings.PUBLIC_URL = "https://baraza.example"
    with scripted_server() as server:
        server.answer = lambda _: Reply(status=201, body=b'{"sid":"SM1","status":"queued"}')
        settings.TWILIO_API_URL = server.url
        sid = Twilio().send(outgoing=outgoing(body), connection=connection)
        (seen,) = server.seen
    return sid, parse_qs(seen.body.decode()), seen.path


def test_a_text_goes_out_with_an_address_for_its_receipts(settings: Settings) -> None:
    sid, form, path = sent(settings, "Your report was fixed.")
    assert sid == "SM1"
    assert path == "/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Messages.json"
    assert form == {
        "To": ["+250788123456"],
        "From": ["+27600000000"],
        "Body": ["Your report was fixed."],
        "StatusCallback": ["https://baraza.example/in/sms.twilio/token/?key=turn%3A1"],
    }


def failed(answer: Reply, settings: Settings, connection: ConnectionFacts = TWILIO) -> SendError:
    with scripted_server() as server:
        server.answer = lambda _: answer
        settings.TWILIO_API_URL = server.url
        with pytest.raises(SendError) as caught:
            Twilio().send(outgoing=outgoing("Hello"), connection=connection)
    return caught.value


@pytest.mark.parametrize(
    ("code", "status", "failure"),
    [
        (20003, 401, Failure.ACCOUNT),
        (20429, 429, Failure.THROTTLED),
        (21211, 400, Failure.UNREACHABLE),
        (21610, 400, Failure.REFUSED),
        (21614, 400, Failure.UNREACHABLE),
        (99999, 400, Failure.REFUSED),
    ],
)
def test_the_code_says_what_to_do(settings: Settings, code: int, status: int, failure: Failure) -> None:
    error = failed(Reply(status=status, body=b'{"code":%d,"message":"+250788123456"}' % code), settings)
    assert (error.failure, error.code) == (failure, str(code))


def test_without_an_address_for_receipts_a_silence_is_not_tried_again(settings: Settings) -> None:
    settings.PUBLIC_URL = "http://localhost:8000"
    error = failed(Reply(reset=True), settings)
    assert (error.failure, error.retryable) == (Failure.UNCERTAIN, False)


def test_only_words_are_sent() -> None:
    buttons = Outgoing(key="1", recipient=Recipient(phone="+250788123456"), content=Buttons(body="Choose", buttons=()))
    with pytest.raises(SendError) as caught:
        Twilio().send(outgoing=buttons, connection=TWILIO)
    assert (caught.value.failure, caught.value.code) == (Failure.REFUSED, "limits")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ŵ" * 70, 1),
        ("ŵ" * 71, 2),
        ("😀" * 36, 2),
    ],
)
def test_messages_are_counted_as_they_are_charged(text: str, count: int) -> None:
    assert segments(text) == count


def test_a_curly_quote_does_not_double_the_price_and_no_letter_loses_its_accent() -> None:
    assert cheapest("It’s “fixed” – thank you…") == 'It\'s "fixed" - thank you...'
    assert cheapest("Ons sê dankie – môre") == "Ons sê dankie – môre"
