"""What the residents' public pages cost when two hundred people look at them at once, beside a view without a query.

    python benchmarks/portal.py [--requests 4000]

The reference is a Django view behind the same middleware that hands out the same bytes. Each person has a connection
and asks for the page again as soon as it has come.
"""

from __future__ import annotations

import sys
import tempfile
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from measuring import figures, load, machine
from measuring.database import own_database, prepare
from measuring.figures import Figure
from measuring.one_city import load_city
from measuring.processes import uvicorn_serving

TARGET_MILLISECONDS, TARGET_RATIO = 60.0, 3.0
PEOPLE = 200
PAGES = {
    "home": "",
    "list": "explore/",
    "figures": "explore/figures/",
    "notices": "explore/notices/",
    "offices": "explore/offices/",
}


def person(path: str, times: int) -> load.Next:
    left = iter(range(times))
    request = load.get(path=path)
    return lambda _answer: request if next(left, None) is not None else None


def looked_at(port: int, path: str, *, requests: int) -> load.Measured:
    load.run(port, [person(path, 2)])
    return load.run(port, [person(path, max(1, requests // PEOPLE)) for _ in range(PEOPLE)])


def measure(*, slug: str, requests: int) -> dict[str, tuple[load.Measured, load.Measured]]:
    found: dict[str, tuple[load.Measured, load.Measured]] = {}
    for name, part in PAGES.items():
        path = f"/{slug}/{part}"
        with uvicorn_serving("baraza.config.asgi:application") as (port, _):
            body = urllib.request.urlopen(f"http://127.0.0.1:{port}{path}").read()
            ours = looked_at(port, path, requests=requests)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "page"
            file.write_bytes(body)
            with uvicorn_serving("measuring.same_bytes:application", environment={"SAME_BYTES": str(file)}) as (
                port,
                _,
            ):
                same = looked_at(port, path, requests=requests)
        found[name] = (ours, same)
        print(f"  {name}: {ours.p50:.0f} ms, {ours.per_second:.0f}/s; same bytes {same.p50:.0f} ms", flush=True)
    return found


def summarise(found: dict[str, tuple[load.Measured, load.Measured]]) -> list[Figure]:
    return [
        Figure(
            what=f"public page at {PEOPLE} at once: {name}",
            ours=f"{ours.p50:.0f} ms (p99 {ours.p99:.0f}), {ours.per_second:.0f}/s",
            reference=f"{same.p50:.0f} ms, {same.per_second:.0f}/s",
            ratio=ours.p50 / same.p50,
            target=f"≤ {TARGET_MILLISECONDS:.0f} ms and ≤ {TARGET_RATIO:.0f}×",
            met=ours.p50 <= TARGET_MILLISECONDS and ours.p50 <= TARGET_RATIO * same.p50,
            samples=str(ours.count),
        )
        for name, (ours, same) in found.items()
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    options = figures.parser(__doc__)
    options.add_argument("--requests", type=int, default=4000, help="per page")
    chosen = options.parse_args(arguments)
    requests, complaints = (400, 500) if chosen.quick else (chosen.requests, 20_000)
    with own_database() as server:
        print(machine.describe(server))
        prepare()
        load_city(total=complaints)
        from baraza.core.organisations.queries import list_organisations

        found = measure(slug=list_organisations()[0].slug, requests=requests)
    figures.publish(summarise(found), file=chosen.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
