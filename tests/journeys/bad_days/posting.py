"""Posts to the door as Meta does, but for one thing that is wrong."""

from __future__ import annotations

import time

import httpx
from tests.journeys.desk import APP_SECRET, City

from baraza.lib.authorities import trusted
from baraza.operations.demo.graph_receipts import signature_of


def webhook(city: City, text: str = "Hello", message_id: str = "wamid.DOOR") -> bytes:
    phone = city.whatsapp_phone("+27820000001")
    message = {"id": message_id, "from": phone.number[1:], "timestamp": str(int(time.time())), "type": "text"}
    return phone.webhook(messages=[{**message, "text": {"body": text}}])


def post(city: City, body: bytes, *, url: str = "", **headers: str) -> httpx.Response:
    """As Meta would; a header that is given takes the place of Meta's, an empty one leaves it out."""
    sent = {
        "Content-Type": "application/json",
        "X-Hub-Signature-256": signature_of(APP_SECRET, body),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    kept = {name: value.encode() for name, value in sent.items() if value}
    return httpx.post(url or city.desk.url_of(city.whatsapp), content=body, headers=kept, timeout=30, verify=trusted())


def says(answer: httpx.Response) -> tuple[int, str, str]:
    return answer.status_code, answer.headers["content-type"], answer.text


def plain(status: int, words: str) -> tuple[int, str, str]:
    return status, "text/plain; charset=utf-8", words
