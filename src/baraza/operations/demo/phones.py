"""The two handsets of the phones page: clients that post to the public doors, and what they have seen.

Kept in this process's memory, per organisation and number; a restart forgets the transcripts, never the reports.
"""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

import httpx

from baraza.lib.authorities import trusted
from baraza.lib.gsm7 import septets
from baraza.operations.demo.handsets import UssdPhone, WhatsAppPhone
from baraza.operations.demo.ussd_sessions import HandsetFailure

Json = dict[str, Any]
_KEPT = 200
_PREFIX_SEPTETS = 4


@dataclass(frozen=True, kw_only=True)
class Doors:
    """Where one organisation is reached, as its providers know it."""

    whatsapp_url: str
    ussd_url: str
    app_secret: str
    phone_number_id: str
    service_code: str
    graph_url: str


@dataclass
class Handsets:
    """One resident's two phones."""

    whatsapp: WhatsAppPhone
    ussd: UssdPhone
    own: list[tuple[int, Json]] = field(default_factory=list)
    screen: str = ""
    open: bool = False
    ended: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)


_handsets: OrderedDict[tuple[str, str], Handsets] = OrderedDict()
_guard = threading.Lock()


def handsets(*, slug: str, number: str, doors: Doors) -> Handsets:
    with _guard:
        found = _handsets.get((slug, number))
        if found is None or found.whatsapp.url != doors.whatsapp_url:
            found = _handsets[slug, number] = Handsets(
                whatsapp=WhatsAppPhone(
                    url=doors.whatsapp_url,
                    app_secret=doors.app_secret,
                    phone_number_id=doors.phone_number_id,
                    number=number,
                    name="Resident",
                    graph_url=doors.graph_url,
                ),
                ussd=UssdPhone(url=doors.ussd_url, number=number, service_code=doors.service_code),
            )
        _handsets.move_to_end((slug, number))
        while len(_handsets) > _KEPT:
            _handsets.popitem(last=False)
        return found


def want_receipts(*, doors: Doors) -> None:
    """The sandbox reports sent, delivered and read to this organisation's door, as Meta would."""
    settings = {"callback_url": doors.whatsapp_url, "app_secret": doors.app_secret}
    httpx.post(f"{doors.graph_url}/_control/settings", json=settings, timeout=5, verify=trusted()).raise_for_status()


def _answers(phones: Handsets) -> list[Json]:
    query = {"phone": phones.whatsapp.number, "since": "0"}
    found = httpx.get(f"{phones.whatsapp.graph_url}/_control/messages", params=query, timeout=5, verify=trusted())
    found.raise_for_status()
    answers: list[Json] = found.json()
    return answers


def chat(phones: Handsets, *, given: Json) -> None:
    """`given` is what the page sent: kind and its fields. Raises HandsetFailure when the door is not content."""
    with phones.lock:
        seen = max((answer["sequence"] for answer in _answers(phones)), default=0)
        sent = _post(phones.whatsapp, given)
        shown = {
            "direction": "in",
            "time": time.strftime("%H:%M"),
            "status": "sent" if sent == httpx.codes.OK else "failed",
        }
        kind = given["kind"] if given["kind"] in {"location", "image"} else "text"
        phones.own.append((seen, {**shown, "kind": kind, "text": given.get("title") or given.get("text", "")}))


def _post(phone: WhatsAppPhone, given: Json) -> int:
    match given["kind"]:
        case "button":
            return phone.button(id=given["id"], title=given["title"]).status
        case "list":
            return phone.row(id=given["id"], title=given["title"]).status
        case "location":
            return phone.location(
                latitude=float(given["latitude"]),
                longitude=float(given["longitude"]),
                name=given.get("title", ""),
            ).status
        case "image":
            return phone.image(
                content=given["content"],
                mime_type=given["mime_type"],
                caption=given.get("text", ""),
            ).status
        case _:
            return phone.text(given["text"]).status


def ussd(phones: Handsets, *, action: str, text: str) -> None:
    with phones.lock:
        if action == "hangup":
            if phones.open:
                phones.ussd.hang_up()
            phones.screen, phones.open, phones.ended = "", False, True
            return
        shown = (
            phones.ussd.dial(*_dialled(phones, text)) if action == "dial" or not phones.open else phones.ussd.send(text)
        )
        phones.screen, phones.open, phones.ended = shown.text, shown.open, not shown.open


def _dialled(phones: Handsets, text: str) -> list[str]:
    """`*134*7000*2*5#` is the code with two answers; any other number than ours is not connected."""
    code = phones.ussd.service_code.rstrip("#")
    if not text.startswith(code):
        raise HandsetFailure(f"Dial {phones.ussd.service_code}.")
    return [answer for answer in text.removeprefix(code).rstrip("#").split("*") if answer]


def state(phones: Handsets) -> Json:
    """What both screens show, in the page's words."""
    answers = _answers(phones)
    lines = [(answer["sequence"], 1, _shown(answer["message"])) for answer in answers]
    lines += [(seen, 2, message) for seen, message in phones.own]
    lines.sort(key=lambda line: line[:2])
    length = septets(phones.screen) + _PREFIX_SEPTETS if phones.screen else 0
    return {
        "whatsapp": [message for _, _, message in lines],
        "ussd": {"open": phones.open, "screen": phones.screen, "ended": phones.ended, "length": length},
    }


def _shown(message: Json) -> Json:
    kind = message["type"]
    shown: Json = {"direction": "out", "kind": kind, "time": "", "status": ""}
    if kind == "text":
        return {**shown, "text": message["text"]["body"]}
    if kind == "template":
        # A code stands in the words and on the button that copies it.
        parts = [part for part in message["template"].get("components", []) if part["type"] == "body"]
        words = [item["text"] for part in parts for item in part["parameters"]]
        return {**shown, "text": "\n".join(words)}
    if kind == "image":
        return {**shown, "text": message["image"].get("caption", "")}
    body = message["interactive"]
    action, text = body["action"], body["body"]["text"]
    if body["type"] == "button":
        buttons = [button["reply"] for button in action["buttons"]]
        return {**shown, "kind": "buttons", "text": text, "buttons": buttons}
    if body["type"] == "list":
        return {
            **shown,
            "kind": "list",
            "text": text,
            "list": {"button": action["button"], "sections": action["sections"]},
        }
    return {**shown, "kind": "location_request", "text": text}
