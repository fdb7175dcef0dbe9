"""docs/settings.md names every environment variable that the code reads, and none that it does not."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "settings.md"
TEMPLATE = ROOT / ".env.example"
NEEDED = ("BARAZA_MODE", "SECRET_KEY", "BARAZA_SECRETS_KEYS", "BARAZA_HOSTS", "BARAZA_METRICS_TOKEN", "DATABASE_URL")
# How the code asks: the methods of config/env.py, and os.environ.
_READERS = {"text", "whole_number", "switch", "words", "networks", "get", "setdefault", "getenv"}
_ASKED = {"ENV", "environment", "environ", "os"}
# Ours by their name, wherever they stand: also handed to a function that reads them.
_OURS = re.compile(r"BARAZA_[A-Z0-9_]+|DATABASE_(?:[A-Z]+_)?URL")
# The machine's own, and what installing tells npm.
_NOT_SETTINGS = {"PATH", "NPM_CONFIG_GLOBALCONFIG"}


def _variables(source: str) -> Iterator[str]:
    tree = ast.parse(source)
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _OURS.fullmatch(node.value):
            yield node.value
        asked = _argument(node)
        if isinstance(asked, ast.Constant) and isinstance(asked.value, str):
            yield asked.value
        elif isinstance(asked, ast.Name) and asked.id in constants:
            yield constants[asked.id]


def _argument(node: ast.AST) -> ast.expr | None:
    """The name in `ENV.text(name)`, `os.environ.get(name)`, `os.environ[name]`; None for anything else."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
        if node.func.attr in _READERS and _last_name(node.func.value) in _ASKED:
            return node.args[0]
    elif isinstance(node, ast.Subscript) and _last_name(node.value) == "environ":
        return node.slice
    return None


def _last_name(expression: ast.expr) -> str:
    if isinstance(expression, ast.Attribute):
        return expression.attr
    return expression.id if isinstance(expression, ast.Name) else ""


def _read_by_the_code() -> set[str]:
    files = [*(ROOT / "src" / "baraza").rglob("*.py"), *(ROOT / "tools").rglob("*.py")]
    found = {name for path in files for name in _variables(path.read_text(encoding="utf-8"))}
    return {name for name in found if re.fullmatch(r"[A-Z][A-Z0-9_]+", name)} - _NOT_SETTINGS


def _documented() -> set[str]:
    return set(re.findall(r"^\| `([A-Z][A-Z0-9_]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))


def test_every_variable_that_the_code_reads_is_documented() -> None:
    assert sorted(_read_by_the_code() - _documented()) == []


def test_every_variable_that_is_documented_is_read() -> None:
    assert sorted(_documented() - _read_by_the_code()) == []


def test_the_file_to_start_from_names_every_variable_once_and_holds_no_secret() -> None:
    lines = re.findall(r"^(#?)([A-Z][A-Z0-9_]+)=(.*)$", TEMPLATE.read_text(encoding="utf-8"), re.MULTILINE)

    assert sorted(name for _, name, _ in lines) == sorted(_documented())
    assert {name: value for mark, name, value in lines if not mark} == {
        **dict.fromkeys(NEEDED, ""),
        "BARAZA_MODE": "production",
    }


@pytest.mark.parametrize(
    "line",
    [
        'ENV.text("NEW_NAME", default="")',
        'environment.words("NEW_NAME")',
        'os.environ.get("NEW_NAME")',
        'os.environ["NEW_NAME"]',
        'os.getenv("NEW_NAME")',
        'NAME = "NEW_NAME"\nos.environ.get(NAME)',
    ],
)
def test_a_new_variable_is_noticed_however_it_is_read(line: str) -> None:
    assert list(_variables(line)) == ["NEW_NAME"]


def test_a_variable_of_ours_is_noticed_where_it_is_handed_on() -> None:
    assert list(_variables('https_address(env, "BARAZA_NEW", default="")')) == ["BARAZA_NEW"]
