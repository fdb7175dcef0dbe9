"""A Graph API that fails as a test says, for one connection alone, and remembers what it took."""

from __future__ import annotations

import contextlib
import itertools
import json
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.factories.core import make_connection
from tests.fakes.scripted_server import Reply, Seen, scripted_server
from tests.journeys.desk import APP_SECRET, VERIFY_TOKEN, City

from baraza.core.ingress.contract import ConnectionFacts
from baraza.operations.demo.handsets import WhatsAppPhone

Json = dict[str, Any]
_numbers = itertools.count(1)


def refusal(status: int, code: int = 131000, **headers: str) -> Reply:
    return Reply(status=status, body=json.dumps({"error": {"code": code}}).encode(), headers=headers)


@dataclass
class Provider:
    """`script` answers sends in turn, then everything is taken; `before_answer` may act before a send is answered."""

    url: str
    script: deque[Reply] = field(default_factory=deque)
    asked: list[Json] = field(default_factory=list)
    taken: list[Json] = field(default_factory=list)
    before_answer: Callable[[Json, str], None] | None = None

    @property
    def keys_taken(self) -> list[str]:
        return [message["biz_opaque_callback_data"] for message in self.taken]

    def answer(self, seen: Seen) -> Reply:
        message = json.loads(seen.body or b"{}")
        if message.get("status") == "read":
            return Reply(body=b'{"success": true}')
        self.asked.append(message)
        if self.script:
            return self.script.popleft()
        message_id = f"wamid.SCRIPTED{next(_numbers)}"
        if self.before_answer is not None:
            self.before_answer(message, message_id)
        self.taken.append(message)
        return Reply(body=json.dumps({"messages": [{"id": message_id}]}).encode())


@contextlib.contextmanager
def a_provider() -> Iterator[Provider]:
    with scripted_server() as server:
        provider = Provider(url=server.url)
        server.answer = provider.answer
        yield provider


def connected(city: City, provider_url: str) -> ConnectionFacts:
    """A further WhatsApp number of the city, whose messages go to this provider."""
    return make_connection(
        organisation_id=city.profile.id,
        source="whatsapp.meta_cloud",
        secrets={"app_secret": APP_SECRET, "access_token": "token", "verify_token": VERIFY_TOKEN},
        options={"phone_number_id": str(3 * 10**14 + next(_numbers)), "graph_url": provider_url},
    )


def phone_on(city: City, connection: ConnectionFacts, number: str = "") -> WhatsAppPhone:
    """A person who writes to that number; what they get is with the provider."""
    return WhatsAppPhone(
        url=city.desk.url_of(connection),
        app_secret=APP_SECRET,
        phone_number_id=connection.options["phone_number_id"],
        number=number or city.new_number(),
        name="Sipho",
        client=city.desk.new_client(),
    )
