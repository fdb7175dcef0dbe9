"""How long a feature phone waits for its next screen, and how many screens a second one web process gives.

    python benchmarks/ussd_turn.py [--people 20] [--reports 10] [--rounds 3]

So many people at once report a problem from the first dialling to the reference, each report from a new number,
through the form posts of Africa's Talking to the real web process. Every turn is a request: the door stores the event,
the conversation takes its turn, the answer is stored, all is committed durably, the screen goes back. The rate stands
beside that of the bare application (measuring/bare.py) at concurrency 50, asked in the same round: on one database
connection, and on twenty, where PostgreSQL itself lets concurrent commits share a flush. Both disks of ingress.py.
"""

from __future__ import annotations

import itertools
import statistics
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from urllib.parse import urlencode

from measuring import bare, figures, load, machine, whatsapp_load
from measuring.database import both_disks, found_benchmark_organisation, in_a_process_of_its_own, prepare
from measuring.figures import Figure
from measuring.load import Answer, Measured, Next
from measuring.processes import uvicorn_serving

from baraza.operations.embedded_postgres import Server

TARGET_RATIO = 0.15
TARGET_MILLISECONDS = 250.0
TOKEN = "benchmark-ussd-token"
PATH = f"/in/ussd.africas_talking/{TOKEN}/"
# Language, report, what is wrong, the guess is right, where, in that municipality, send: eight screens with the first.
ANSWERS = (
    "1",
    "1",
    "Burst water pipe in Main Street, the road is flooded",
    "1",
    "Corner of Main and Church, Benoni",
    "1",
    "1",
)


BARE = {"bare, 1 connection": 1, "bare, 20 connections": 20}

Rounds = list[tuple[Measured, dict[str, Measured]]]


class NoScreen(Exception):
    """The door did not answer with a screen that goes on, or the report did not end with a reference."""


def person(*, reports: int, numbers: Iterator[int]) -> Next:
    """Makes one report after the other, each from a number that nobody used before."""
    requests = _requests(reports=reports, numbers=numbers)
    last: list[bool] = [False]

    def following(answer: Answer | None) -> bytes | None:
        if answer is not None:
            _check(answer.body.decode(), last=last[0])
        last[0], request = next(requests, (False, None))
        return request

    return following


def _requests(*, reports: int, numbers: Iterator[int]) -> Iterator[tuple[bool, bytes]]:
    for number in itertools.islice(numbers, reports):
        for turn in range(len(ANSWERS) + 1):
            form = {
                "sessionId": f"ATUid_benchmark_{number}",
                "phoneNumber": f"+2783{number:07d}",
                "serviceCode": "*134*7000#",
                "networkCode": "65501",
                "text": "*".join(ANSWERS[:turn]),
            }
            body = urlencode(form).encode()
            yield (
                turn == len(ANSWERS),
                load.post(path=PATH, body=body, content_type="application/x-www-form-urlencoded"),
            )


def _check(screen: str, *, last: bool) -> None:
    if not screen.startswith("END " if last else "CON ") or (last and "BM-" not in screen):
        raise NoScreen(screen)


def set_up() -> None:
    """A prepared database with one USSD connection."""
    prepare()
    from baraza.core.ingress.connections import open_connection

    open_connection(
        organisation_id=found_benchmark_organisation(),
        source="ussd.africas_talking",
        name="Benchmark",
        secrets={},
        options={"service_code": "*134*7000#"},
        path_token=TOKEN,
    )


def measure(server: Server, *, people: int, reports: int, requests: int, rounds: int, quiet_seconds: float) -> Rounds:
    in_a_process_of_its_own(set_up)
    bare.prepare(database=server.url)
    numbers, found, first = itertools.count(), Rounds(), 0
    with ExitStack() as stack:
        ours, _ = stack.enter_context(uvicorn_serving("baraza.config.asgi:application"))
        ports = {
            which: stack.enter_context(
                uvicorn_serving("measuring.bare:application", environment={"BARE_CONNECTIONS": str(connections)})
            )[0]
            for which, connections in BARE.items()
        }
        load.run(ours, [person(reports=1, numbers=numbers) for _ in range(people)])
        for number in range(1, rounds + 1):
            quiet = machine.wait_until_quiet(seconds=quiet_seconds)
            turns = load.run(ours, [person(reports=reports, numbers=numbers) for _ in range(people)])
            rows: dict[str, Measured] = {}
            for which, port in ports.items():
                rows[which] = whatsapp_load.measure(port, path="/", first=first, count=requests, concurrency=50)
                first += requests
            found.append((turns, rows))
            print(f"  round {number}: {_words(turns, rows)}; others used {quiet.percent:.0f} % before")
    return found


def _words(turns: Measured, rows: dict[str, Measured]) -> str:
    times = f"p50 {turns.p50:.1f} ms, p99 {turns.p99:.1f} ms, slowest {turns.slowest:.1f} ms"
    beside = ", ".join(f"{which} {each.per_second:.0f}/s" for which, each in rows.items())
    return f"{turns.per_second:.0f} turns/s, {times}; {beside}"


def summarise(found: Rounds, *, people: int, disk: str) -> list[Figure]:
    turns = statistics.median(ours.per_second for ours, _ in found)
    p50 = statistics.median(ours.p50 for ours, _ in found)
    p99 = statistics.median(ours.p99 for ours, _ in found)
    samples = f"{len(found)} × {found[0][0].count} turns, concurrency {people}"
    made = [
        Figure(
            what=f"USSD turn, 99th percentile, {disk}",
            ours=f"{p99:.0f} ms (median {p50:.0f})",
            reference=f"limit {TARGET_MILLISECONDS:.0f} ms",
            ratio=p99 / TARGET_MILLISECONDS,
            target="≤ 1",
            met=p99 <= TARGET_MILLISECONDS,
            samples=samples,
        )
    ]
    for which in BARE:
        rows = statistics.median(reference[which].per_second for _, reference in found)
        ratio = statistics.median(ours.per_second / reference[which].per_second for ours, reference in found)
        made.append(
            Figure(
                what=f"USSD turns, {disk}",
                ours=f"{turns:.0f}/s",
                reference=f"{rows:.0f}/s ({which})",
                ratio=ratio,
                target=f"≥ {TARGET_RATIO}",
                met=ratio >= TARGET_RATIO,
                samples=samples,
            )
        )
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    options = figures.parser(__doc__)
    options.add_argument("--people", type=int, default=20, help="sessions at the same time")
    options.add_argument("--reports", type=int, default=10, help="per person and round")
    options.add_argument("--requests", type=int, default=3_000, help="of the bare reference, per round")
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args(arguments)
    size = {"people": chosen.people, "reports": chosen.reports, "requests": chosen.requests, "rounds": chosen.rounds}
    if chosen.quick:
        size |= {"people": 5, "reports": 1, "requests": 100, "rounds": 1}
    made: list[Figure] = []
    for disk, server in both_disks(quick=chosen.quick):
        print(f"{disk}: {machine.describe(server, and_its_disk=not chosen.quick)}")
        found = measure(server, **size, quiet_seconds=0 if chosen.quick else chosen.patience)
        made += summarise(found, people=size["people"], disk=disk)
    figures.publish(made, file=chosen.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
