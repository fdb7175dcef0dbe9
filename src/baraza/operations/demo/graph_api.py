"""A sandbox of Meta's Graph API for demonstrations, tests and benchmarks: it is not Meta's, and keeps all in memory.

`python -m baraza.operations.demo.graph_api --port 9010` serves it; `sandbox()` serves it inside a process.
"""

import argparse
import asyncio
import contextlib
import json
import logging
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

import orjson
import uvicorn

from baraza.operations.demo.graph_account import account_facts, number_facts
from baraza.operations.demo.graph_control import control
from baraza.operations.demo.graph_receipts import Receipts
from baraza.operations.demo.graph_rules import Json, Refusal
from baraza.operations.demo.graph_state import Fault, GraphState

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

_BODY_LIMIT = 110 * 1024 * 1024
_UNKNOWN = Refusal(400, 100, "Unsupported request", "Object does not exist.")
_TOKEN_REFUSED = Refusal(401, 190, "Error validating access token", "Session has expired.")


@dataclass
class Call:
    """One request, read in full."""

    method: str
    path: list[str]
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    base_url: str


@dataclass
class Answer:
    status: int
    body: bytes
    content_type: str = "application/json"
    headers: tuple[tuple[bytes, bytes], ...] = ()


class GraphApi:
    """The ASGI application. `state` may be read and set directly by a test in the same process."""

    def __init__(self) -> None:
        self.state = GraphState()
        self.receipts = Receipts(self.state)
        self._asked_number = ""

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        call = await _read(scope, receive)
        if call.path[:1] == ["_control"]:
            await _write(send, _json(*control(self.state, call.method, call.path[1:], call.query, call.body)))
            return
        fault = self.state.next_fault()
        if fault:
            await _misbehave(send, fault)
            return
        await _write(send, self._answer(call))

    def _answer(self, call: Call) -> Answer:
        given = call.headers.get("authorization", "").removeprefix("Bearer ")
        if not given or (self.state.behaviour.token and given != self.state.behaviour.token):
            return _json(_TOKEN_REFUSED.status, _TOKEN_REFUSED.body())
        match (call.method, *call.path):
            case ("POST", _, str() as number_id, "messages"):
                return self._message(call, number_id)
            case ("POST", _, _, "media"):
                return self._upload(call)
            case ("GET", "_media", str() as file_id):
                return self._download(call, file_id)
            case ("GET", _, *rest):
                return self._facts(call, rest)
            case _:
                return _json(_UNKNOWN.status, _UNKNOWN.body())

    def _message(self, call: Call, number_id: str) -> Answer:
        try:
            message = orjson.loads(call.body)
        except orjson.JSONDecodeError:
            message = None
        if not isinstance(message, dict):
            return _json(400, Refusal(400, 100, "Invalid parameter", "The body is not a JSON object.").body())
        if message.get("status") == "read":
            self.state.mark_read(message)
            return _json(200, {"success": True})
        kept = self.state.accept(message)
        if isinstance(kept, Refusal):
            return _json(kept.status, kept.body())
        self.receipts.owe(kept, number_id=number_id)
        contact = {"input": kept["address"], "wa_id": kept["address"].lstrip("+")}
        body = {"messaging_product": "whatsapp", "contacts": [contact], "messages": [{"id": kept["id"]}]}
        return _json(200, body)

    def _facts(self, call: Call, rest: list[str]) -> Answer:
        """What is known of an account, a number or a file."""
        match rest:
            case [account_id, "phone_numbers" | "subscribed_apps" | "message_templates" as what]:
                asked = self._asked_number or account_id
                return _json(200, account_facts(self.state.behaviour, what, asked_number=asked))
            case [number_id] if "fields" in call.query:
                return self._number(number_id, fields=call.query["fields"])
            case [file_id]:
                file = self.state.file_facts(file_id, base_url=call.base_url)
                return _json(200, file) if file else _json(_UNKNOWN.status, _UNKNOWN.body())
            case _:
                return _json(_UNKNOWN.status, _UNKNOWN.body())

    def _number(self, number_id: str, *, fields: str) -> Answer:
        found = number_facts(self.state.behaviour, number_id, fields=fields)
        if isinstance(found, Refusal):
            return _json(found.status, found.body())
        self._asked_number = number_id
        return _json(200, found)

    def _upload(self, call: Call) -> Answer:
        """Multipart with the file as its last part is all that a client of ours sends."""
        boundary = call.headers.get("content-type", "").partition("boundary=")[2].strip('"').encode()
        for part in call.body.split(b"--" + boundary) if boundary else ():
            head, _, content = part.partition(b"\r\n\r\n")
            if b'name="file"' in head:
                kind = head.lower().partition(b"content-type:")[2].split(b"\r\n")[0].strip().decode()
                return _json(200, {"id": self.state.keep_file(content=content[:-2], mime_type=kind)})
        return _json(400, Refusal(400, 131053, "Media upload error", "There is no file.").body())

    def _download(self, call: Call, file_id: str) -> Answer:
        stored = self.state.file(file_id)
        good = self.state.address_is_good(
            file_id=file_id, expires=call.query.get("ext", ""), signature=call.query.get("hash", "")
        )
        if stored is None or not good:
            return _json(404, {"error": {"message": "The address has expired."}})
        return Answer(200, stored.content, stored.mime_type)


