"""How much memory and time a file of a million complaints takes beside one of ten thousand.

    python benchmarks/exports.py [--large 1000000]

One organisation per size in a database of its own; each file is made by the worker's own function in a process of its
own, so that its peak is its own: from the list in PostgreSQL to the sealed file on the disk.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path

from measuring import figures, machine
from measuring.complaints import write_complaints
from measuring.database import found_benchmark_organisation, in_a_process_of_its_own, own_database, prepare
from measuring.figures import Figure

SMALL = 10_000
TARGET = 1.5
FORMATS = ("csv", "xlsx")


@dataclass(frozen=True)
class Made:
    """`peak` and `before` in MiB: the process at its largest, and when Django had loaded."""

    seconds: float
    peak: float
    before: float
    size: float
    rows: int


def load(*, rows: int) -> int:
    organisation_id = found_benchmark_organisation(slug=f"rows-{rows}")
    began = time.perf_counter()
    write_complaints(organisation_id=organisation_id, count=rows)
    print(f"  {rows:,} complaints written in {time.perf_counter() - began:.0f} s")
    return organisation_id


def make_one(organisation_id: int, kind: str) -> Made:
    from baraza.capabilities.exports.making import make
    from baraza.capabilities.exports.models import Export
    from baraza.core.tenancy.scope import organisation_scope

    with organisation_scope(organisation_id=organisation_id):
        # As a schedule asks for one: on nobody's behalf.
        export = Export.objects.create(
            organisation_id=organisation_id, kind="complaints", format=kind, narrowing={"group": "all"},
            asked_name="Benchmark", run_key=f"{kind}:{time.time_ns()}",
        )  # fmt: skip
    _forget_peak()
    before, began = _peak(), time.perf_counter()
    make(organisation_id=organisation_id, export_id=export.pk)
    seconds = time.perf_counter() - began
    with organisation_scope(organisation_id=organisation_id):
        export.refresh_from_db()
    assert export.state == "done", (export.state, export.failure)
    return Made(seconds, _peak(), before, (export.bytes or 0) / 2**20, export.rows_done)


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _peak() -> float:
    """Since it was forgotten; the resource usage of a spawned process begins with its parent's peak."""
    (line,) = [one for one in Path("/proc/self/status").read_text(encoding="ascii").splitlines() if "VmHWM" in one]
    return int(line.split()[1]) / 1024


def made(organisation_id: int, kind: str) -> Made:
    found = in_a_process_of_its_own(make_one, organisation_id, kind)
    print(
        f"  {kind}, {found.rows:,} rows: {found.seconds:.1f} s, {found.size:.1f} MiB, "
        f"peak {found.peak:.0f} MiB of which {found.before:.0f} before"
    )
    return found


def figure(kind: str, small: Made, large: Made) -> Figure:
    ratio = large.peak / small.peak
    return Figure(
        what=f"{kind.upper()} file of {large.rows:,} complaints, peak memory",
        ours=f"{large.peak:.0f} MiB in {large.seconds:.0f} s ({large.rows / large.seconds:,.0f} rows/s)",
        reference=f"{small.peak:.0f} MiB with {small.rows:,} rows",
        ratio=ratio,
        target=f"≤ {TARGET}",
        met=ratio <= TARGET,
        samples="1 file of each size",
    )


def main() -> None:
    parser = figures.parser(__doc__)
    parser.add_argument("--large", type=int, default=1_000_000)
    chosen = parser.parse_args()
    small, large = (200, 1_000) if chosen.quick else (SMALL, chosen.large)
    print(machine.describe())
    with own_database():
        prepare()
        organisations = [load(rows=rows) for rows in (small, large)]
        machine.wait_until_quiet(seconds=0 if chosen.quick else chosen.patience)
        found = [figure(kind, *(made(one, kind) for one in organisations)) for kind in FORMATS]
    figures.publish(found, file=chosen.json)


if __name__ == "__main__":
    sys.exit(main())
