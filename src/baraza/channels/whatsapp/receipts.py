"""What Meta says of messages that we sent."""

from baraza.channels.whatsapp.errors import failure_of
from baraza.channels.whatsapp.inbound import moment, sender_of
from baraza.core.ingress.contract import JsonObject
from baraza.lib.clock import now
from baraza.lib.json_bodies import first_object, list_at, text_at
from baraza.messaging.contract import DeliveryStatus, Notice, Parsed, Receipt

STATUS = {
    "sent": DeliveryStatus.SENT,
    "delivered": DeliveryStatus.DELIVERED,
    "read": DeliveryStatus.READ,
    "played": DeliveryStatus.READ,  # a voice note was listened to
    "failed": DeliveryStatus.FAILED,
}


def parse_status(status: JsonObject) -> Parsed:
    word, message_id = text_at(status, "status"), text_at(status, "id")
    if word not in STATUS or not message_id:
        return Notice(reason="status_unknown", detail=word[:80])
    error = first_object(list_at(status, "errors"))
    return Receipt(
        external_id=message_id,
        status=STATUS[word],
        occurred_at=moment(text_at(status, "timestamp")) or now(),
        key=text_at(status, "biz_opaque_callback_data"),
        recipient=sender_of(number=text_at(status, "recipient_id"), user_id=text_at(status, "recipient_user_id")),
        error=failure_of(error=error, status=400) if STATUS[word] == DeliveryStatus.FAILED else None,
    )
