"""WhatsApp through Meta's Cloud API. What comes in is split in `webhooks` and read in `inbound` and `receipts`;
what goes out is written in `outbound` and handed over by `graph`; files come through `media`.
"""

# ruff: noqa: ARG002 - the contract names every parameter, whether a channel needs it or not

from baraza.channels.whatsapp.checking import check
from baraza.channels.whatsapp.graph import account_of, call, uncertain
from baraza.channels.whatsapp.inbound import parse_message, sender_of
from baraza.channels.whatsapp.limits import LIMITS
from baraza.channels.whatsapp.media import fetch_media, upload_photo
from baraza.channels.whatsapp.outbound import message_of, refused
from baraza.channels.whatsapp.receipts import parse_status
from baraza.channels.whatsapp.webhooks import split
from baraza.core.ingress.contract import ConnectionFacts, Item, JsonObject, RawRequest, RawResponse
from baraza.lib.http import AnswerTooLarge
from baraza.lib.json_bodies import first_object, list_at, object_at, text_at
from baraza.lib.signing import hmac_sha256_hex, matches
from baraza.messaging.contract import (
    AddressChanged,
    CheckFacts,
    CheckReport,
    ConnectionField,
    FetchedMedia,
    Limits,
    MediaReference,
    Notice,
    Outgoing,
    Parsed,
    Screen,
)

FIELDS = (
    ConnectionField(name="phone_number_id", label="Phone number ID", help="App Dashboard, WhatsApp, API Setup."),
    ConnectionField(
        name="business_account_id",
        label="WhatsApp Business Account ID",
        help="App Dashboard, WhatsApp, API Setup, below the number.",
    ),
    ConnectionField(name="app_secret", label="App secret", help="App settings, Basic. Proves webhooks.", secret=True),
    ConnectionField(name="access_token", label="Access token", help="A system user's, that never ends.", secret=True),
    ConnectionField(name="verify_token", label="Verify token", help="A word of yours for the webhook.", secret=True),
)
SECRETS = frozenset(field.name for field in FIELDS if field.secret)


GUIDE = (
    "In the App Dashboard of Meta open your app, then WhatsApp, Configuration.",
    "Choose Edit beside Webhook, paste the address and the verify token, and choose Verify and save.",
    "Below, subscribe to the field messages.",
    "Come back here and test the connection.",
)


class MetaCloud:
    channel = "whatsapp"
    title = "WhatsApp, by Meta's Cloud API"
    guide: tuple[str, ...] = GUIDE
    inline = False
    content_types = frozenset({"application/json"})
    limits: Limits = LIMITS
    fields: tuple[ConnectionField, ...] = FIELDS

    def handshake(self, *, request: RawRequest, connection: ConnectionFacts) -> RawResponse:
        """Meta wants its challenge back when the address or the token is set in the App Dashboard."""
        token = connection.secrets.get("verify_token", "")
        given = request.query.get("hub.verify_token", "")
        if request.query.get("hub.mode") != "subscribe" or not token or not _same(token, given):
            return RawResponse(status=403)
        return RawResponse(status=200, body=request.query.get("hub.challenge", "").encode(errors="replace"))

    def verify(self, *, request: RawRequest, connection: ConnectionFacts) -> bool:
        """Meta signs the bytes as sent, with the secret of the app that the organisation made."""
        secret = connection.secrets.get("app_secret", "")
        given = request.headers.get("x-hub-signature-256", "")
        if not secret or not given.startswith("sha256="):
            return False
        return _same("sha256=" + hmac_sha256_hex(secret=secret, body=request.body), given)

    def items(self, *, request: RawRequest, connection: ConnectionFacts) -> list[Item]:
        return split(body=request.body, phone_number_id=str(connection.options.get("phone_number_id", "")))

    def acknowledge(self, *, answer: JsonObject | None) -> RawResponse:
        """Exactly 200: Meta repeats whatever was answered otherwise, for seven days."""
        return RawResponse(status=200)

    def parse(self, *, item: Item, connection: ConnectionFacts, previous: Item | None) -> list[Parsed]:
        if isinstance(item.payload.get("message"), dict):
            contact = object_at(item.payload, "contact")
            return [parse_message(item_id=item.item_id, message=item.payload["message"], contact=contact)]
        if isinstance(item.payload.get("status"), dict):
            return [parse_status(item.payload["status"])]
        return [_notice(item)]

    def send(self, *, outgoing: Outgoing, connection: ConnectionFacts) -> str:
        message = message_of(outgoing)
        account = account_of(connection)
        if outgoing.photo is not None:
            message["image"] = {**message["image"], "id": upload_photo(photo=outgoing.photo, account=account)}
        try:
            answer = call(account=account, method="POST", path=f"{account.phone_number_id}/messages", json=message)
        except AnswerTooLarge:
            raise uncertain("WhatsApp's answer cannot be read.") from None
        message_id = text_at(first_object(list_at(answer, "messages")), "id")
        if not message_id:
            raise uncertain("WhatsApp took the message without giving it an id.")
        return message_id

    def mark_read(self, *, external_id: str, connection: ConnectionFacts) -> None:
        """Blue ticks and "typing…", which goes with our answer or after 25 seconds."""
        account = account_of(connection)
        message = {
            "messaging_product": "whatsapp",
            "status": "read",
            "message_id": external_id,
            "typing_indicator": {"type": "text"},
        }
        try:
            call(account=account, method="POST", path=f"{account.phone_number_id}/messages", json=message)
        except AnswerTooLarge:
            raise uncertain("WhatsApp's answer cannot be read.") from None

    def fetch_media(self, *, media: MediaReference, connection: ConnectionFacts) -> FetchedMedia:
        return fetch_media(media=media, account=account_of(connection))

    def check(self, *, connection: ConnectionFacts, facts: CheckFacts) -> CheckReport:
        return check(connection=connection, facts=facts)

    def answer_of(self, *, screen: Screen) -> JsonObject:
        raise refused("WhatsApp answers with messages, not in the request.")


def _same(expected: str, given: str) -> bool:
    """Header and query come from outside and may hold what cannot be encoded."""
    return matches(expected=expected, given=given.encode(errors="replace").decode())


def _notice(item: Item) -> Parsed:
    reason = text_at(item.payload, "reason") or "message_unreadable"
    change = object_at(object_at(item.payload, "notice"), "user_id")
    if reason == "field_user_id_update" and text_at(change, "previous") and text_at(change, "current"):
        before, after = text_at(change, "previous"), text_at(change, "current")
        return AddressChanged(
            before=sender_of(number="", user_id=before), after=sender_of(number="", user_id=after), occurred_at=None
        )
    return Notice(reason=reason, detail=text_at(object_at(item.payload, "notice"), "code")[:80])
