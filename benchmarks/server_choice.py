"""Which server carries the web process: uvicorn beside granian, with the real door and a real page of the console.

    python benchmarks/server_choice.py [--requests 5000] [--pages 300] [--rounds 3]

One process each, the same application, the same PostgreSQL, asked in turn: signed WhatsApp webhooks at concurrency 50,
then the list of complaints by ten members of staff at once. What was chosen and why stands in docs/decisions.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Sequence
from contextlib import ExitStack

import psutil
from ingress import PATH, set_up
from measuring import figures, load, machine, whatsapp_load
from measuring.complaints import ORGANISATIONS, load_complaints, session_cookie
from measuring.database import in_a_process_of_its_own, own_database
from measuring.figures import Figure
from measuring.load import Answer, Measured, Next
from measuring.processes import cpu_seconds, granian_serving, megabytes, uvicorn_serving

APPLICATION = "baraza.config.asgi:application"
STAFF = 10
COMPLAINTS = 10_000
# What is asked, measured, and the server's processor time for each request in microseconds.
Round = dict[str, tuple[Measured, float]]
Rounds = dict[str, list[Round]]


def measure(
    *, requests: int, pages: int, rounds: int, quiet_seconds: float, organisations: int = ORGANISATIONS
) -> Rounds:
    cookie, first = in_a_process_of_its_own(_cookie_of_a_full_desk, organisations), 0
    found: Rounds = {"uvicorn": [], "granian": []}
    with ExitStack() as stack:
        served = {
            "uvicorn": stack.enter_context(uvicorn_serving(APPLICATION)),
            "granian": stack.enter_context(granian_serving(APPLICATION)),
        }
        for number in range(rounds + 1):
            quiet = machine.wait_until_quiet(seconds=quiet_seconds if number else 0)
            for which, (port, process) in served.items():
                counts = (requests, pages) if number else (max(requests // 10, 50), 2 * STAFF)
                one = _round(port, process, cookie=cookie, first=first, counts=counts)
                first += counts[0]
                if number:
                    found[which].append(one)
                    print(f"  round {number} {which}: {_words(one)}; others used {quiet.percent:.0f} % before")
        for which, (_, process) in served.items():
            print(f"  {which} holds {megabytes(process):.0f} MB")
    return found


def _cookie_of_a_full_desk(organisations: int) -> str:
    set_up()
    load_complaints(total=COMPLAINTS * organisations // ORGANISATIONS, organisations=organisations)
    return session_cookie()


def _round(port: int, process: psutil.Process, *, cookie: str, first: int, counts: tuple[int, int]) -> Round:
    requests, pages = counts
    before = cpu_seconds(process)
    hooks = whatsapp_load.measure(port, path=PATH, first=first, count=requests, concurrency=50)
    between = cpu_seconds(process)
    shown = load.run(port, [_member(cookie, pages // STAFF) for _ in range(STAFF)])
    after = cpu_seconds(process)
    return {
        "webhooks, concurrency 50": (hooks, (between - before) / requests * 1e6),
        f"console pages, {STAFF} members": (shown, (after - between) / shown.count * 1e6),
    }


def _member(cookie: str, pages: int) -> Next:
    requests = iter([load.get(path="/console/complaints/", headers=f"cookie: {cookie}\r\n")] * pages)

    def following(answer: Answer | None) -> bytes | None:
        assert answer is None or b"BM-2026-" in answer.body
        return next(requests, None)

    return following


def _words(one: Round) -> str:
    return "; ".join(
        f"{what} {took.per_second:.0f}/s, p50 {took.p50:.1f}, p99 {took.p99:.1f} ms, {cpu:.0f} µs CPU"
        for what, (took, cpu) in one.items()
    )


def summarise(found: Rounds, *, rounds: int) -> list[Figure]:
    made = []
    for what in found["uvicorn"][0]:
        rate = {which: statistics.median(one[what][0].per_second for one in each) for which, each in found.items()}
        p99 = {which: statistics.median(one[what][0].p99 for one in each) for which, each in found.items()}
        made.append(
            Figure(
                what=f"uvicorn: {what}",
                ours=f"{rate['uvicorn']:.0f}/s, 99th {p99['uvicorn']:.0f} ms",
                reference=f"{rate['granian']:.0f}/s, 99th {p99['granian']:.0f} ms (granian)",
                ratio=rate["uvicorn"] / rate["granian"],
                target="",
                met=None,
                samples=f"{rounds} × {found['uvicorn'][0][what][0].count}",
            )
        )
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    options = figures.parser(__doc__)
    options.add_argument("--requests", type=int, default=5_000, help="webhooks per server and round")
    options.add_argument("--pages", type=int, default=300, help="per server and round")
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args(arguments)
    size = {"requests": chosen.requests, "pages": chosen.pages, "rounds": chosen.rounds}
    if chosen.quick:
        size = {"requests": 100, "pages": STAFF, "rounds": 1, "organisations": 2}
    with own_database() as server:
        print(machine.describe(server))
        found = measure(**size, quiet_seconds=0 if chosen.quick else chosen.patience)
    figures.publish(summarise(found, rounds=size["rounds"]), file=chosen.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
