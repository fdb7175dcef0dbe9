"""Many people who report on WhatsApp at the same time, through Meta, which repeats what was not answered with 200."""

from __future__ import annotations

import json
import secrets
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import httpx
from tests.journeys.bad_days.provider import phone_on
from tests.journeys.desk import APP_SECRET, City

from baraza.core.ingress.contract import ConnectionFacts
from baraza.lib.authorities import trusted
from baraza.operations.demo.graph_receipts import signature_of
from baraza.operations.demo.handsets import WhatsAppPhone

Json = dict[str, Any]
POSTED_AT_ONCE = 8
# Meta repeats for seven days, first after seconds; here it is in more of a hurry.
REPEAT_AFTER_SECONDS = 0.2


@dataclass
class Person:
    """`ids` are those of the messages, in the order in which they were written."""

    number: str
    ids: list[str]
    bodies: list[bytes]


@dataclass
class Crowd:
    """`repeated` counts the posts that were not answered with 200."""

    url: str
    people: list[Person]
    acknowledged: int = 0
    repeated: int = 0
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(POSTED_AT_ONCE))
    _posting: list[Future[None]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _given_up: bool = False

    @property
    def message_ids(self) -> set[str]:
        return {message_id for person in self.people for message_id in person.ids}

    def begin(self) -> None:
        self._posting = [self._pool.submit(self._post_all, person) for person in self.people]

    def finish(self) -> None:
        """Until Meta has 200 for everything. Raises what went wrong."""
        for posting in self._posting:
            posting.result(timeout=180)
        self._pool.shutdown()

    def give_up(self) -> None:
        self._given_up = True
        self._pool.shutdown(cancel_futures=True)

    def _post_all(self, person: Person) -> None:
        with httpx.Client(timeout=10, verify=trusted()) as client:
            for body in person.bodies:
                while not self._given_up and not self._is_taken(client, body):
                    time.sleep(REPEAT_AFTER_SECONDS)

    def _is_taken(self, client: httpx.Client, body: bytes) -> bool:
        headers = {"Content-Type": "application/json", "X-Hub-Signature-256": signature_of(APP_SECRET, body)}
        try:
            taken = client.post(self.url, content=body, headers=headers).status_code == httpx.codes.OK
        except httpx.HTTPError:
            taken = False
        with self._lock:
            self.acknowledged += taken
            self.repeated += not taken
        return taken


def a_crowd(city: City, *, people: int, connection: ConnectionFacts | None = None) -> Crowd:
    """Everybody makes one report, from hello to the reference and two words more: ten messages."""
    to = connection or city.whatsapp
    crowd = Crowd(url=city.desk.url_of(to), people=[_person(phone_on(city, to), index) for index in range(people)])
    for person in crowd.people:
        city.desk.graph.state.person_wrote(address=person.number)
    return crowd


def _person(phone: WhatsAppPhone, index: int) -> Person:
    # Two kilometres from the next one, so that nobody is asked whether it is the same matter.
    place = {"latitude": -26.0 - index * 0.02, "longitude": 27.9}
    written: list[tuple[str, Json]] = [
        ("text", {"body": "Hello"}),
        _choice("lang:en"),
        ("text", {"body": "Burst pipe in front of the school"}),
        _choice("yes"),
        _choice("skip"),
        ("location", place),
        _choice("yes"),
        _choice("send"),
        ("text", {"body": "Thank you"}),
        ("text", {"body": "Goodbye"}),
    ]
    messages = [_message(phone.number, kind, content) for kind, content in written]
    return Person(
        number=phone.number,
        ids=[message["id"] for message in messages],
        bodies=[phone.webhook(messages=[message]) for message in messages],
    )


def _choice(choice_id: str) -> tuple[str, Json]:
    return "interactive", {"type": "button_reply", "button_reply": {"id": choice_id, "title": choice_id}}


def _message(number: str, kind: str, content: Json) -> Json:
    return {
        "id": f"wamid.{secrets.token_hex(12).upper()}",
        "from": number[1:],
        "timestamp": str(int(time.time())),
        "type": kind,
        kind: json.loads(json.dumps(content)),
    }
