"""Telephones for demonstrations and tests: clients that post to the public doors what Meta and USSD gateways post.

They know a door's address and, for WhatsApp, the app secret with which Meta would sign; nothing of the product's inside.
"""

import base64
import json
import secrets
import time
from dataclasses import dataclass
from typing import Any

import httpx

from baraza.lib.authorities import trusted
from baraza.operations.demo.graph_receipts import signature_of
from baraza.operations.demo.ussd_sessions import GATEWAYS, HandsetFailure, Session, Shown

Json = dict[str, Any]


@dataclass(frozen=True)
class Sent:
    """What the door said to a message: Meta is content with 200 alone."""

    status: int
    message_id: str


class WhatsAppPhone:
    """A person's WhatsApp. `graph_url` is the sandbox's, where their window opens and where answers can be read.

    `number` may be empty for a person who hides it behind a user name; then `user_id` is set.
    """

    def __init__(
        self,
        *,
        url: str,
        app_secret: str,
        phone_number_id: str,
        number: str = "",
        user_id: str = "",
        name: str = "",
        graph_url: str = "",
        client: httpx.Client | None = None,
    ) -> None:
        self.url = url
        self.number = "+" + number.lstrip("+") if number else ""
        self.user_id = user_id
        self.name = name
        self.graph_url = graph_url.rstrip("/")
        self._app_secret = app_secret
        self._phone_number_id = phone_number_id
        self._client = client or httpx.Client(timeout=30.0, verify=trusted())
        self._seen = 0

    def text(self, body: str, *, reply_to: str = "") -> Sent:
        return self.message("text", {"body": body}, reply_to=reply_to)

    def button(self, *, id: str, title: str, reply_to: str = "") -> Sent:  # noqa: A002 - Meta's word
        answer = {"type": "button_reply", "button_reply": {"id": id, "title": title}}
        return self.message("interactive", answer, reply_to=reply_to)

    def row(self, *, id: str, title: str, description: str = "", reply_to: str = "") -> Sent:  # noqa: A002
        reply = {"id": id, "title": title, **({"description": description} if description else {})}
        return self.message("interactive", {"type": "list_reply", "list_reply": reply}, reply_to=reply_to)

    def location(self, *, latitude: float, longitude: float, name: str = "", reply_to: str = "") -> Sent:
        place: Json = {"latitude": latitude, "longitude": longitude, **({"name": name} if name else {})}
        return self.message("location", place, reply_to=reply_to)

    def image(self, *, content: bytes, mime_type: str = "image/jpeg", caption: str = "") -> Sent:
        """The photo is put into the sandbox first, as WhatsApp uploads before it tells the business."""
        file = {"content": base64.b64encode(content).decode(), "mime_type": mime_type}
        image = self._control("media", file)
        return self.message("image", {**image, **({"caption": caption} if caption else {})})

    def message(self, kind: str, content: Json, *, reply_to: str = "") -> Sent:
        """Any message type; the named methods above cover what people do."""
        message: Json = {
            "id": f"wamid.{secrets.token_hex(16).upper()}",
            "timestamp": str(int(time.time())),
            "type": kind,
            kind: content,
            **({"from": self.number[1:]} if self.number else {}),
            **({"from_user_id": self.user_id} if self.user_id else {}),
            **({"context": {"id": reply_to}} if reply_to else {}),
        }
        if self.graph_url:
            for address in filter(None, (self.number, self.user_id)):
                self._control("inbound", {"phone": address})
        return Sent(self.post(self.webhook(messages=[message])), message["id"])

    def webhook(self, *, messages: list[Json]) -> bytes:
        """The body as Meta writes it: letters beyond ASCII are escaped."""
        contact: Json = {
            "profile": {"name": self.name or "Someone"},
            **({"wa_id": self.number[1:]} if self.number else {}),
            **({"user_id": self.user_id} if self.user_id else {}),
        }
        value = {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "15550783881", "phone_number_id": self._phone_number_id},
            "contacts": [contact],
            "messages": messages,
        }
        return webhook_body(value)

    def post(self, body: bytes) -> int:
        """Signs and posts; the same bytes may be posted again, as Meta does when it is in doubt."""
        headers = {"Content-Type": "application/json", "X-Hub-Signature-256": signature_of(self._app_secret, body)}
        return self._client.post(self.url, content=body, headers=headers).status_code

    def answers(self) -> list[Json]:
        """The messages that came since the last call, oldest first, as the sandbox took them."""
        address = self.number or self.user_id
        query = {"phone": address, "since": str(self._seen)}
        kept: list[Json] = self._client.get(f"{self.graph_url}/_control/messages", params=query).json()
        self._seen = max([self._seen, *(each["sequence"] for each in kept)])
        return [each["message"] for each in kept]

    def wait_for_answers(self, *, count: int = 1, seconds: float = 20.0) -> list[Json]:
        """Raises HandsetFailure when fewer come in time."""
        until, found = time.monotonic() + seconds, self.answers()
        while len(found) < count:
            if time.monotonic() > until:
                raise HandsetFailure(f"{len(found)} of {count} answers came in {seconds:g} seconds.")
            time.sleep(0.05)
            found += self.answers()
        return found

    def _control(self, name: str, body: Json) -> Json:
        answer = self._client.post(f"{self.graph_url}/_control/{name}", json=body)
        if answer.status_code != httpx.codes.OK:
            raise HandsetFailure(f"The sandbox refused {name}: {answer.status_code}.")
        found: Json = answer.json()
        return found


def webhook_body(value: Json) -> bytes:
    """One change of the field `messages`, escaped to ASCII and squeezed as Meta does."""
    entry = {"id": "102290129340398", "changes": [{"value": value, "field": "messages"}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}, separators=(",", ":")).encode()


class UssdPhone:
    """A feature phone behind a gateway: `africas_talking` or `hubtel`. Every screen is counted; too long is a failure."""

    def __init__(
        self,
        *,
        url: str,
        number: str,
        service_code: str,
        gateway: str = "africas_talking",
        client: httpx.Client | None = None,
    ) -> None:
        self.url = url.rstrip("/") + "/"
        self.number = "+" + number.lstrip("+")
        self.service_code = service_code
        self._gateway = GATEWAYS[gateway]
        self._client = client or httpx.Client(timeout=30.0, verify=trusted())
        self._session: Session | None = None

    def dial(self, *answers: str) -> Shown:
        """A new session; with answers it is dialled at once, as in `*384*1234*2*5#`."""
        self._session = self._gateway(self)
        return self._session.turn("*".join(answers))

    def send(self, text: str) -> Shown:
        return self._running().turn(text)

    def repeat(self) -> Shown:
        """The gateway posts the last turn again, because it did not see the answer."""
        return self._running().repeat()

    def hang_up(self, *, timed_out: bool = False) -> int:
        """The gateway tells that the session is over; the status of the answer."""
        status = self._running().end(timed_out=timed_out)
        self._session = None
        return status

    def post(self, *, body: bytes, content_type: str, events: bool = False) -> httpx.Response:
        url = self.url + "events/" if events else self.url
        return self._client.post(url, content=body, headers={"Content-Type": content_type})

    def _running(self) -> Session:
        if self._session is None:
            raise HandsetFailure("Nothing is dialled.")
        return self._session
