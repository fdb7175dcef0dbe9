"""Asks the public registers whether a library of our lock files has a known weakness. Needs the network; not part of the tests.

A register that does not answer is a failure, and so is a library that could not be looked up: only an answer is good news.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# In an environment of its own: what looks at our libraries is none of them.
AUDITOR = ROOT / "var" / "audit"
LOCK = ROOT / "requirements" / "audit.txt"
PYTHON_LOCKS = tuple(ROOT / "requirements" / f"{name}.txt" for name in ("main", "dev", "node", "uv", "audit"))
NODE_FOLDERS = (ROOT / "frontend", ROOT / "tools" / "browser", ROOT / "benchmarks" / "lighthouse")
# Without --strict a library that is skipped would look like one that is sound. With hashes nothing is installed.
PIP_AUDIT = ("--strict", "--require-hashes", "--disable-pip", "--progress-spinner", "off", "--format", "json")
NPM = ("npm", "audit", "--package-lock-only", "--json")


@dataclass(frozen=True)
class Verdict:
    """`problem` is empty when the register answered and knows of nothing."""

    name: str
    problem: str


def main() -> int:
    auditor = _auditor()
    verdicts = [_python(auditor, lock) for lock in PYTHON_LOCKS]
    verdicts += [_node(folder) for folder in NODE_FOLDERS]
    for verdict in verdicts:
        sys.stdout.write(f"{'FAILED' if verdict.problem else 'ok':<7} {verdict.name}  {verdict.problem}\n")
    return 1 if any(verdict.problem for verdict in verdicts) else 0


def python_verdict(name: str, *, code: int, output: str, errors: str) -> Verdict:
    """From what pip-audit wrote."""
    try:
        libraries = json.loads(output)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Verdict(name, f"no answer: {_last_line(errors)}")
    found = [f"{one['name']} {one.get('version', '')}" for one in libraries if one.get("vulns")]
    skipped = [str(one["name"]) for one in libraries if "skip_reason" in one]
    if found or skipped or not libraries:
        weak = f"weak: {', '.join(found)}" if found else ""
        unknown = f"not looked up: {', '.join(skipped)}" if skipped else ""
        return Verdict(name, "; ".join(filter(None, (weak, unknown))) or "nothing was looked up")
    return Verdict(name, f"pip-audit ended with {code}: {_last_line(errors)}" if code else "")


def node_verdict(name: str, *, code: int, output: str, errors: str) -> Verdict:
    """From what npm wrote; weaknesses of any severity count."""
    try:
        counts = json.loads(output)["metadata"]["vulnerabilities"]
    except (ValueError, KeyError, TypeError):
        return Verdict(name, f"no answer: {_last_line(errors) if errors.strip() else _last_line(output)}")
    found = [f"{count} {severity}" for severity, count in counts.items() if count and severity != "total"]
    if found:
        return Verdict(name, f"weak: {', '.join(found)}; `npm audit` in that folder says which")
    return Verdict(name, f"npm ended with {code}: {_last_line(errors)}" if code else "")


def _python(auditor: Path, lock: Path) -> Verdict:
    command = [str(auditor), *PIP_AUDIT, "--requirement", str(lock)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return python_verdict(_short(lock), code=done.returncode, output=done.stdout, errors=done.stderr)


def _node(folder: Path) -> Verdict:
    if shutil.which(NPM[0]) is None:
        return Verdict(_short(folder), "there is no npm on this machine")
    done = subprocess.run(NPM, cwd=folder, capture_output=True, text=True, check=False)
    return node_verdict(_short(folder), code=done.returncode, output=done.stdout, errors=done.stderr)


def _auditor() -> Path:
    """The program, installed from its own lock file when that is another than the last time."""
    program, stamp = AUDITOR / "bin" / "pip-audit", AUDITOR / "lock.txt"
    wanted = LOCK.read_text(encoding="utf-8")
    if program.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return program
    venv.create(AUDITOR, with_pip=True, clear=True)
    options = ["--disable-pip-version-check", "--no-input", "--quiet", "--require-hashes", "--requirement", str(LOCK)]
    command = [str(AUDITOR / "bin" / "python"), "-m", "pip", "install", *options]
    subprocess.run(command, check=True, env={**os.environ, "PIP_REQUIRE_VIRTUALENV": "0"})
    stamp.write_text(wanted, encoding="utf-8")
    return program


def _short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing"


if __name__ == "__main__":
    sys.exit(main())
