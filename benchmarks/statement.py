"""How long the statement of a month with 100,000 calls takes, and whether its memory grows with the calls.

    python benchmarks/statement.py [--large 100000]

One organisation per size in a database of its own: rules are saved and all calls booked (told beside), then the list of
all lines (CSV, by the worker's own function) and the PDF of sums and exceptions are made in a process of their own.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from multiprocessing.queues import SimpleQueue
from pathlib import Path

from measuring import figures, machine
from measuring.database import found_benchmark_organisation, own_database, prepare
from measuring.figures import Figure

MONTH = date(2026, 1, 1)
SMALL, TARGET_SECONDS, TARGET_MEMORY = 5_000, 10.0, 1.5
_BATCH = 5_000


@dataclass(frozen=True)
class Made:
    """`peak` in MiB."""

    seconds: float
    paper: float
    peak: float
    lines: int


def load(*, calls: int) -> int:
    from baraza.core.identity.actor import SYSTEM
    from baraza.core.ingress.connections import open_connection
    from baraza.core.tenancy.scope import organisation_scope
    from baraza.services.call_analytics.actions.agents import NewAgent, add_agents
    from baraza.services.call_analytics.actions.billing import save_rules
    from baraza.services.call_analytics.actions.working_out import work_out
    from baraza.services.call_analytics.rules.billing import Kind, Rule

    organisation_id = found_benchmark_organisation(slug=f"bills-{calls}")
    with organisation_scope(organisation_id=organisation_id):
        connection = open_connection(
            organisation_id=organisation_id, source="voice.retell", name="Benchmark", secrets={"api_key": "k"},
            options={},
        )  # fmt: skip
        several = [NewAgent(external_id=f"agent_{calls}_{number}", name=f"Agent {number}") for number in range(10)]
        agents = add_agents(actor=SYSTEM, connection_id=connection.id, several=several)
        for first in range(0, calls, _BATCH):
            _write(organisation_id, connection.id, agents, range(first, min(first + _BATCH, calls)), calls)
        began = time.perf_counter()
        rules = [
            Rule(kind=Kind.MINIMUM, amount=10),
            Rule(kind=Kind.ROUNDING, amount=6),
            Rule(kind=Kind.RATE, amount=150_000_000),
            Rule(kind=Kind.INCLUDED, amount=500),
        ]
        save_rules(actor=SYSTEM, rules=rules, starts_on=MONTH, seen_number=0)
        booked = work_out(since=MONTH)
    print(f"  {booked:,} calls priced and booked in {time.perf_counter() - began:.1f} s")
    return organisation_id


def _write(organisation_id: int, connection_id: int, agents: list[int], numbers: range, calls: int) -> None:
    from baraza.services.call_analytics.models import Call, CostLine

    begins, step = datetime(2026, 1, 1, 6, tzinfo=UTC), timedelta(days=29) / calls
    made = Call.objects.bulk_create(
        Call(
            organisation_id=organisation_id, connection_id=connection_id, agent_id=agents[number % len(agents)],
            source="voice.retell", external_id=f"call_{calls}_{number}", at=begins + step * number,
            started_at=begins + step * number, first_heard_at=begins, state="ENDED", outcome="successful",
            duration_ms=number % 300_000, cost_micros=number % 9_000_000, currency="USD",
        )
        for number in numbers
    )  # fmt: skip
    CostLine.objects.bulk_create(
        CostLine(
            organisation_id=organisation_id, call=one, position=0, product="voice",
            # Every thousandth does not reconcile.
            cost_micros=(one.cost_micros or 0) + (one.pk % 1000 == 0),
        )
        for one in made
    )  # fmt: skip


def make_one(organisation_id: int, answers: SimpleQueue[Made]) -> None:
    import django

    django.setup()
    from baraza.capabilities.exports.making import make
    from baraza.capabilities.exports.models import Export
    from baraza.core.identity.actor import SYSTEM
    from baraza.core.tenancy.scope import organisation_scope
    from baraza.services.call_analytics.queries.statements import get_statement
    from baraza.web.console.billing.drawing import paper_of
    from baraza.web.console.billing.statements import statement_words

    with organisation_scope(organisation_id=organisation_id):
        export = Export.objects.create(
            organisation_id=organisation_id, kind="calls.statement", format="csv", narrowing={"month": "2026-01"},
            asked_name="Benchmark", run_key=f"csv:{time.time_ns()}",
        )  # fmt: skip
    _forget_peak()
    began = time.perf_counter()
    make(organisation_id=organisation_id, export_id=export.pk)
    with organisation_scope(organisation_id=organisation_id):
        export.refresh_from_db()
        assert export.state == "done", (export.state, export.failure)
        drawn = time.perf_counter()
        found = get_statement(actor=SYSTEM, month=MONTH)
        paper_of(found=found, words=statement_words(found), organisation="Benchmark")
    ended = time.perf_counter()
    answers.put(Made(ended - began, ended - drawn, _peak(), export.rows_done))


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _peak() -> float:
    """Since it was forgotten."""
    (line,) = [one for one in Path("/proc/self/status").read_text(encoding="ascii").splitlines() if "VmHWM" in one]
    return int(line.split()[1]) / 1024


def made(organisation_id: int) -> Made:
    context = multiprocessing.get_context("spawn")
    answers: SimpleQueue[Made] = context.SimpleQueue()
    process = context.Process(target=make_one, args=(organisation_id, answers))
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError(f"The process that makes the statement ended with {process.exitcode}.")
    found = answers.get()
    print(
        f"  {found.lines:,} lines: list and PDF {found.seconds:.1f} s, of it the PDF {found.paper:.1f} s, "
        f"peak {found.peak:.0f} MiB"
    )
    return found


def main() -> None:
    parser = figures.parser(__doc__)
    parser.add_argument("--large", type=int, default=100_000)
    chosen = parser.parse_args()
    small, large = (100, 400) if chosen.quick else (SMALL, chosen.large)
    print(machine.describe())
    with own_database():
        prepare()
        organisations = [load(calls=calls) for calls in (small, large)]
        machine.wait_until_quiet(seconds=0 if chosen.quick else chosen.patience)
        less, more = (made(one) for one in organisations)
    time_figure = Figure(
        what=f"Statement of {more.lines:,} calls: list of all lines and PDF", ours=f"{more.seconds:.1f} s",
        reference=f"{TARGET_SECONDS:.0f} s", ratio=more.seconds / TARGET_SECONDS, target="≤ 1",
        met=more.seconds <= TARGET_SECONDS, samples="1",
    )  # fmt: skip
    memory = Figure(
        what=f"Statement of {more.lines:,} calls, peak memory", ours=f"{more.peak:.0f} MiB",
        reference=f"{less.peak:.0f} MiB with {less.lines:,} calls", ratio=more.peak / less.peak,
        target=f"≤ {TARGET_MEMORY}", met=more.peak / less.peak <= TARGET_MEMORY, samples="1 of each size",
    )  # fmt: skip
    figures.publish([time_figure, memory], file=chosen.json)


if __name__ == "__main__":
    sys.exit(main())
