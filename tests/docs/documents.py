"""The project's documents, and what can be read out of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_SKIPPED = {".venv", "node_modules", "var", ".git", ".pytest_cache", "dist"}
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")


@dataclass(frozen=True)
class Document:
    path: Path
    text: str

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    def links(self) -> Iterator[str]:
        """Targets of Markdown links and pictures that lead to a file of the project."""
        for target in _LINK.findall(_FENCE.sub("", self.text)):
            if "://" not in target and not target.startswith("mailto:"):
                yield target

    def code(self) -> Iterator[str]:
        """What stands in back ticks, in fences, or indented as a block: every line of it by itself."""
        for fence in _FENCE.findall(self.text):
            yield from fence.splitlines()[1:-1]
        prose = _FENCE.sub("", self.text)
        yield from _CODE.findall(prose)
        yield from (line.strip() for line in prose.splitlines() if line.startswith("    "))

    def anchors(self) -> set[str]:
        """As the pages of code hosts make them of headings."""
        headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", self.text), re.MULTILINE)
        return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def documents() -> list[Document]:
    return [Document(path=path, text=path.read_text(encoding="utf-8")) for path in sorted(_paths())]


def _paths() -> Iterator[Path]:
    for path in ROOT.rglob("*.md"):
        if not _SKIPPED & set(path.relative_to(ROOT).parts):
            yield path
