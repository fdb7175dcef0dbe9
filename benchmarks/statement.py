"""How long the statement of a month with 100,000 calls takes, and whether its memory grows with the calls.

    python benchmarks/statement.py [--large 100000]

One organisation per size in a database of its own: calls are written by SQL, rules saved and all calls booked by the
service's own action (told beside), then the list of
all lines (CSV, by the worker's own function) and the PDF of sums and exceptions are made in a process of their own.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from measuring import figures, machine
from measuring.database import found_benchmark_organisation, in_a_process_of_its_own, own_database, prepare
from measuring.figures import Figure

MONTH = date(2026, 1, 1)
SMALL, TARGET_SECONDS, TARGET_MEMORY = 10_000, 10.0, 1.5


@dataclass(frozen=True)
class Made:
    """`peak` in MiB; `processor` is the process's own."""

    seconds: float
    processor: float
    paper: float
    peak: float
    lines: int


_CALLS = """
INSERT INTO calls_call (organisation_id, connection_id, agent_id, source, external_id, agent_external_id, agent_version,
    medium, direction, from_number, to_number, at, started_at, duration_ms, state, reason, outcome, sentiment,
    cost_micros, currency, doubts, stage, first_heard_at, repaired, disposition, version)
SELECT %(organisation)s, %(connection)s, (%(agents)s::bigint[])[1 + n %% 10], 'voice.retell',
    'call_' || %(count)s || '_' || n, '', '', '', '', '', '', begun.at, begun.at, n %% 300000, 'ENDED', '', 'successful',
    '', n %% 9000000, 'USD', '{}', 4, begun.at, false, '', 1
FROM generate_series(1, %(count)s) AS n,
    LATERAL (SELECT timestamptz '2026-01-01 06:00Z' + n * (interval '29 days' / %(count)s) AS at) AS begun
"""
# Every thousandth does not reconcile.
_LINES = """
INSERT INTO calls_cost_line (organisation_id, call_id, position, product, cost_micros)
SELECT organisation_id, id, 0, 'voice', cost_micros + (id %% 1000 = 0)::int
FROM calls_call WHERE organisation_id = %(organisation)s
"""


def load(*, calls: int) -> int:
    from baraza.core.identity.actor import SYSTEM
    from baraza.core.ingress.connections import open_connection
    from baraza.core.tenancy.scope import organisation_scope
    from baraza.services.call_analytics.actions.agents import NewAgent, add_agents

    organisation_id = found_benchmark_organisation(slug=f"bills-{calls}")
    with organisation_scope(organisation_id=organisation_id):
        connection = open_connection(
            organisation_id=organisation_id, source="voice.retell", name="Benchmark", secrets={"api_key": "k"},
            options={},
        )  # fmt: skip
        several = [NewAgent(external_id=f"agent_{calls}_{number}", name=f"Agent {number}") for number in range(10)]
        agents = add_agents(actor=SYSTEM, connection_id=connection.id, several=several)
    _write(organisation_id, connection.id, agents, calls)
    _book(organisation_id)
    return organisation_id


def _write(organisation_id: int, connection_id: int, agents: list[int], calls: int) -> None:
    import psycopg
    from django.conf import settings

    values = {"organisation": organisation_id, "connection": connection_id, "agents": agents, "count": calls}
    with psycopg.connect(**settings.OWNER_DATABASE.conninfo(), autocommit=True) as owner:
        owner.execute("ALTER TABLE calls_call DISABLE TRIGGER USER")
        with owner.transaction():
            owner.execute("SELECT set_config('baraza.organisation_id', %s, true)", [str(organisation_id)])
            owner.execute(_CALLS, values)
            owner.execute(_LINES, values)
        owner.execute("ALTER TABLE calls_call ENABLE TRIGGER USER")
        owner.execute("VACUUM ANALYZE calls_call, calls_cost_line")


def _book(organisation_id: int) -> None:
    from baraza.core.identity.actor import SYSTEM
    from baraza.core.tenancy.scope import organisation_scope
    from baraza.services.call_analytics.actions.billing import save_rules
    from baraza.services.call_analytics.actions.working_out import work_out
    from baraza.services.call_analytics.rules.billing import Kind, Rule

    rules = [
        Rule(kind=Kind.MINIMUM, amount=10),
        Rule(kind=Kind.ROUNDING, amount=6),
        Rule(kind=Kind.RATE, amount=150_000_000),
        Rule(kind=Kind.INCLUDED, amount=500),
    ]
    began, processor = time.perf_counter(), time.process_time()
    with organisation_scope(organisation_id=organisation_id):
        save_rules(actor=SYSTEM, rules=rules, starts_on=MONTH, seen_number=0)
        booked = work_out(since=MONTH)
    took, worked = time.perf_counter() - began, time.process_time() - processor
    print(f"  {booked:,} calls priced and booked in {took:.1f} s, processor {worked:.1f} s")


def make_one(organisation_id: int) -> Made:
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
    began, worked = time.perf_counter(), time.process_time()
    make(organisation_id=organisation_id, export_id=export.pk)
    with organisation_scope(organisation_id=organisation_id):
        export.refresh_from_db()
        assert export.state == "done", (export.state, export.failure)
        drawn = time.perf_counter()
        found = get_statement(actor=SYSTEM, month=MONTH)
        paper_of(found=found, words=statement_words(found), organisation="Benchmark")
    ended, processor = time.perf_counter(), time.process_time() - worked
    return Made(ended - began, processor, ended - drawn, _peak(), export.rows_done)


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _peak() -> float:
    """Since it was forgotten."""
    (line,) = [one for one in Path("/proc/self/status").read_text(encoding="ascii").splitlines() if "VmHWM" in one]
    return int(line.split()[1]) / 1024


def made(organisation_id: int) -> Made:
    found = in_a_process_of_its_own(make_one, organisation_id)
    print(
        f"  {found.lines:,} lines: list and PDF {found.seconds:.1f} s (processor {found.processor:.1f} s), "
        f"of it the PDF {found.paper:.1f} s, "
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
