"""`make audit`: only an answer that knows of nothing is good news."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit_of_libraries", ROOT / "tools" / "audit.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


SOUND = {"name": "django", "version": "5.2.19", "vulns": []}
WEAK = {"name": "old", "version": "1.0", "vulns": [{"id": "X-1", "fix_versions": ["1.1"]}]}
SKIPPED = {"name": "ours", "skip_reason": "not found on the index"}


@pytest.mark.parametrize(
    ("output", "code", "errors", "problem"),
    [
        (json.dumps({"dependencies": [SOUND]}), 0, "", ""),
        (json.dumps({"dependencies": [SOUND, WEAK]}), 1, "Found 1", "weak: old 1.0"),
        (json.dumps({"dependencies": [WEAK, SKIPPED]}), 1, "", "weak: old 1.0; not looked up: ours"),
        (json.dumps({"dependencies": [SKIPPED]}), 0, "", "not looked up: ours"),
        (json.dumps({"dependencies": []}), 0, "", "nothing was looked up"),
        (json.dumps({"dependencies": [SOUND]}), 2, "odd\n", "pip-audit ended with 2: odd"),
        ("", 1, "first\nno route to host\n\n", "no answer: no route to host"),
        ("[]", 0, "", "no answer: it said nothing"),
    ],
)
def test_python_libraries_are_sound_only_when_all_were_looked_up(
    audit: ModuleType, output: str, code: int, errors: str, problem: str
) -> None:
    found = audit.python_verdict("main.txt", code=code, output=output, errors=errors)
    assert (found.name, found.problem) == ("main.txt", problem)


@pytest.mark.parametrize(
    ("output", "code", "problem"),
    [
        (json.dumps({"metadata": {"vulnerabilities": {"low": 0, "high": 0, "total": 0}}}), 0, ""),
        (
            json.dumps({"metadata": {"vulnerabilities": {"low": 1, "high": 2, "total": 3}}}),
            1,
            "weak: 1 low, 2 high; `npm audit` in that folder says which",
        ),
        (json.dumps({"error": {"summary": "endpoint"}}), 1, "no answer: endpoint returned an error"),
        (
            json.dumps({"metadata": {"vulnerabilities": {"total": 0}}}),
            1,
            "npm ended with 1: endpoint returned an error",
        ),
    ],
)
def test_packages_of_pages_are_sound_only_when_npm_says_so(
    audit: ModuleType, output: str, code: int, problem: str
) -> None:
    found = audit.node_verdict("frontend", code=code, output=output, errors="endpoint returned an error")
    assert found.problem == problem


def test_every_lock_file_is_looked_at(audit: ModuleType) -> None:
    assert sorted(audit.PYTHON_LOCKS) == sorted((ROOT / "requirements").glob("*.txt"))
    kept = [*ROOT.glob("*/package-lock.json"), *ROOT.glob("*/*/package-lock.json")]
    assert sorted(audit.NODE_FOLDERS) == sorted(one.parent for one in kept if one.relative_to(ROOT).parts[0] != "var")
