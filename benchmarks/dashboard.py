"""What the dashboard and the analytics cost when one organisation has a million complaints, and what keeps their figures.

    python benchmarks/dashboard.py [--large 1000000] [--times 20]

Its own PostgreSQL. Pages go through the whole of Django as a signed-in supervisor: milliseconds at the median and of the
slowest in twenty, and statements. Then what a change of a complaint costs with and without the triggers that keep the
figures, how long a thousand changes take to be folded, and a full count with its comparison.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from measuring import figures, machine
from measuring.database import found_benchmark_organisation, own_database, prepare
from measuring.figures import Figure
from measuring.one_city import Cost, load_city, page_cost, slowest_plans

CONSOLE = "/console/"
TARGET_MILLISECONDS, CLUSTER_MILLISECONDS = 300, 50
# The rows of `one_city` come without what happened to them: most were acknowledged, done and closed within days.
_LIVES = """
UPDATE complaints_complaint AS c SET
    acknowledged_at = CASE WHEN state <> 'SUBMITTED' THEN opened_at + interval '1 minute' * (h % 2000) END,
    resolved_at = CASE WHEN state IN ('RESOLVED', 'CLOSED') THEN opened_at + interval '1 minute' * (h % 14000) END,
    closed_at = CASE WHEN state = 'CLOSED' THEN opened_at + interval '1 minute' * (h % 20000) END,
    reopened_at = CASE WHEN h % 40 = 0 THEN opened_at + interval '8 days' END
