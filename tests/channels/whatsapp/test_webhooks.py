"""What the door sees of WhatsApp: the handshake, the signature, and a POST split into items."""

import json
from typing import Any

import pytest
from pywa.utils import webhook_updates_validator
from tests.channels.requests import APP_SECRET, NUMBER_ID, VERIFY_TOKEN, WHATSAPP, request, signed
from tests.payloads.reading import payload

from baraza.channels.whatsapp.meta_cloud import MetaCloud
from baraza.core.ingress.contract import ConnectionFacts, Item, RawResponse, Unreadable
from baraza.lib.signing import hmac_sha256_hex
from baraza.messaging.contract import Notice
from baraza.operations.demo.graph_receipts import signature_of

# The reference's vector: 434 bytes, the letters beyond ASCII escaped as Meta escapes them.
VECTOR = (
    b'{"object":"whatsapp_business_account","entry":[{"id":"102290129340398","changes":[{"value":{"messaging_product":'
    b'"whatsapp","metadata":{"display_phone_number":"15550783881","phone_number_id":"106540352242922"},"contacts":[{"pr'
    b'ofile":{"name":"Aline"},"wa_id":"250788123456"}],"messages":[{"from":"250788123456","id":"wamid.TEST1","timestamp'
    b'":"1749416383","type":"text","text":{"body":"caf\\u00e9 \\ud83d\\ude00"}}]},"field":"messages"}]}]}'
)
VECTOR_SIGNATURE = "sha256=c16d6f036ad86aad26daeab8b371353ca7a6b2c80de41c51648966d25dfc0414"


def items(body: bytes) -> list[Item]:
    return MetaCloud().items(request=signed(body), connection=WHATSAPP)


def webhook(**value: Any) -> bytes:
    metadata = {"display_phone_number": "15550783881", "phone_number_id": NUMBER_ID}
    change = {"field": "messages", "value": {"messaging_product": "whatsapp", "metadata": metadata, **value}}
    body = {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}
    return json.dumps(body).encode()


def verified(body: bytes, signature: str, connection: ConnectionFacts = WHATSAPP) -> bool:
    headers = {"x-hub-signature-256": signature}
    return MetaCloud().verify(request=request(body, headers=headers), connection=connection)


def handshake(**query: str) -> RawResponse:
    named = {f"hub.{name}": value for name, value in query.items()}
    return MetaCloud().handshake(request=request(method="GET", query=named), connection=WHATSAPP)


# --- handshake ---------------------------------------------------------------------------------------------------------


def test_the_challenge_comes_back_word_for_word_as_plain_text() -> None:
    answer = handshake(mode="subscribe", challenge="<b>1158201444</b>", verify_token=VERIFY_TOKEN)
    assert answer == RawResponse(status=200, body=b"<b>1158201444</b>", content_type="text/plain; charset=utf-8")


@pytest.mark.parametrize(
    "query",
    [
        {"mode": "subscribe", "challenge": "1", "verify_token": "another"},
        {"mode": "unsubscribe", "challenge": "1", "verify_token": VERIFY_TOKEN},
        {"mode": "subscribe", "challenge": "1"},
        {"mode": "subscribe", "challenge": "1", "verify_token": "\udcff"},
        {},
    ],
)
def test_a_handshake_without_our_token_is_forbidden(query: dict[str, str]) -> None:
    assert handshake(**query) == RawResponse(status=403)


def test_a_connection_without_a_token_never_completes_the_handshake() -> None:
    bare = ConnectionFacts(id=1, organisation_id=1, source="whatsapp.meta_cloud", secrets={})
    query = {"hub.mode": "subscribe", "hub.verify_token": "", "hub.challenge": "1"}
    assert MetaCloud().handshake(request=request(query=query), connection=bare).status == 403


# --- signature ---------------------------------------------------------------------------------------------------------


def test_the_published_vectors_are_accepted() -> None:
    secret = ConnectionFacts(id=1, organisation_id=1, source="whatsapp.meta_cloud", secrets={"app_secret": "secret"})
    assert len(VECTOR) == 434
    assert verified(VECTOR, VECTOR_SIGNATURE)
    assert verified(b"test", "sha256=0329a06b62cd16b33eb6792be8c60b158d89a2ee3a876fce9a881ebb488c0914", secret)


def test_the_same_json_written_anew_is_refused() -> None:
    rewritten = json.dumps(json.loads(VECTOR), ensure_ascii=False, separators=(",", ":")).encode()
    assert not verified(rewritten, VECTOR_SIGNATURE)


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "sha256=",
        VECTOR_SIGNATURE.removeprefix("sha256="),
        VECTOR_SIGNATURE.replace("sha256=", "sha1="),
        VECTOR_SIGNATURE[:-1],
        VECTOR_SIGNATURE + "0",
        VECTOR_SIGNATURE.upper(),
        "sha256=é\udcff",
    ],
)
def test_any_other_signature_is_refused(signature: str) -> None:
    assert not verified(VECTOR, signature)


def test_a_request_without_the_header_is_refused() -> None:
    assert not MetaCloud().verify(request=request(VECTOR), connection=WHATSAPP)


def test_a_connection_without_a_secret_accepts_nothing() -> None:
    bare = ConnectionFacts(id=1, organisation_id=1, source="whatsapp.meta_cloud", secrets={})
    assert not verified(VECTOR, "sha256=" + hmac_sha256_hex(secret="", body=VECTOR), bare)


