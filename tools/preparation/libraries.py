"""Puts locked libraries into the environment: with uv, five times as fast; where uv cannot, with pip."""

from __future__ import annotations

import ast
import os
import subprocess
from pathlib import Path

from preparation.steps import ROOT, VENV, Journal, StepFailed

PYTHON = VENV / "bin" / "python"
UV_LOCK = ROOT / "requirements" / "uv.txt"
PIP = (PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input")
# What pip is told on this machine, and how uv is told the same.
SAME = {"index-url": "--default-index", "extra-index-url": "--index", "find-links": "--find-links"}


def install_locked(lock: Path, *, journal: Journal) -> None:
    """Exactly what the lock file names, from wherever this machine's pip is configured to look."""
    try:
        _install_with_uv(lock, journal)
    except StepFailed as error:
        journal.note(f"Without uv: {error}.")
        _install_with_pip(lock, journal)


def _install_with_pip(lock: Path, journal: Journal) -> None:
    # The lock names everything, so nothing is to be worked out; and Python compiles what it imports when it does so:
    # compiling the thousands of modules that are never imported takes as long as all the rest.
    options = ["--require-hashes", "--progress-bar", "off", "--no-deps", "--no-compile"]
    journal.run([*PIP, "install", *options, "-r", lock])


def _install_with_uv(lock: Path, journal: Journal) -> None:
    _install_with_pip(UV_LOCK, journal)
    listed = subprocess.run([*PIP, "config", "list"], check=False, capture_output=True, text=True).stdout
    told = told_to_pip(listed)
    # A library may lie in any of several indexes: the hashes say which is the right one.
    options = ["--require-hashes", "--no-deps", "--no-cache", "--no-progress", "--index-strategy", "unsafe-best-match"]
    for name, option in SAME.items():
        options += [word for value in told.get(name, "").split() for word in (option, value)]
    environment = {**os.environ, "UV_SYSTEM_CERTS": "true", "UV_HTTP_TIMEOUT": told.get("timeout", "60")}
    if certificates := told.get("cert"):
        environment["SSL_CERT_FILE"] = certificates
    command = [VENV / "bin" / "uv", "pip", "install", "--python", PYTHON, *options, "-r", lock]
    journal.run(command, environment=environment)


def told_to_pip(listed: str) -> dict[str, str]:
    """What `pip config list` says, by name: a command's own before the general, the environment before both."""
    lines = [line.partition("=") for line in listed.splitlines() if "=" in line]
    told: dict[str, str] = {}
    for section in ("global", "install", ":env:"):
        for key, _, value in lines:
            place, _, name = key.rpartition(".")
            if place == section:
                told[name] = str(ast.literal_eval(value))
    return told
