"""Every check of this checkout, then the tests; all of them run, and one that fails makes the whole fail."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# As shells say it.
NOT_FOUND = 127
PROGRAMS = ROOT / ".venv" / "bin"
# The settings for tests keep no pool of connections: checks that could do without a database must not wait for one.
ENVIRONMENT = {**os.environ, "BARAZA_MODE": "test"}


@dataclass(frozen=True)
class Check:
    name: str
    command: tuple[str, ...]
    remedy: str = ""
    # What it says when all is well is of no use.
    told_only_if_failed: bool = False


# The types first: they take longer than all others together.
CHECKS = (
    Check("types", ("mypy", "--strict")),
    # Besides, the tests' modules are compiled once by that, and not by each of those who run the tests.
    Check("collection", ("pytest", "--collect-only", "-qq"), told_only_if_failed=True),
    Check("format", ("ruff", "format", "--check", "."), remedy="make format"),
    Check("lint", ("ruff", "check", "."), remedy="make format mends some of it"),
    Check("imports", ("lint-imports",), remedy="docs/architecture.md says who may import whom"),
    Check("migrations", ("baraza", "makemigrations", "--check", "--dry-run"), remedy=".venv/bin/baraza makemigrations"),
    Check("translations", ("baraza", "translations", "check")),
)
# Two more at once than the two processors we count on, because many tests wait for processes; tests/order.py says which
# stay together and which begin.
AT_ONCE = ("-n", "4", "--dist", "loadscope", "--no-loadscope-reorder")
TESTS = Check("tests", ("pytest", *AT_ONCE, f"--color={'yes' if sys.stdout.isatty() else 'no'}"))


@dataclass(frozen=True)
class Outcome:
    check: Check
    code: int
    seconds: float
    closing_line: str = ""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="tools/check.py", description=__doc__)
    parser.add_argument("--without-tests", action="store_true", help="only the checks that read, not the tests")
    parser.add_argument("pytest_arguments", nargs="*", help="handed on to pytest; put -- before them")
    given = parser.parse_args(arguments)
    with ThreadPoolExecutor(2) as beside:
        running = [beside.submit(_carry_out_quietly, check) for check in CHECKS]
        # The tests need not wait for the types either.
        wait(running[1:])
        tests = [] if given.without_tests else [_carry_out(TESTS, *given.pytest_arguments)]
        outcomes = [*(each.result() for each in running), *tests]
    _summarise(outcomes)
    if outcomes[-1].closing_line:
        print(f"\n{outcomes[-1].closing_line}", flush=True)
    return 1 if any(outcome.code for outcome in outcomes) else 0


def _is_installed(check: Check) -> bool:
    found = (PROGRAMS / check.command[0]).exists()
    if not found:
        print(f"{check.command[0]} is not installed: run make setup-dev", flush=True)
    return found


def _carry_out_quietly(check: Check) -> Outcome:
    """What it says comes in one piece when it is done, so that two beside each other stay readable."""
    if not _is_installed(check):
        return Outcome(check, NOT_FOUND, 0.0)
    began = time.monotonic()
    program, *options = check.command
    done = subprocess.run(
        [PROGRAMS / program, *options], cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    said = "" if check.told_only_if_failed and not done.returncode else f"{done.stdout}{done.stderr}"
    print(f"\n── {check.name}: {' '.join(check.command)}\n{said}", end="", flush=True)
    return Outcome(check, done.returncode, time.monotonic() - began)


def _carry_out(check: Check, *more: str) -> Outcome:
    print(f"\n── {check.name}: {' '.join([*check.command, *more])}", flush=True)
    if not _is_installed(check):
        return Outcome(check, NOT_FOUND, 0.0)
    began = time.monotonic()
    program, *options = check.command
    line = ""
    with subprocess.Popen(
        [PROGRAMS / program, *options, *more], cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        for line in running.stdout:
            sys.stdout.write(line)
            sys.stdout.flush()
    # Said again below the summary, where it is looked for first.
    closing_line = line.strip() if check is TESTS else ""
    return Outcome(check, running.returncode, time.monotonic() - began, closing_line)


def _summarise(outcomes: list[Outcome]) -> None:
    print()
    for outcome in outcomes:
        result = "passed" if outcome.code == 0 else f"FAILED ({outcome.code})"
        hint = f"   {outcome.check.remedy}" if outcome.code and outcome.check.remedy else ""
        print(f"{outcome.check.name:<14}{outcome.seconds:>8.1f} s   {result}{hint}")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