FROM (SELECT id, hashint8(id) & 2147483647 AS h FROM complaints_complaint) AS hashed WHERE hashed.id = c.id
"""


def pages() -> dict[str, tuple[str, int]]:
    """Path and target in milliseconds; 0 without one."""
    today = date.today()  # noqa: DTZ011 - a day more or less of seven hundred

    def days(number: int) -> str:
        return f"{CONSOLE}analytics/?first={today - timedelta(days=number - 1)}&last={today}"

    return {
        "dashboard": (CONSOLE, TARGET_MILLISECONDS),
        "dashboard, its figures again": (f"{CONSOLE}home/figures/", TARGET_MILLISECONDS),
        "dashboard, what happened last": (f"{CONSOLE}home/feed/", TARGET_MILLISECONDS),
        "map, the whole city": (f"{CONSOLE}map/clusters/?bbox=27.5,-26.6,28.6,-25.8&zoom=10", CLUSTER_MILLISECONDS),
        "map, a ward": (f"{CONSOLE}map/clusters/?bbox=28.02,-26.18,28.04,-26.16&zoom=16", CLUSTER_MILLISECONDS),
        "analytics, 30 days": (days(30), 0),
        "analytics, 90 days": (days(90), 0),
        "analytics, 365 days": (days(365), 0),
        "analytics, 90 days of a category": (days(90) + "&category=noise", 0),
    }


def load(*, total: int) -> None:
    import psycopg
    from django.conf import settings

    load_city(total=total)
    organisation_id = found_benchmark_organisation()
    with psycopg.connect(**settings.OWNER_DATABASE.conninfo(), autocommit=True) as owner:
        with owner.transaction():
            owner.execute("SELECT set_config('baraza.organisation_id', %s, true)", [str(organisation_id)])
            owner.execute("ALTER TABLE complaints_complaint DISABLE TRIGGER USER")
            owner.execute(_LIVES)
            owner.execute("ALTER TABLE complaints_complaint ENABLE TRIGGER USER")
        owner.execute("VACUUM FULL complaints_complaint")
        owner.execute("VACUUM ANALYZE complaints_complaint")


def seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def keeping(*, times: int) -> dict[str, str]:
    """What the figures cost those who write, and those who keep them."""
    import psycopg
    from django.conf import settings

    from baraza.core.tenancy.scope import organisation_scope
    from baraza.services.complaints.actions.figures import fold_organisation, rebuild_figures
    from baraza.services.complaints.models import Complaint
    from baraza.services.complaints.queries.figures_check import figure_differences

    organisation_id = found_benchmark_organisation()
    rebuilt = seconds(lambda: rebuild_figures(organisation_id=organisation_id))
    with psycopg.connect(**settings.OWNER_DATABASE.conninfo(), autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE complaints_figure, complaints_figure_change")
    with organisation_scope(organisation_id=organisation_id):
        ids = list(
            Complaint.objects.filter(organisation_id=organisation_id)
            .order_by("-id")
            .values_list("pk", flat=True)[:1000]
        )

    def change(priority: str) -> float:
        took = []
        for pk in ids[: max(times * 10, 50)]:
            with organisation_scope(organisation_id=organisation_id):
                took.append(seconds(lambda pk=pk: Complaint.objects.filter(pk=pk).update(priority=priority)))
        return statistics.median(took) * 1000

    change("critical")
    kept = change("low")
    with psycopg.connect(**settings.OWNER_DATABASE.conninfo(), autocommit=True) as owner:
        owner.execute("ALTER TABLE complaints_complaint DISABLE TRIGGER complaints_figures_changed")
        unkept = change("low")
        unkept = min(unkept, change("low"))
        owner.execute("ALTER TABLE complaints_complaint ENABLE TRIGGER complaints_figures_changed")
    fold_organisation(organisation_id=organisation_id)
    with organisation_scope(organisation_id=organisation_id):
        for pk in ids:
            Complaint.objects.filter(pk=pk).update(ward_code="7")
    folded = seconds(lambda: fold_organisation(organisation_id=organisation_id))
    differences: list[object] = []

    def compare() -> None:
        with organisation_scope(organisation_id=organisation_id):
            differences.extend(figure_differences())

    compared = seconds(compare)
    return {
        "a change, with figures kept": f"{kept:.2f} ms, without {unkept:.2f} ms",
        "a thousand changes folded": f"{folded * 1000:.0f} ms",
        "full count": f"{rebuilt:.1f} s",
        "figures compared with a full count": f"{compared:.1f} s, {len(differences)} differences",
    }


def main(arguments: Sequence[str] | None = None) -> int:
    options = figures.parser(__doc__)
    options.add_argument("--large", type=int, default=1_000_000)
    options.add_argument("--times", type=int, default=20, help="per page")
    chosen = options.parse_args(arguments)
    large, times = (500, 2) if chosen.quick else (chosen.large, chosen.times)
    with own_database() as server:
        print(machine.describe(server))
        prepare()
        print(f"  {large:,} complaints written in {seconds(lambda: load(total=large)):.0f} s", flush=True)
        kept = keeping(times=times)
        costs = {}
        for name, (path, _) in pages().items():
            costs[name] = page_cost(path=path, times=times)
            print(f"  {name}: {_words(costs[name])}", flush=True)
            print("    " + slowest_plans(path=path).replace("\n", "\n    "))
    figures.publish(summarise(costs, kept, large=large, times=times), file=chosen.json)
    return 0


def summarise(costs: dict[str, Cost], kept: dict[str, str], *, large: int, times: int) -> list[Figure]:
    made = []
    for name, (_, target) in pages().items():
        cost = costs[name]
        ratio = cost.median / target if target else None
        made.append(
            Figure(
                what=name,
                ours=_words(cost),
                reference=f"{large:,} complaints",
                ratio=ratio,
                target=f"≤ {target} ms" if target else "–",
                met=None if ratio is None else ratio <= 1,
                samples=str(times),
            )
        )
    made += [
        Figure(what=what, ours=ours, reference=f"{large:,} complaints", ratio=None, target="–", met=None, samples="1")
        for what, ours in kept.items()
    ]
    return made


def _words(cost: Cost) -> str:
    return f"{cost.median:.0f} ms (p95 {cost.p95:.0f}), {cost.statements} statements"


if __name__ == "__main__":
    sys.exit(main())
