"""Which steps a checkout needs, in order, and which of them beside each other."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable
from pathlib import Path

from preparation import browser, front_end, python_environment
from preparation.steps import ROOT, VAR, VENV, Journal, Lane, Stage, Step, carry_out, files_under, one_at_a_time

SOURCE = ROOT / "src" / "baraza"


def translations_step() -> Step:
    return Step(
        name="translations",
        title="Translations",
        act=_compile_translations,
        reads=_catalogues,
        makes=lambda: [path.with_suffix(".mo") for path in _catalogues()],
        remedy="read the message above: it names the catalogue and the line that cannot be compiled",
    )


def static_files_step() -> Step:
    return Step(
        name="static-files",
        title="Static files",
        act=_collect_static_files,
        reads=lambda: [*files_under(front_end.FOLDER / "dist"), *_static_sources()],
        makes=lambda: [_run_directory() / "static"],
        also=(str(_run_directory()),),
        remedy="read the message above; `make clean` and the same command again rebuild everything",
    )


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="tools/prepare.py", description="Make this checkout ready to run.")
    parser.add_argument("--dev", action="store_true", help="also what the tests need: their libraries and a Chromium")
    development = parser.parse_args(arguments).dev
    with one_at_a_time():
        return carry_out(_stages(development=development))


def _stages(*, development: bool) -> list[Stage]:
    # The lock for tests is a superset of the other: where it is installed, nothing is missing.
    tests_too = python_environment.libraries_step(development=True)
    libraries = (
        tests_too if development or tests_too.is_done() else python_environment.libraries_step(development=False)
    )
    beside: list[Lane] = [
        [python_environment.project_step(), translations_step()],
        [front_end.packages_step(), front_end.build_step()],
    ]
    if development:
        beside.append([browser.browser_step()])
    return [[[python_environment.environment_step(), libraries]], beside, [[static_files_step()]]]


def _catalogues() -> list[Path]:
    return files_under(SOURCE, suffixes=(".po",))


def _compile_translations(journal: Journal) -> None:
    journal.run([VENV / "bin" / "baraza", "translations", "compile"])


def _run_directory() -> Path:
    # The same variable, with the same default, as in the settings.
    return Path(os.environ.get("BARAZA_RUN_DIRECTORY") or VAR)


def _static_sources() -> Iterable[Path]:
    return [path for path in files_under(SOURCE) if "static" in path.relative_to(SOURCE).parts[:-1]]


def _collect_static_files(journal: Journal) -> None:
    # Also writes the compressed copies that the web process hands out.
    journal.run([VENV / "bin" / "baraza", "collectstatic", "--no-input", "--clear"])