def test_pywa_accepts_our_signing_and_refuses_what_we_refuse() -> None:
    assert webhook_updates_validator(APP_SECRET, VECTOR, signature_of(APP_SECRET, VECTOR))
    assert signature_of(APP_SECRET, VECTOR) == VECTOR_SIGNATURE
    assert not webhook_updates_validator("another", VECTOR, VECTOR_SIGNATURE)
    assert not verified(VECTOR + b" ", VECTOR_SIGNATURE)
    assert not webhook_updates_validator(APP_SECRET, VECTOR + b" ", VECTOR_SIGNATURE)


# --- items -------------------------------------------------------------------------------------------------------------


def test_a_message_is_an_item_with_only_what_reading_it_takes() -> None:
    (item,) = items(VECTOR)
    assert item == Item(
        item_id="wamid.TEST1",
        kind="message",
        sender="+250788123456",
        payload={
            "message": {
                "from": "250788123456",
                "id": "wamid.TEST1",
                "timestamp": "1749416383",
                "type": "text",
                "text": {"body": "café 😀"},
            },
            "contact": {"profile": {"name": "Aline"}, "wa_id": "250788123456"},
            "metadata": {"display_phone_number": "15550783881", "phone_number_id": NUMBER_ID},
        },
    )


def test_every_message_receipt_and_error_of_a_batch_is_an_item_of_its_own() -> None:
    found = items(payload("whatsapp", "batch"))
    assert [(item.kind, item.sender) for item in found] == [
        ("message", "+250788123456"),
        ("message", "+27821234567"),
        ("receipt", "+250788123456"),
        ("receipt", "+250788123456"),
        ("message", "+27821234567"),
        ("notice", ""),
    ]
    assert [item.item_id for item in found[:5]] == [
        "wamid.C1",
        "wamid.C2",
        "status:wamid.OUT1:read",
        "status:wamid.OUT1:delivered",
        "wamid.C3",
    ]


def test_a_person_is_known_by_user_id_where_meta_gives_one() -> None:
    assert [item.sender for item in items(payload("whatsapp", "text_with_user_id"))] == ["RW.13491208655302741918"]
    assert [item.sender for item in items(payload("whatsapp", "text_without_number"))] == ["RW.13491208655302741918"]
    assert [item.sender for item in items(payload("whatsapp", "status_delivered"))] == ["RW.13491208655302741918"]


def test_a_repeated_post_has_the_same_item_ids() -> None:
    for name in ("batch", "template_status_update", "other_number", "account_error"):
        body = payload("whatsapp", name)
        assert [item.item_id for item in items(body)] == [item.item_id for item in items(body)]


def test_two_different_notices_have_different_ids() -> None:
    (first,), (second,) = (
        items(payload("whatsapp", "template_status_update")),
        items(payload("whatsapp", "account_error")),
    )
    assert first.item_id != second.item_id


def test_a_message_to_another_number_is_known_to_have_come_and_nothing_of_it_is_kept() -> None:
    (item,) = items(payload("whatsapp", "other_number"))
    assert (item.kind, item.sender) == ("notice", "")
    assert item.payload == {"reason": "other_number", "notice": {"phone_number_id": "999999999999999"}}


def test_a_connection_without_a_number_id_reads_nobodys_messages() -> None:
    bare = ConnectionFacts(id=1, organisation_id=1, source="whatsapp.meta_cloud", secrets={"app_secret": APP_SECRET})
    body = VECTOR.replace(NUMBER_ID.encode(), b"")
    (item,) = MetaCloud().items(request=signed(body), connection=bare)
    assert (item.kind, item.payload["reason"]) == ("notice", "other_number")


def test_a_message_without_an_id_gets_one_of_its_content() -> None:
    (item,) = items(webhook(messages=[{"from": "250788123456", "type": "text", "text": {"body": "x"}}]))
    (again,) = items(webhook(messages=[{"from": "250788123456", "type": "text", "text": {"body": "x"}}]))
    assert item.item_id == again.item_id
    assert item.item_id.startswith("message:")


def test_ids_and_senders_fit_their_columns() -> None:
    (item,) = items(webhook(messages=[{"id": "w" * 5000, "from_user_id": "u" * 5000, "type": "text"}]))
    assert (len(item.item_id), len(item.sender)) == (len("message:") + 64, 150)


def test_characters_that_the_database_cannot_hold_are_dropped() -> None:
    message = {"id": "wamid.N", "from": "250788123456", "type": "text", "text": {"body": "a\0b"}}
    (item,) = items(webhook(messages=[message]))
    assert item.payload["message"]["text"] == {"body": "ab"}


def test_a_message_that_is_no_object_is_kept_as_a_notice() -> None:
    (item,) = items(webhook(messages=["hello"]))
    parsed = MetaCloud().parse(item=item, connection=WHATSAPP, previous=None)
    assert parsed == [Notice(reason="message_unreadable")]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        VECTOR[:-3],
        b'{"object":"page","entry":[]}',
        b"[]",
        b'"text"',
        b'{"object":"whatsapp_business_account","entry":{}}',
        b'{"object":"whatsapp_business_account","entry":[],"x":"\xff\xfe"}',
        b'{"object":"whatsapp_business_account","entry":' + b"[" * 70 + b"]" * 70 + b"}",
        b'{"object":"whatsapp_business_account","entry":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    ],
)
def test_what_is_no_webhook_of_whatsapp_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        items(body)


def test_a_webhook_without_entries_is_read_and_holds_nothing() -> None:
    assert items(b'{"object":"whatsapp_business_account"}') == []


def test_the_acknowledgement_is_exactly_200() -> None:
    assert MetaCloud().acknowledge(answer=None) == RawResponse(status=200)
