"""How much longer the list of complaints takes with a million of them than with ten thousand, in fifty organisations.

    python benchmarks/complaint_list.py [--large 1000000] [--times 300] [--rounds 3]

Two databases of one PostgreSQL, asked in turn: `list_complaints` as the application's role under row-level security
(first page of the open ones, of all, and a page in the middle), then the console's page over HTTP with a signed-in
member of staff. What PostgreSQL does for the first page is printed, so that the index can be seen.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack

import psycopg
from measuring import figures, load, machine
from measuring.complaints import (
    ORGANISATIONS,
    Clerk,
    explained,
    list_milliseconds,
    load_complaints,
    session_cookie,
)
from measuring.database import own_database
from measuring.figures import Figure
from measuring.load import Answer
from measuring.processes import uvicorn_serving

from baraza.operations.embedded_postgres import Server, start

TARGET = 1.5
SMALL = 10_000
LISTS = {
    "list, first page (open)": {"group": "open", "deep": False},
    "list, first page (all)": {"group": "all", "deep": False},
    "list, page in the middle (open)": {"group": "open", "deep": True},
}
PAGE = "console page over HTTP"

Found = dict[str, list[tuple[float, float]]]


def addresses(server: Server) -> tuple[str, str]:
    """Of two databases of the same server."""
    folder = server.log.parent
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE small TEMPLATE baraza")
    with start(data_directory=folder, database="small", attach=True) as other:
        return other.url, server.url


def measure(
    urls: tuple[str, str], *, sizes: tuple[int, int], organisations: int, times: int, rounds: int, quiet_seconds: float
) -> Found:
    clerks = [Clerk(url=url) for url in urls]
    asked = []
    for clerk, total in zip(clerks, sizes, strict=True):
        began = time.perf_counter()
        ids = clerk.ask(load_complaints, total=total, organisations=organisations)
        asked.append(ids[organisations // 2])
        print(f"  {total:,} complaints written in {time.perf_counter() - began:.0f} s")
    plan = clerks[1].ask(explained, organisation_id=asked[1])
    print(f"  the first page of {sizes[1]:,}, {plan}".replace("\n", "\n    "))
    found: Found = {name: [] for name in (*LISTS, PAGE)}
    with ExitStack() as stack:
        environments = [{"DATABASE_URL": url} for url in urls]
        webs = [
            stack.enter_context(uvicorn_serving("baraza.config.asgi:application", environment=each))[0]
            for each in environments
        ]
        cookies = [clerk.ask(session_cookie) for clerk in clerks]
        for number in range(rounds + 1):
            # The first round only warms.
            quiet = machine.wait_until_quiet(seconds=quiet_seconds if number else 0)
            one = _round(clerks, asked, webs, cookies, times=times if number else max(times // 10, 2))
            if number:
                print(f"  round {number}: {_words(one)}; others used {quiet.percent:.0f} % before")
                for name, pair in one.items():
                    found[name].append(pair)
    for clerk in clerks:
        clerk.leave()
    return found


def _round(
    clerks: list[Clerk], organisations: list[int], webs: list[int], cookies: list[str], *, times: int
) -> dict[str, tuple[float, float]]:
    """Milliseconds (small, large) of each list."""
    one: dict[str, tuple[float, float]] = {}
    for name, wanted in LISTS.items():
        pair = [
            clerk.ask(list_milliseconds, organisation_id=organisation_id, times=times, **wanted)
            for clerk, organisation_id in zip(clerks, organisations, strict=True)
        ]
        one[name] = (pair[0], pair[1])
    pages = [_page_milliseconds(port, cookie, times=times) for port, cookie in zip(webs, cookies, strict=True)]
    one[PAGE] = (pages[0], pages[1])
    return one


def _page_milliseconds(port: int, cookie: str, *, times: int) -> float:
    requests = iter([load.get(path="/console/complaints/", headers=f"cookie: {cookie}\r\n")] * times)

    def following(answer: Answer | None) -> bytes | None:
        assert answer is None or b"BM-2026-" in answer.body
        return next(requests, None)

    return load.run(port, [following]).p50


def _words(one: dict[str, tuple[float, float]]) -> str:
    return ", ".join(f"{name} {small:.1f} → {large:.1f} ms" for name, (small, large) in one.items())


def summarise(found: Found, *, sizes: tuple[int, int], times: int) -> list[Figure]:
    made = []
    for name, pairs in found.items():
        small, big = (statistics.median(pair[side] for pair in pairs) for side in (0, 1))
        ratio = statistics.median(pair[1] / pair[0] for pair in pairs)
        made.append(
            Figure(
                what=name,
                ours=f"{big:.2f} ms with {sizes[1]:,}",
                reference=f"{small:.2f} ms with {sizes[0]:,}",
                ratio=ratio,
                target=f"≤ {TARGET}",
                met=ratio <= TARGET,
                samples=f"{len(pairs)} × {times}",
            )
        )
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    options = figures.parser(__doc__)
    options.add_argument("--large", type=int, default=1_000_000)
    options.add_argument("--times", type=int, default=300, help="per list, database and round")
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args(arguments)
    sizes, organisations = ((400, 800), 2) if chosen.quick else ((SMALL, chosen.large), ORGANISATIONS)
    times, rounds = (5, 1) if chosen.quick else (chosen.times, chosen.rounds)
    with own_database() as server:
        print(machine.describe(server))
        quiet = 0.0 if chosen.quick else chosen.patience
        found = measure(
            addresses(server),
            sizes=sizes,
            organisations=organisations,
            times=times,
            rounds=rounds,
            quiet_seconds=quiet,
        )
    figures.publish(summarise(found, sizes=sizes, times=times), file=chosen.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
