"""How many WhatsApp messages a second are answered, and how long a person waits for the reply.

    python benchmarks/messages.py [--people 20] [--messages 30] [--rounds 3] [--workers 1]

The whole path in real processes: a signed webhook to the web process, which commits it and acknowledges; a worker, which
handles it and puts the reply into the outbox; a worker, which sends it to the local stand-in of Meta's Graph API. Time
runs from before the webhook is posted until the stand-in accepts the reply. Every person writes the next message when
the last one was answered, so the rate and the waiting belong together; one person alone shows the path without a queue.
The rate stands beside that of the bare application (measuring/bare.py, twenty connections), asked in the same run.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import itertools
import json
import statistics
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from ingress import PATH, set_up
from measuring import bare, figures, machine, whatsapp_load
from measuring.database import in_a_process_of_its_own, own_database
from measuring.figures import Figure
from measuring.load import Measured, measured
from measuring.processes import uvicorn_serving, worker

from baraza.operations.demo.graph_api import Sandbox, sandbox
from baraza.operations.demo.graph_rules import Json, Refusal
from baraza.operations.embedded_postgres import Server

PATIENCE_SECONDS = 30.0


class NoReply(Exception):
    """A message was not acknowledged or not answered once."""


class Town:
    """The people who write, and the moments at which the stand-in accepted a reply to each."""

    def __init__(self, graph: Sandbox, *, port: int) -> None:
        self._graph, self._port = graph, port
        self._ids = itertools.count()
        self._answered: dict[str, list[float]] = {}
        self._changed = threading.Condition()
        self._accept = graph.state.accept
        graph.state.set_behaviour(pair_limit=0)
        graph.state.accept = self._note  # type: ignore[method-assign]

    def _note(self, message: Json) -> Json | Refusal:
        kept = self._accept(message)
        with self._changed:
            if not isinstance(kept, Refusal):
                self._answered.setdefault(kept["address"], []).append(time.perf_counter())
                self._changed.notify_all()
        return kept

    def talk(self, *, people: int, messages: int, numbers: Iterator[int]) -> Measured:
        with ThreadPoolExecutor(people) as threads:
            began = time.perf_counter()
            chosen = [f"2784{number:07d}" for number in itertools.islice(numbers, people)]
            took = list(threads.map(lambda number: self._person(number, messages), chosen))
            seconds = time.perf_counter() - began
        for number in chosen:
            if len(self._answered["+" + number]) != messages:
                raise NoReply(f"{messages} messages had {len(self._answered['+' + number])} replies.")
        return measured(list(itertools.chain.from_iterable(took)), seconds=seconds)

    def _person(self, number: str, messages: int) -> list[float]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE_SECONDS)
        took = []
        for count in range(1, messages + 1):
            body = _webhook(number, next(self._ids))
            digest = hmac.new(bare.SECRET, body, hashlib.sha256).hexdigest()
            headers = {"content-type": "application/json", "x-hub-signature-256": f"sha256={digest}"}
            self._graph.state.person_wrote(address="+" + number)
            began = time.perf_counter()
            connection.request("POST", PATH, body, headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise NoReply(f"The webhook was answered {answer.status}.")
            took.append(self._wait("+" + number, count) - began)
        connection.close()
        return took

    def _wait(self, address: str, count: int) -> float:
        with self._changed:
            if not self._changed.wait_for(lambda: len(self._answered.get(address, ())) >= count, PATIENCE_SECONDS):
                raise NoReply(f"Reply {count} to {address} did not come in {PATIENCE_SECONDS:.0f} s.")
            return self._answered[address][count - 1]


def _webhook(number: str, message_id: int) -> bytes:
    """The word for the menu: answered with one list, whatever came before."""
    message = {
        "from": number,
        "id": f"wamid.BENCHMARK{message_id:012d}",
        "timestamp": str(int(time.time())),
        "type": "text",
        "text": {"body": "menu"},
    }
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "27110000000", "phone_number_id": "106540352242922"},
        "contacts": [{"profile": {"name": "Aline"}, "wa_id": number}],
        "messages": [message],
    }
    entry = {"id": "102290129340398", "changes": [{"field": "messages", "value": value}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


Rounds = list[tuple[Measured, Measured, Measured]]


def measure(server: Server, *, people: int, messages: int, workers: int, rounds: int, quiet_seconds: float) -> Rounds:
    in_a_process_of_its_own(set_up)
    bare.prepare(database=server.url)
    numbers, found = itertools.count(), Rounds()
    with ExitStack() as stack:
        graph = stack.enter_context(sandbox())
        environment = {"BARAZA_WHATSAPP_GRAPH_URL": graph.url, "BARE_CONNECTIONS": "20"}
        port, _ = stack.enter_context(uvicorn_serving("baraza.config.asgi:application", environment=environment))
        plain, _ = stack.enter_context(uvicorn_serving("measuring.bare:application", environment=environment))
        for _ in range(workers):
            stack.enter_context(worker(environment=environment))
        town = Town(graph, port=port)
        # One each: workers that are only starting may need longer than a server keeps a connection that says nothing.
        town.talk(people=people, messages=1, numbers=numbers)
        for number in range(1, rounds + 1):
            quiet = machine.wait_until_quiet(seconds=quiet_seconds)
            many = town.talk(people=people, messages=messages, numbers=numbers)
            alone = town.talk(people=1, messages=messages, numbers=numbers)
            count = messages * people
            rows = whatsapp_load.measure(plain, path="/", first=number * count, count=count, concurrency=50)
            found.append((many, alone, rows))
            print(
                f"  round {number}: {people} people {many.per_second:.0f}/s, reply p50 {many.p50:.0f} ms, p99 {many.p99:.0f} ms;"
                f" one person p50 {alone.p50:.0f} ms, p99 {alone.p99:.0f} ms; bare {rows.per_second:.0f}/s;"
                f" others used {quiet.percent:.0f} % before"
            )
    return found


def summarise(found: Rounds, *, people: int, workers: int) -> list[Figure]:
    rate = statistics.median(many.per_second for many, _, _ in found)
    rows = statistics.median(plain.per_second for _, _, plain in found)
    samples = f"{len(found)} × {found[0][0].count} messages, {people} people, {workers} worker"
    waits = [("webhook to reply, with a queue", 0, samples)]
    waits.append(("webhook to reply, one person", 1, f"{len(found)} × {found[0][1].count} messages, {workers} worker"))
    return [
        Figure(
            what="WhatsApp messages answered",
            ours=f"{rate:.0f}/s",
            reference=f"{rows:.0f}/s (bare, 20 connections)",
            ratio=rate / rows,
            target="",
            met=None,
            samples=samples,
        ),
        *(
            Figure(
                what=what,
                ours=f"median {statistics.median(one[which].p50 for one in found):.0f} ms,"
                f" 99th {statistics.median(one[which].p99 for one in found):.0f} ms",
                reference="",
                ratio=None,
                target="",
                met=None,
                samples=told,
            )
            for what, which, told in waits
        ),
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    options = figures.parser(__doc__)
    options.add_argument("--people", type=int, default=20)
    options.add_argument("--messages", type=int, default=30, help="per person and round")
    options.add_argument("--workers", type=int, default=1)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args(arguments)
    size = {"people": chosen.people, "messages": chosen.messages, "rounds": chosen.rounds}
    if chosen.quick:
        size = {"people": 3, "messages": 2, "rounds": 1}
    with own_database() as server:
        print(machine.describe(server))
        found = measure(server, **size, workers=chosen.workers, quiet_seconds=0 if chosen.quick else chosen.patience)
    figures.publish(summarise(found, people=size["people"], workers=chosen.workers), file=chosen.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