async def _read(scope: MutableMapping[str, Any], receive: Receive) -> Call:
    body, more = bytearray(), True
    while more:
        event = await receive()
        body += event.get("body", b"")
        more = event.get("more_body", False) and len(body) <= _BODY_LIMIT
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    return Call(
        method=scope["method"],
        path=[part for part in scope["path"].split("/") if part],
        query={name: values[0] for name, values in parse_qs(scope["query_string"].decode("latin-1")).items()},
        headers=headers,
        body=bytes(body),
        base_url=f"http://{headers.get('host', 'localhost')}",
    )


async def _misbehave(send: Send, fault: Fault) -> None:
    if fault.mode == "hang":
        await asyncio.sleep(fault.seconds)
    if fault.mode == "cut":
        # The server closes the connection when the promised bytes do not come.
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1000")]})
        await send({"type": "http.response.body", "body": b'{"messages":', "more_body": True})
        return
    refusal = fault.refusal()
    answer = _json(refusal.status, refusal.body())
    if fault.retry_after:
        answer.headers = ((b"retry-after", str(fault.retry_after).encode()),)
    await _write(send, answer)


async def _write(send: Send, answer: Answer) -> None:
    headers = [
        (b"content-type", answer.content_type.encode()),
        (b"content-length", str(len(answer.body)).encode()),
        *answer.headers,
    ]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})


def _json(status: int, body: Json | list[Json]) -> Answer:
    return Answer(status, orjson.dumps(body))


@dataclass(frozen=True)
class Sandbox:
    url: str
    state: GraphState


@contextlib.contextmanager
def sandbox(*, port: int = 0) -> Iterator[Sandbox]:
    """Serves in a thread of this process until the block ends; port 0 takes a free one."""
    api = GraphApi()
    server = uvicorn.Server(_configuration(api, host="127.0.0.1", port=port))
    thread = threading.Thread(target=server.run, name="graph-sandbox", daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("The sandbox of the Graph API did not start; see the log.")
        time.sleep(0.01)
    bound = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield Sandbox(f"http://127.0.0.1:{bound}", api.state)
    finally:
        server.should_exit = server.force_exit = True
        thread.join(timeout=10)
        api.receipts.stop()


def _configuration(api: GraphApi, *, host: str, port: int) -> uvicorn.Config:
    return uvicorn.Config(
        api, host=host, port=port, lifespan="off", log_config=None, access_log=False, server_header=False
    )


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="graph_api", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=9010)
    parser.add_argument("--settings", type=json.loads, default={}, help="JSON, as /_control/settings takes")
    given = parser.parse_args(arguments)
    logging.basicConfig(level=logging.WARNING)
    api = GraphApi()
    api.state.set_behaviour(**given.settings)
    uvicorn.Server(_configuration(api, host=given.host, port=given.port)).run()


if __name__ == "__main__":
    main()
