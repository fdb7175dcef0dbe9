"""No key, token or password of anybody's lies in the repository; the demonstration's own are public and named here."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("src", "tests", "docs", "tools", "benchmarks", "frontend/src", "requirements", ".ci")
SUFFIXES = {
    ".py",
    ".md",
    ".json",
    ".toml",
    ".yaml",
    ".html",
    ".js",
    ".scss",
    ".txt",
    ".in",
    ".http",
    ".eml",
    ".csv",
    "",
}
LEFT_OUT = re.compile(r"/(?:__pycache__|static|node_modules|locale)/|requirements/\w+\.txt$")
PATTERNS = {
    "a private key": r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s+[A-Za-z0-9+/=]{40}",
    "an access key of Amazon": r"AKIA[0-9A-Z]{16}\b",
    "a token of Meta": r"EAA[A-Za-z0-9]{80,}",
    "a key of SendGrid": r"SG\.[\w-]{22}\.[\w-]{43}",
    "a key of Mailgun": r"key-[0-9a-f]{32}\b",
    "a key of Retell": r"key_[0-9a-f]{28}\b",
    "a token of a code host": r"(?:ghp|gho|ghs|glpat)[_-][A-Za-z0-9]{20,}",
    "a key of Stripe or OpenAI": r"sk[_-](?:live|proj)[_-][A-Za-z0-9]{16,}",
    "a token of Slack": r"xox[abprs]-[A-Za-z0-9-]{10,}",
    "a password in an address": r"postgres(?:ql)?://[\w.-]+:(?!password@|secret@|pw@|\.\.\.|…|%|\{)[^@\s'\"`{}]{6,}@(?!localhost|127\.|db\b|db\.|host\b|example|\{)",
}
# One that seals. Digests of files look the same, which payloads of tests are full of.
SEALING = re.compile(r"""['"= ]([A-Za-z0-9_-]{43}=)['"\s]""")
# What is public on purpose: the demonstration's, which production refuses, and what tests or standards publish.
PUBLIC = ("ZGVtb25zdHJhdGlvbi1vbmx5LXNlY3JldC1rZXktMSE=",)


def _files() -> Iterator[Path]:
    yield from (path for path in ROOT.iterdir() if path.is_file() and path.name != ".env")
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix in SUFFIXES and not LEFT_OUT.search(path.as_posix()):
                yield path


def _found(text: str) -> list[str]:
    for public in PUBLIC:
        text = text.replace(public, "")
    return [kind for kind, pattern in PATTERNS.items() if re.search(pattern, text)]


def _seals(text: str) -> bool:
    return any(one not in PUBLIC for one in SEALING.findall(text))


def test_no_file_holds_a_secret() -> None:
    found = {}
    for path in _files():
        text = path.read_text(encoding="utf-8", errors="ignore")
        kinds = [*_found(text), *(["a sealing key"] if path.parts[len(ROOT.parts)] != "tests" and _seals(text) else [])]
        if kinds and path != Path(__file__):
            found[path.relative_to(ROOT).as_posix()] = kinds

    assert found == {}


@pytest.mark.parametrize(
    "text",
    [
        "AKIA" + "IOSFODNN7EXAMPLE",
        "EAA" + "b" * 90,
        "key_" + "0a" * 14,
        "-----BEGIN PRIVATE KEY-----\n" + "M" * 60,
        "postgresql://desk:" + "hunter22@10.0.0.5/desk",
    ],
)
def test_one_that_slips_in_is_noticed(text: str) -> None:
    assert _found(text) != []


def test_a_sealing_key_that_slips_in_is_noticed_and_the_demonstrations_is_not() -> None:
    assert _seals(f"KEYS = '{'q' * 43}='")
    assert not _seals(f'KEYS = "{PUBLIC[0]}"')
