"""How many WhatsApp webhooks a second the providers' door takes, beside a bare application that commits each alone.

    python benchmarks/ingress.py [--requests 8000] [--rounds 3]

The door is the real web process with the real source of Meta's webhooks. The bare application (measuring/bare.py)
verifies the same signature and inserts one row per request, one commit per request: on one connection; on twenty,
where PostgreSQL itself lets concurrent commits share a flush; and on twenty with a job enqueued in the same
transaction, as the door does besides. A last one verifies and stores nothing: no door can be faster. All are one
process of uvicorn with the same options and the same PostgreSQL, asked in turn by the same load from a process of its
own. A request is acknowledged after a durable commit. The whole is measured on this disk as it is and, where there is
a C compiler, with a flush of the log that takes a millisecond longer, because many a virtual disk acknowledges a flush
that it has yet to make.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

import psutil
from measuring import bare, figures, machine
from measuring.database import both_disks, found_benchmark_organisation, in_a_process_of_its_own, prepare
from measuring.figures import Figure
from measuring.load import Measured
from measuring.processes import cpu_seconds, uvicorn_serving
from measuring.whatsapp_load import measure

from baraza.operations.embedded_postgres import Server

TARGET = 3.0
TOKEN = "benchmark-path-token"
PATH = f"/in/whatsapp.meta_cloud/{TOKEN}/"
DOOR = "the door"
BARE = {
    "bare, 1 connection": {"BARE_CONNECTIONS": "1"},
    "bare, 20 connections": {"BARE_CONNECTIONS": "20"},
    "bare, 20 and a job": {"BARE_CONNECTIONS": "20", "BARE_JOB": "1"},
}
# Verifies, stores nothing: what the server, the load and two cores allow at most.
CEILING = "bare, nothing stored"
ALL = {**BARE, CEILING: {"BARE_CONNECTIONS": "0"}}


@dataclass(frozen=True)
class Provider:
    """Whose webhooks come, who sends them, and who makes the database ready for them."""

    name: str
    path: str
    measure: Callable[..., Measured]
    prepared_by: Callable[[], None]


Rounds = dict[str, list[tuple[Measured, float]]]


def set_up() -> None:
    """A prepared database with one WhatsApp connection; `baraza` may only be imported once Django is set up."""
    prepare()
    from baraza.core.ingress.connections import open_connection

    open_connection(
        organisation_id=found_benchmark_organisation(),
        source="whatsapp.meta_cloud",
        name="Benchmark",
        secrets={"app_secret": bare.SECRET.decode(), "verify_token": "x", "access_token": "x"},
        options={"phone_number_id": "106540352242922"},
        path_token=TOKEN,
    )


WHATSAPP = Provider(name="WhatsApp", path=PATH, measure=measure, prepared_by=set_up)


def measure_all(
    server: Server,
    *,
    requests: int,
    concurrency: int,
    rounds: int,
    quiet_seconds: float,
    provider: Provider = WHATSAPP,
    warmed: bool = True,
    beside: Mapping[str, Mapping[str, str]] = ALL,
) -> Rounds:
    """In turn, each round after a moment of quiet; with `warmed`, a short round first warms all up."""
    in_a_process_of_its_own(provider.prepared_by)
    bare.prepare(database=server.url)
    found: Rounds = {which: [] for which in (DOOR, *beside)}
    with ExitStack() as stack:
        served = {DOOR: stack.enter_context(uvicorn_serving("baraza.config.asgi:application"))}
        for which, environment in beside.items():
            served[which] = stack.enter_context(uvicorn_serving("measuring.bare:application", environment=environment))
        first = 0
        for number in range(0 if warmed else 1, rounds + 1):
            quiet = machine.wait_until_quiet(seconds=quiet_seconds if number else 0)
            for which, (port, process) in served.items():
                count = requests if number else max(requests // 10, concurrency)
                one = _round(provider, port, process, first=first, count=count, concurrency=concurrency)
                first += count
                if number:
                    found[which].append(one)
                    print(f"  round {number} {which:22} {_words(one)}   others used {quiet.percent:.0f} % before")
    return found


def _round(
    provider: Provider, port: int, process: psutil.Process, *, first: int, count: int, concurrency: int
) -> tuple[Measured, float]:
    before = cpu_seconds(process)
    one = provider.measure(port, path=provider.path, first=first, count=count, concurrency=concurrency)
    return one, (cpu_seconds(process) - before) / count * 1e6


def _words(one: tuple[Measured, float]) -> str:
    result, cpu = one
    return f"{result.per_second:7.0f}/s  p50 {result.p50:6.2f} ms  p99 {result.p99:6.2f} ms  {cpu:4.0f} µs CPU"


def summarise(found: Rounds, *, disk: str, samples: str, provider: Provider = WHATSAPP) -> list[Figure]:
    rate = {which: statistics.median(one.per_second for one, _ in each) for which, each in found.items()}
    p50 = {which: statistics.median(one.p50 for one, _ in each) for which, each in found.items()}
    p99 = {which: statistics.median(one.p99 for one, _ in each) for which, each in found.items()}
    used = {which: statistics.median(cpu for _, cpu in each) for which, each in found.items()}
    made = []
    for which in found.keys() - {DOOR}:
        ratio, tail = rate[DOOR] / rate[which], p99[DOOR] / p50[which]
        is_target = which in BARE
        made += [
            Figure(
                what=f"{provider.name} ingress, {disk}",
                ours=f"{rate[DOOR]:.0f}/s",
                reference=f"{rate[which]:.0f}/s ({which})",
                ratio=ratio,
                target=f"≥ {TARGET:.0f}" if is_target else "",
                met=ratio >= TARGET if is_target else None,
                samples=samples,
            ),
            Figure(
                what=f"its 99th percentile, {disk}",
                ours=f"{p99[DOOR]:.1f} ms (median {p50[DOOR]:.1f})",
                reference=f"median {p50[which]:.1f} ms ({which})",
                ratio=tail,
                target="≤ 1" if is_target else "",
                met=tail <= 1 if is_target else None,
                samples=samples,
            ),
            Figure(
                what=f"processor time of the process, {disk}",
                ours=f"{used[DOOR]:.0f} µs a request",
                reference=f"{used[which]:.0f} µs ({which})",
                # A short run may use less than the clock of the processor counts.
                ratio=used[DOOR] / max(used[which], 1.0),
                target="",
                met=None,
                samples=samples,
            ),
        ]
    return sorted(made, key=lambda one: one.what)


def main(arguments: Sequence[str] | None = None) -> int:
    options = figures.parser(__doc__)
    options.add_argument("--requests", type=int, default=8_000, help="per server and round")
    options.add_argument("--concurrency", type=int, default=50)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args(arguments)
    requests, rounds, quiet = (200, 1, 0.0) if chosen.quick else (chosen.requests, chosen.rounds, chosen.patience)
    made: list[Figure] = []
    for disk, server in both_disks(quick=chosen.quick):
        print(f"{disk}: {machine.describe(server, and_its_disk=not chosen.quick)}")
        size = {"requests": requests, "concurrency": chosen.concurrency, "rounds": rounds}
        found = measure_all(server, **size, quiet_seconds=quiet, warmed=not chosen.quick)
        made += summarise(found, disk=disk, samples=f"{rounds} × {requests}, concurrency {chosen.concurrency}")
    figures.publish(made, file=chosen.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
