"""What the residents' public pages cost when two hundred people look at them at once, beside a view without a query.

    python benchmarks/portal.py [--requests 100000] [--minutes 1]

The reference is a Django view behind the same middleware that hands out the same bytes. Three loads: two hundred
connections that ask again as soon as the page has come, page by page; the same for the forms, each of which carries a
token of its own; and two hundred people who go from page to page, forms among them, and read each for one to five seconds.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path

from measuring import figures, load, machine
from measuring.database import own_database, prepare
from measuring.figures import Figure
from measuring.one_city import load_city
from measuring.processes import uvicorn_serving

TARGET_MILLISECONDS, TARGET_RATIO = 60.0, 3.0
PEOPLE = 200
# Shorter than the server keeps a quiet connection open.
READING_SECONDS = (1.0, 4.8)
PAGES = {
    "home": "",
    "list": "explore/",
    "figures": "explore/figures/",
    "notices": "explore/notices/",
    "offices": "explore/offices/",
    "privacy": "privacy/",
}
FORMS = {"report form": "report/", "follow form": "track/"}
BROWSER = "accept-encoding: gzip, deflate, br\r\naccept-language: en-ZA,en;q=0.9\r\n"


def person(path: str, times: int) -> load.Next:
    left = iter(range(times))
    request = load.get(path=path, headers=BROWSER)
    return lambda _answer: request if next(left, None) is not None else None


def reader(paths: Sequence[str], times: int, chance: random.Random) -> load.Next:
    left = iter(range(times))
    requests = [load.get(path=path, headers=BROWSER) for path in paths]
    return lambda _answer: chance.choice(requests) if next(left, None) is not None else None


def looked_at(port: int, path: str, *, requests: int) -> load.Measured:
    load.run(port, [person(path, 2)])
    return load.run(port, [person(path, max(1, requests // PEOPLE)) for _ in range(PEOPLE)])


def same_bytes(body: bytes, path: str, *, requests: int) -> load.Measured:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page"
        file.write_bytes(body)
        with uvicorn_serving("measuring.same_bytes:application", environment={"SAME_BYTES": str(file)}) as (port, _):
            return looked_at(port, path, requests=requests)


def measure(
    *, slug: str, parts: Mapping[str, str], requests: int, made_for_each: int
) -> dict[str, tuple[load.Measured, load.Measured]]:
    """The reference walks through Django for every request, so it gets fewer."""
    found: dict[str, tuple[load.Measured, load.Measured]] = {}
    for name, part in parts.items():
        path = f"/{slug}/{part}"
        with uvicorn_serving("baraza.config.asgi:application") as (port, _):
            body = urllib.request.urlopen(f"http://127.0.0.1:{port}{path}").read()
            ours = looked_at(port, path, requests=requests)
        same = same_bytes(body, path, requests=made_for_each)
        found[name] = (ours, same)
        print(f"  {name}: {ours.p50:.0f} ms, {ours.per_second:.0f}/s; same bytes {same.p50:.0f} ms", flush=True)
    return found


def read_by_people(*, slug: str, seconds: float, pause: tuple[float, float]) -> load.Measured:
    chance = random.Random(7)
    paths = [f"/{slug}/{part}" for part in [*PAGES.values(), *FORMS.values()]]
    times = max(1, round(seconds / statistics.mean(pause)))
    with uvicorn_serving("baraza.config.asgi:application") as (port, _):
        load.run(port, [person(paths[0], 2)])
        people = [reader(paths, times, chance) for _ in range(PEOPLE)]
        return load.run(port, people, pause=lambda: chance.uniform(*pause))


def summarise(found: dict[str, tuple[load.Measured, load.Measured]], read: load.Measured) -> list[Figure]:
    rows = [
        Figure(
            what=f"public page, {PEOPLE} who never pause: {name}",
            ours=f"{ours.p50:.0f} ms (p99 {ours.p99:.0f}), {ours.per_second:.0f}/s",
            reference=f"{same.p50:.0f} ms, {same.per_second:.0f}/s",
            ratio=ours.p50 / same.p50,
            target=f"≤ {TARGET_MILLISECONDS:.0f} ms and ≤ {TARGET_RATIO:.0f}×",
            met=ours.p50 <= TARGET_MILLISECONDS and ours.p50 <= TARGET_RATIO * same.p50,
            samples=str(ours.count),
        )
        for name, (ours, same) in found.items()
    ]
    people = Figure(
        what=f"public pages and forms, {PEOPLE} people who read",
        ours=f"{read.p50:.1f} ms (p99 {read.p99:.0f}), {read.per_second:.0f}/s",
        reference=f"limit {TARGET_MILLISECONDS:.0f} ms",
        ratio=read.p50 / TARGET_MILLISECONDS,
        target="≤ 1",
        met=read.p50 <= TARGET_MILLISECONDS,
        samples=str(read.count),
    )
    return [*rows, people]


def main(arguments: Sequence[str] | None = None) -> int:
    options = figures.parser(__doc__)
    options.add_argument("--requests", type=int, default=100_000, help="per page")
    options.add_argument("--minutes", type=float, default=1.0, help="of people who read")
    chosen = options.parse_args(arguments)
    quick = chosen.quick
    with own_database() as server:
        print(machine.describe(server))
        prepare()
        load_city(total=500 if quick else 20_000)
        from baraza.core.organisations.queries import list_organisations

        slug = list_organisations()[0].slug
        machine.wait_until_quiet(seconds=0 if quick else chosen.patience)
        parts = {"home": PAGES["home"]} if quick else {**PAGES, **FORMS}
        requests, made_for_each = (200, 200) if quick else (chosen.requests, 4000)
        found = measure(slug=slug, parts=parts, requests=requests, made_for_each=made_for_each)
        seconds, pause = (0.2, (0.1, 0.3)) if quick else (chosen.minutes * 60, READING_SECONDS)
        read = read_by_people(slug=slug, seconds=seconds, pause=pause)
    figures.publish(summarise(found, read), file=chosen.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
