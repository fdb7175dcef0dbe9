"""Operators read in the architecture what runs by the clock: exactly what there is, as often as it says."""

import re

from tests.docs.documents import ROOT

from baraza.core.jobs.registry import PERIODIC_PREFIX, job_named, periods

_ROW = re.compile(r"^\| `([a-z_.]+)` \| (\d+) (s|min|h) \|", re.MULTILINE)
_SECONDS = {"s": 1, "min": 60, "h": 3600}


def test_the_table_names_every_job_of_the_clock_and_how_often_it_runs() -> None:
    table = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")

    documented = {name: int(count) * _SECONDS[unit] for name, count, unit in _ROW.findall(table)}

    # Other tests register jobs of their own in the same process.
    ours = [
        each for each in periods() if job_named(PERIODIC_PREFIX + each.name).function.__module__.startswith("baraza.")
    ]
    assert documented == {each.name: each.every_seconds for each in ours}
