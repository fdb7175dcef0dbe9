"""What Mailgun, SendGrid and Postmark say became of a letter: every payload has its exact record."""

import base64
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.channels.letters import MAILGUN, POSTMARK, SENDGRID, by_mailgun, by_postmark, by_sendgrid
from tests.channels.requests import read, request
from tests.payloads.reading import names, payload

from baraza.channels.email.mailgun import Mailgun
from baraza.channels.email.postmark import Postmark
from baraza.channels.email.sendgrid import SendGrid
from baraza.lib import clock
from baraza.lib.signing import hmac_sha256_hex
from baraza.messaging.contract import DeliveryStatus, Failure, Notice, Parsed, Receipt

SENT, DELIVERED, FAILED = DeliveryStatus.SENT, DeliveryStatus.DELIVERED, DeliveryStatus.FAILED
GONE, WANTS_NONE, ELSEWHERE = Failure.UNREACHABLE, Failure.REFUSED, Failure.TEMPORARY

# Status, why it failed, why nothing is sent there any more; a text for what only is kept.
Record = tuple[DeliveryStatus, Failure | None, str] | str
BY_MAILGUN: dict[str, Record] = {
    "accepted": (SENT, None, ""),
    "delivered": (DELIVERED, None, ""),
    "failed_permanent": (FAILED, GONE, "bounced"),
    "failed_suppressed": (FAILED, GONE, "bounced"),
    "failed_temporary": "letter_deferred",
    "complained": (DELIVERED, None, "complained"),
    "unsubscribed": (DELIVERED, None, "unsubscribed"),
    "opened": "letter_opened",
    "event_of_tomorrow": "letter_unknown",
}
BY_SENDGRID: dict[str, Record] = {
    "processed": (SENT, None, ""),
    "delivered": (DELIVERED, None, ""),
    "bounce": (FAILED, GONE, "bounced"),
    "blocked": (FAILED, ELSEWHERE, ""),
    "deferred": "letter_deferred",
    "dropped_bounced": (FAILED, GONE, "bounced"),
    "dropped_unsubscribed": (FAILED, WANTS_NONE, "unsubscribed"),
    "spamreport": (DELIVERED, None, "complained"),
    "unsubscribe": (DELIVERED, None, "unsubscribed"),
    "open": "letter_opened",
    "event_of_tomorrow": "letter_unknown",
}
BY_POSTMARK: dict[str, Record] = {
    "delivery": (DELIVERED, None, ""),
    "hard_bounce": (FAILED, GONE, "bounced"),
    "soft_bounce": (FAILED, ELSEWHERE, ""),
    "spam_complaint": (DELIVERED, None, "complained"),
    "subscription_change": (DELIVERED, None, "unsubscribed"),
    "open": "letter_opened",
    "type_of_tomorrow": "letter_unknown",
}


def recorded(parsed: Parsed) -> Record:
    if isinstance(parsed, Notice):
        return parsed.reason
    assert isinstance(parsed, Receipt)
    assert (parsed.recipient.email, parsed.key) == ("aline@example.org", "complaints.resolved:7:3")
    return parsed.status, parsed.error.failure if parsed.error else None, parsed.stop


def test_every_payload_has_its_record() -> None:
    assert names("mailgun") == set(BY_MAILGUN)
    assert names("sendgrid") == {*BY_SENDGRID, "batch"}
    assert names("postmark") == set(BY_POSTMARK)


@pytest.mark.parametrize("name", sorted(BY_MAILGUN))
def test_mailgun_says(name: str) -> None:
    (found,) = read(Mailgun(), MAILGUN, by_mailgun(payload("mailgun", name)))
    assert recorded(found) == BY_MAILGUN[name]


@pytest.mark.parametrize("name", sorted(BY_SENDGRID))
def test_sendgrid_says(name: str) -> None:
    (found,) = read(SendGrid(), SENDGRID, by_sendgrid(payload("sendgrid", name)))
    assert recorded(found) == BY_SENDGRID[name]


@pytest.mark.parametrize("name", sorted(BY_POSTMARK))
def test_postmark_says(name: str) -> None:
    (found,) = read(Postmark(), POSTMARK, by_postmark(payload("postmark", name)))
    assert recorded(found) == BY_POSTMARK[name]


def test_a_receipt_names_the_letter_as_the_sending_did() -> None:
    (by_id,) = read(Mailgun(), MAILGUN, by_mailgun(payload("mailgun", "delivered")))
    (by_uuid,) = read(SendGrid(), SENDGRID, by_sendgrid(payload("sendgrid", "delivered")))
    assert isinstance(by_id, Receipt)
    assert isinstance(by_uuid, Receipt)
    assert by_id.external_id == "<20261121064500.1.ABCDEF@mg.yourcity.example>"
    assert by_uuid.external_id == "c4048b5a-0d1f-4b1a-9c50-2f7a1d6f7a01"


def test_mailgun_signs_the_time_and_the_token() -> None:
    """The provider's own vector."""
    token = "a8ce0edb2dd8301dee6c2405235584e45aa91d1e9f979f3de0"
    signed = hmac_sha256_hex(secret="key-test", body=f"1529006854{token}".encode())
    assert signed == "2df0e54f503d31abdc1519117a730ae38748e41e86f9ae25431dbd26059468af"


def test_mailguns_token_is_what_a_repetition_is_known_by() -> None:
    first = Mailgun().items(request=by_mailgun(payload("mailgun", "delivered")), connection=MAILGUN)
    later = Mailgun().items(request=by_mailgun(payload("mailgun", "delivered"), age=60), connection=MAILGUN)
    assert [item.item_id for item in first] == [item.item_id for item in later]


def test_sendgrids_published_vector_is_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one of sendgrid-python's tests; a letter changed, a byte less or another time are not."""
    key = (
        "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eN"
        "Ec6wEA3F+g=="
    )
    signature = "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM="
    body = (
        b'[{"email":"hello@world.com","event":"dropped","reason":"Bounced Address","sg_event_id":"ZHJvcC0xMDk5NDkxOS1MUnpY'
        b'bF9OSFN0T0doUTRrb2ZTbV9BLTA","sg_message_id":"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5F'
        b'C76C-9.0","smtp-id":"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>","timestamp":1600112492}]\r\n'
    )
    headers = {
        "x-twilio-email-event-webhook-signature": signature,
        "x-twilio-email-event-webhook-timestamp": "1600112502",
    }
    connection = replace(SENDGRID, secrets={"verification_key": key})
    monkeypatch.setattr(clock, "now", lambda: datetime.fromtimestamp(1600112600, UTC))

    def proved(raw: bytes) -> bool:
        return SendGrid().verify(request=request(raw, headers=headers), connection=connection)

    assert base64.b64decode(key)[:1] == b"0"
    assert [proved(body), proved(body[:-2]), proved(body.replace(b"dropped", b"bounced"))] == [True, False, False]
