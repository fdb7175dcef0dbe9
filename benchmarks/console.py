"""What the pages of the console cost when one organisation has a million complaints.

    python benchmarks/console.py [--large 1000000] [--times 40]

Its own PostgreSQL. Each page goes through the whole of Django as a signed-in supervisor: milliseconds at the median and
of the slowest in twenty, and how many statements the database got. The slowest statement of some pages is explained.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

from measuring import figures, machine
from measuring.database import own_database, prepare
from measuring.figures import Figure
from measuring.one_city import Cost, case_path, deep_path, load_city, page_cost, slowest_plans

TARGET_MILLISECONDS, TARGET_STATEMENTS = 120, 10
LIST = "/console/complaints/"
PAGES = {
    "queue, first page": f"{LIST}?group=open",
    "queue, oldest first": f"{LIST}?group=open&sort=oldest",
    "queue, due first": f"{LIST}?group=open&sort=due",
    "queue, most urgent first": f"{LIST}?group=open&sort=priority",
    "queue, last changed first": f"{LIST}?group=open&sort=changed",
    "queue, all, due first": f"{LIST}?group=all&sort=due",
    "queue, overdue": f"{LIST}?due=overdue",
    "search, a rare word": f"{LIST}?group=all&q=giraffe",
    "search, three words": f"{LIST}?group=all&q=pothole+vilakazi+clinic",
    "search, three common words": f"{LIST}?group=all&q=water+pipe+clinic",
    "search, a common word": f"{LIST}?group=all&q=water",
    "search, mistyped": f"{LIST}?group=all&q=girafe",
    "search, common and narrowed": f"{LIST}?group=open&q=water&ward=12",
    "suggestions": "/console/search/suggest/?q=oak",
}
PARTS = {
    "filter, category": f"{LIST}?group=open&category=noise",
    "filter, category, ward and state": f"{LIST}?category=noise&category=sewage&ward=12&state=ASSIGNED",
    "filter, what there is none of": f"{LIST}?group=all&priority=critical&category=housing",
    "filter, person and month": f"{LIST}?person=me&from=2026-01-01&to=2026-01-31&group=all",
}
EXPLAINED = (
    "queue, due first",
    "queue, most urgent first",
    "queue, last changed first",
    "search, a rare word",
    "search, a common word",
)


def measure(*, large: int, times: int, far: int) -> dict[str, Cost]:
    began = time.perf_counter()
    load_city(total=large)
    print(f"  {large:,} complaints of one organisation written in {time.perf_counter() - began:.0f} s")
    found: dict[str, Cost] = {}
    pages = {**PAGES, "queue, a page far down": deep_path(path=f"{LIST}?group=all", pages=far)}
    for name, path in {**pages, "case page": case_path()}.items():
        found[name] = _said(name, page_cost(path=path, times=times))
    for name, path in PARTS.items():
        found[name] = _said(name, page_cost(path=path, times=times, part=True))
    for name in EXPLAINED:
        print(f"  {name}:\n    " + slowest_plans(path=PAGES[name]).replace("\n", "\n    "))
    return found


def _said(name: str, cost: Cost) -> Cost:
    print(
        f"  {name}: {cost.median:.0f} ms, slowest in twenty {cost.p95:.0f} ms, {cost.statements} statements", flush=True
    )
    return cost


def summarise(found: dict[str, Cost], *, large: int, times: int) -> list[Figure]:
    return [
        Figure(
            what=name,
            ours=f"{cost.median:.0f} ms (p95 {cost.p95:.0f}), {cost.statements} statements",
            reference=f"{large:,} complaints",
            ratio=cost.median / TARGET_MILLISECONDS,
            target=f"≤ {TARGET_MILLISECONDS} ms and ≤ {TARGET_STATEMENTS} statements",
            met=cost.median <= TARGET_MILLISECONDS and cost.statements <= TARGET_STATEMENTS,
            samples=str(times),
        )
        for name, cost in found.items()
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    options = figures.parser(__doc__)
    options.add_argument("--large", type=int, default=1_000_000)
    options.add_argument("--times", type=int, default=40, help="per page")
    chosen = options.parse_args(arguments)
    large, times, far = (200, 1, 3) if chosen.quick else (chosen.large, chosen.times, 40)
    with own_database() as server:
        print(machine.describe(server))
        prepare()
        found = measure(large=large, times=times, far=far)
    figures.publish(summarise(found, large=large, times=times), file=chosen.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
