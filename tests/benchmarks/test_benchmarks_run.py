"""Every benchmark runs to its end on a few requests and says what it measured; how fast is not a test's business."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker
from tests import postgres, scratch

ROOT = Path(__file__).resolve().parents[2]
FIGURES = {
    "engine_turn": {"engine turn without I/O"},
    "call_stack": {"loop of calls, worst of 300 depths, with room"},
    "area_lookup": {"area look-up, one at a time", "area look-up, many at once"},
    "triage": {"triage of a message, mean", "triage of a message, 99th percentile"},
    "ingress": {"WhatsApp ingress, this disk", "its 99th percentile, this disk"},
    "voice_ingress": {"Voice ingress, this disk", "its 99th percentile, this disk"},
    "ussd_turn": {"USSD turns, this disk", "USSD turn, 99th percentile, this disk"},
    "messages": {"WhatsApp messages answered", "webhook to reply, one person"},
    "complaint_list": {"list, first page (open)", "list, page in the middle (open)", "console page over HTTP"},
    "calls": {
        "list of calls with 300, median",
        "its reading statements",
        "board of 12 months",
        "back-fill of 100 calls",
    },
    "console": {"queue, first page", "search, a rare word", "filter, category", "case page", "suggestions"},
    "dashboard": {"dashboard", "map, the whole city", "analytics, 90 days", "a thousand changes folded"},
    "exports": {"CSV file of 1,000 complaints, peak memory", "XLSX file of 1,000 complaints, peak memory"},
    "live": {"live update, until all have it", "an open page"},
    "portal": {"public page, 200 who never pause: home"},
    "statement": {"Statement of 400 calls: list of all lines and PDF", "Statement of 400 calls, peak memory"},
    "server_choice": {"uvicorn: webhooks, concurrency 50", "uvicorn: console pages, 10 members"},
}


# Looks at pages through a program that it fetches from the network; run by hand.
BY_HAND = {"lighthouse"}


@contextmanager
def _filled_folder(django_db_blocker: DjangoDbBlocker) -> Iterator[Path]:
    """With all tables, which are made once for all tests."""
    with scratch.open_folder("prepared") as folder:
        with django_db_blocker.unblock():
            postgres.fill(folder)
        yield folder


@pytest.fixture(scope="module")
def environment(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, str]]:
    """Leads to a server of their own, whatever the tests use, with a copy of one prepared database for each."""
    own = {key: value for key, value in os.environ.items() if not key.startswith(("DATABASE_", "DJANGO_"))}
    command = (
        "import pathlib, sys; from measuring.database import keep_prepared; keep_prepared(pathlib.Path(sys.argv[1]))"
    )
    with (
        _filled_folder(django_db_blocker) as folder,
        subprocess.Popen(
            [sys.executable, "-c", command, str(folder)],
            cwd=ROOT / "benchmarks",
            env=own,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as keeper,
    ):
        assert keeper.stdout is not None
        assert keeper.stdout.readline() == "ready\n"
        yield {**own, "BARAZA_BENCHMARK_PREPARED": str(folder)}
        keeper.communicate("")


@pytest.mark.parametrize("name", FIGURES)
def test_a_quick_run_ends_well_and_writes_its_figures(name: str, environment: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "figures.json"

    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / f"{name}.py"), "--quick", "--json", str(file)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    found = {figure["what"]: figure for figure in json.loads(file.read_text(encoding="utf-8"))}
    assert FIGURES[name] <= found.keys()
    assert [figure["what"] for figure in found.values() if not figure["ours"] or not figure["samples"]] == []


def test_every_benchmark_is_run_by_make_bench_and_by_this_test() -> None:
    scripts = {path.stem for path in (ROOT / "benchmarks").glob("*.py")} - {"run"} - BY_HAND
    listed = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "run.py"), "--help"], capture_output=True, text=True, check=True
    ).stdout

    assert scripts == FIGURES.keys()
    assert [name for name in scripts if name not in listed] == []
