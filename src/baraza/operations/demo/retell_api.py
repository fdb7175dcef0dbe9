"""A sandbox of Retell's API for demonstrations, tests and benchmarks: it is not Retell's, and keeps all in memory.

`python -m baraza.operations.demo.retell_api --port 9020` serves it; `retell_sandbox()` serves it inside a process.
"""

import argparse
import bisect
import contextlib
import logging
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import orjson
import uvicorn

from baraza.lib import clock
from baraza.operations.demo.voice_calls import AGENTS, all_calls
from baraza.operations.demo.voice_sound import sound_of

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Json = dict[str, Any]

_WORDS = ("transcript", "transcript_object", "transcript_with_tool_calls")
_MOST_PER_PAGE = 1000


@dataclass
class RetellState:
    """What a test may set: `down` answers 503 to everything, `old` knows no newer lists, `key` is the only one taken."""

    calls: list[Json] = field(default_factory=list)
    agents: list[Json] = field(default_factory=list)
    key: str = ""
    down: bool = False
    old: bool = False
    most_per_page: int = _MOST_PER_PAGE
    asked: list[str] = field(default_factory=list)


class RetellApi:
    """The ASGI application."""

    def __init__(self, *, state: RetellState | None = None, with_recordings: bool = False) -> None:
        self.state = state or RetellState()
        self._with_recordings = with_recordings
        self._places: dict[str, int] = {}

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        body, more = bytearray(), True
        while more:
            event = await receive()
            body += event.get("body", b"")
            more = event.get("more_body", False)
        headers = {name.decode(): value.decode("latin-1") for name, value in scope["headers"]}
        status, answer, kind = self._answer(scope["method"], scope["path"], headers, bytes(body))
        raw = answer if isinstance(answer, bytes) else orjson.dumps(answer)
        found = [(b"content-type", kind.encode()), (b"content-length", str(len(raw)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": found})
        await send({"type": "http.response.body", "body": raw})

    def _answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, Any, str]:
        state = self.state
        state.asked.append(f"{method} {path}")
        if path.startswith("/recordings/") and path.endswith(".wav"):
            return self._sound(path.rsplit("/", 1)[1].removesuffix(".wav"))
        status, answer = self._json(method, path, headers, body)
        return status, answer, "application/json"

    def _sound(self, call_id: str) -> tuple[int, Any, str]:
        """Of a call that it does not know, a second of nothing."""
        call = next((one for one in self.state.calls if one["call_id"] == call_id), {"duration_ms": 1000})
        return HTTPStatus.OK, sound_of(call), "audio/wav"

    def _json(self, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, Any]:
        state = self.state
        given = headers.get("authorization", "").removeprefix("Bearer ")
        if state.down:
            return HTTPStatus.SERVICE_UNAVAILABLE, {"status": "error", "message": "Service unavailable"}
        if not given or (state.key and given != state.key):
            return HTTPStatus.UNAUTHORIZED, {"status": "error", "message": "Unauthorized"}
        return self._routed(method, path, body, base=f"http://{headers.get('host', 'localhost')}")

    def _routed(self, method: str, path: str, body: bytes, *, base: str) -> tuple[int, Any]:
        state = self.state
        if method == "POST" and path == "/v3/list-calls" and not state.old:
            return self._list(orjson.loads(body), base=base)
        if method == "POST" and path == "/v2/list-calls":
            return self._list_as_before(orjson.loads(body), base=base)
        if method == "GET" and path.startswith("/v2/get-call/"):
            return self._one(path.rsplit("/", 1)[1], base=base)
        agents = {"/v2/list-agents": {"items": state.agents, "has_more": False}, "/list-agents": state.agents}
        if path in agents and not (state.old and path == "/v2/list-agents"):
            return HTTPStatus.OK, agents[path]
        return HTTPStatus.NOT_FOUND, {"status": "error", "message": "Not found"}

    def _list(self, asked: Json, *, base: str) -> tuple[int, Any]:
        criteria = asked.get("filter_criteria", {})
        agents = {one["agent_id"] for one in criteria.get("agent", [])}
        first, last = criteria["start_timestamp"]["value"]
        limit = int(asked.get("limit", 50))
        if limit > self.state.most_per_page:
            return HTTPStatus.UNPROCESSABLE_ENTITY, {"status": "error", "message": "limit is too large"}
        page, is_last = self._page(agents, first, last, limit, asked.get("pagination_key", ""))
        found: Json = {"items": [self._shown(one, base=base) for one in page], "has_more": not is_last}
        if not is_last:
            found["pagination_key"] = page[-1]["call_id"]
        return HTTPStatus.OK, found

    def _list_as_before(self, asked: Json, *, base: str) -> tuple[int, Any]:
        criteria = asked.get("filter_criteria", {})
        window = criteria["start_timestamp"]
        limit = min(int(asked.get("limit", 50)), self.state.most_per_page)
        page, _ = self._page(
            set(criteria.get("agent_id", [])),
            window["lower_threshold"],
            window["upper_threshold"],
            limit,
            asked.get("pagination_key", ""),
        )
        return HTTPStatus.OK, [self._shown(one, base=base) for one in page]

    def _page(self, agents: set[str], first: int, last: int, limit: int, key: str) -> tuple[list[Json], bool]:
        """`calls` are kept in the order of their beginning."""
        calls = self.state.calls
        place = bisect.bisect_left(calls, first, key=_began)
        if key:
            place = max(place, self._place_of(key) + 1)
        found: list[Json] = []
        while place < len(calls) and _began(calls[place]) <= last:
            if not agents or calls[place]["agent_id"] in agents:
                if len(found) == limit:
                    return found, False
                found.append(calls[place])
            place += 1
        return found, True

    def _one(self, call_id: str, *, base: str) -> tuple[int, Any]:
        place = self._place_of(call_id)
        if place < 0:
            return HTTPStatus.NOT_FOUND, {"status": "error", "message": "Call not found"}
        one = self.state.calls[place]
        return HTTPStatus.OK, {**self._shown(one, base=base), **{k: one[k] for k in _WORDS if k in one}}

    def _place_of(self, call_id: str) -> int:
        """-1 for none. Whoever sets the state may have put other calls there since."""
        calls, place = self.state.calls, self._places.get(call_id, -1)
        if not 0 <= place < len(calls) or calls[place]["call_id"] != call_id:
            self._places = {one["call_id"]: at for at, one in enumerate(calls)}
            place = self._places.get(call_id, -1)
        return place

    def _shown(self, call: Json, *, base: str) -> Json:
        """Lists come without the words; a recording's address holds for a week of the demonstration."""
        shown = {name: value for name, value in call.items() if name not in _WORDS}
        since = int((clock.now() - timedelta(days=7)).timestamp() * 1000)
        if self._with_recordings and "transcript" in call and _began(call) > since:
            shown["recording_url"] = f"{base}/recordings/{call['call_id']}.wav"
        return shown


def demonstration() -> RetellApi:
    agents = [{"agent_id": one.external_id, "agent_name": one.name, "channel": "voice"} for one in AGENTS]
    spare = {"agent_id": "agent_demo_spare", "agent_name": "Night line", "channel": "voice"}
    state = RetellState(calls=all_calls(until=clock.now()), agents=[*agents, spare])
    return RetellApi(state=state, with_recordings=True)


def _began(call: Json) -> int:
    return int(call["start_timestamp"])


@dataclass(frozen=True)
class Sandbox:
    url: str
    state: RetellState


@contextlib.contextmanager
def retell_sandbox(*, api: RetellApi | None = None, port: int = 0) -> Iterator[Sandbox]:
    """Serves in a thread of this process until the block ends; port 0 takes a free one."""
    api = api or RetellApi()
    server = uvicorn.Server(_configuration(api, host="127.0.0.1", port=port))
    thread = threading.Thread(target=server.run, name="retell-sandbox", daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("The sandbox of Retell's API did not start; see the log.")
        time.sleep(0.01)
    bound = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield Sandbox(f"http://127.0.0.1:{bound}", api.state)
    finally:
        server.should_exit = server.force_exit = True
        thread.join(timeout=10)


def _configuration(api: RetellApi, *, host: str, port: int) -> uvicorn.Config:
    return uvicorn.Config(
        api, host=host, port=port, lifespan="off", log_config=None, access_log=False, server_header=False
    )


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="retell_api", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=9020)
    given = parser.parse_args(arguments)
    logging.basicConfig(level=logging.WARNING)
    uvicorn.Server(_configuration(demonstration(), host=given.host, port=given.port)).run()


if __name__ == "__main__":
    main()
