"""The virtual environment, the locked libraries in it, and the project itself."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys

from preparation.libraries import PYTHON, UV_LOCK, install_locked
from preparation.steps import ROOT, VENV, Journal, Step, StepFailed

# Inside the environment, so that whoever deletes it deletes what we believe about it.
STAMPS = VENV / ".stamps"


def environment_step() -> Step:
    return Step(
        name="environment",
        title="Python environment",
        act=_make_environment,
        reads=list,
        makes=lambda: [PYTHON],
        # A virtual environment holds absolute paths: a checkout that was moved needs a new one.
        also=(str(ROOT), f"{sys.version_info.major}.{sys.version_info.minor}"),
        remedy="install your system's package for virtual environments (Debian: apt-get install python3-venv), "
        "or name another Python: make PYTHON=/path/to/python3.11 run",
        stamps=STAMPS,
    )


def libraries_step(*, development: bool) -> Step:
    lock = ROOT / "requirements" / ("dev.txt" if development else "main.txt")
    return Step(
        name="libraries-dev" if development else "libraries",
        title="Python libraries" + (" for tests" if development else ""),
        act=lambda journal: install_locked(lock, journal=journal),
        reads=lambda: [lock, UV_LOCK],
        makes=lambda: [PYTHON],
        remedy="check that pip can reach its package index from here (`python3 -m pip download wheel`); "
        "a mismatch of hashes means that the index serves something else than was locked",
        stamps=STAMPS,
    )


def project_step() -> Step:
    return Step(
        name="project",
        title="Baraza itself",
        act=_install_project,
        reads=lambda: [ROOT / "pyproject.toml"],
        makes=lambda: [VENV / "bin" / "baraza"],
        remedy="remove the folder .venv and run the same command again",
        stamps=STAMPS,
    )


def _install_project(journal: Journal) -> None:
    # No index and no isolation: the builder is in the lock file, so nothing is fetched here.
    options = ["--disable-pip-version-check", "--no-input", "--no-index", "--no-deps", "--no-build-isolation"]
    journal.run([PYTHON, "-m", "pip", "install", *options, "--editable", ROOT])


def _make_environment(journal: Journal) -> None:
    if _is_usable():
        journal.note("The folder .venv holds a working environment of this checkout; it is kept.")
        return
    if VENV.exists():
        journal.note("The folder .venv is of another place or another Python; it is made anew.")
        shutil.rmtree(VENV)
    if importlib.util.find_spec("ensurepip") is not None:
        journal.run([sys.executable, "-m", "venv", VENV])
    elif importlib.util.find_spec("pip") is not None:
        journal.run([sys.executable, "-m", "venv", "--without-pip", VENV])
        journal.run([sys.executable, "-m", "pip", "--python", PYTHON, "install", "--no-input", "pip"])
    elif os.geteuid() == 0 and shutil.which("apt-get") and sys.executable.startswith("/usr/bin/"):
        # Debian ships Python without the part that makes environments; root may add it.
        journal.run(["apt-get", "update"])
        journal.run(["apt-get", "install", "-y", "--no-install-recommends", "python3-venv"])
        journal.run([sys.executable, "-m", "venv", VENV])
    else:
        raise StepFailed("this Python has neither ensurepip nor pip")


def _is_usable() -> bool:
    """Whether .venv works, is of this place, and of a Python that is new enough."""
    question = "import sys, pip; print(sys.prefix); print(*sys.version_info[:2])"
    try:
        asked = subprocess.run([PYTHON, "-c", question], check=False, capture_output=True, text=True, cwd="/")
        # pip's own first lines name the interpreter it was installed for.
        script = (VENV / "bin" / "pip").read_text(encoding="utf-8")
    except OSError:
        return False
    answer = asked.stdout.splitlines()
    wanted = [str(VENV), f"{sys.version_info.major} {sys.version_info.minor}"]
    return asked.returncode == 0 and answer == wanted and str(VENV) in script
