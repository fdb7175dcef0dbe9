"""What the documents name exists: files, commands, targets of make; and they name no machine and no issue."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands
from tests.docs.documents import ROOT, Document, documents

DOCUMENTS = documents()
EVERY_DOCUMENT = pytest.mark.parametrize("document", DOCUMENTS, ids=[document.name for document in DOCUMENTS])

# Folders from which a path in back ticks may be meant, besides the document's own.
_BASES = ("", "src/baraza", "src/baraza/config", "src", "tests", "docs")
# Names that stand for something to be written, made at run time, or elsewhere.
_NOT_A_PATH = re.compile(r"[<>{}*…$~\s()=%:]|^/|^\.|^https?|NNNN|libraries")
# Built or downloaded, so absent from a fresh checkout.
_BUILT = ("var/", "frontend/dist", "frontend/node_modules", ".venv", "media/", "events/", "config/locale/")
_LOOKS_LIKE_A_FILE = re.compile(
    r"^[\w.\-/]+\.(py|md|csv|toml|json|npz|js|scss|html|svg|png|po|in|txt)$|^(src|docs|tests|tools|benchmarks|frontend)/"
)
_MAKE = re.compile(r"(?<![\w-])make ((?:[A-Z_]+=\S+ )*)([a-z][a-z-]*)")
_BARAZA = re.compile(r"(?:^|\s|bin/)baraza ([a-z][a-z-]*)(?: ([a-z][a-z-]*))?")
# Machines, registries and threads that mean nothing to a reader elsewhere.
_PRIVATE = re.compile(r"(?<![\w.])/(?:work|root|home|tmp|opt)/|\bissue\s*#?\d+|(?<![\w&;/])#\d+\b")


def _exists(name: str, *, document: Document) -> bool:
    bases = (document.path.parent, *(ROOT / base for base in _BASES), *_packages_of(document))
    if name.endswith(".html"):
        return any((ROOT / "src").rglob(f"templates/{name}"))
    return any((base / name).exists() for base in bases)


def _anchors(page: Path) -> set[str]:
    return Document(path=page, text=page.read_text(encoding="utf-8")).anchors()


def _packages_of(document: Document) -> list[Path]:
    """A document about one package names its files as seen from inside it."""
    homes = (ROOT, ROOT / "src" / "baraza", ROOT / "src" / "baraza" / "capabilities")
    return [home / document.path.stem for home in homes if (home / document.path.stem).is_dir()]


def _commands() -> set[str]:
    return set(get_commands())


def _targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def test_there_are_documents_to_check() -> None:
    assert {"README.md", "docs/architecture.md", "docs/settings.md"} <= {document.name for document in DOCUMENTS}


@EVERY_DOCUMENT
def test_every_relative_link_leads_somewhere(document: Document) -> None:
    broken = []
    for link in document.links():
        path, _, anchor = link.partition("#")
        target = (document.path.parent / path).resolve() if path else document.path
        if not target.exists() or (anchor and anchor not in _anchors(target)):
            broken.append(link)
    assert broken == []


@EVERY_DOCUMENT
def test_every_file_that_is_named_exists(document: Document) -> None:
    named = {
        word
        for code in document.code()
        for word in [code.rstrip("/")]
        if _LOOKS_LIKE_A_FILE.match(word)
        and "/" in word
        and not _NOT_A_PATH.search(word)
        and not word.startswith(_BUILT)
    }
    assert sorted(name for name in named if not _exists(name, document=document)) == []


@EVERY_DOCUMENT
def test_every_command_of_baraza_exists(document: Document) -> None:
    named = {match[1] for code in document.code() for match in _BARAZA.finditer(code)}
    assert sorted(named - _commands()) == []


@EVERY_DOCUMENT
def test_every_act_of_a_command_exists(document: Document) -> None:
    """`baraza jobs replay`: the second word is one that the command knows."""
    unknown = []
    for code in document.code():
        for command, act in _BARAZA.findall(code):
            source = _source_of(command)
            if act and source and "choices=[" in source and f'"{act}"' not in source:
                unknown.append(f"{command} {act}")
    assert unknown == []


def _source_of(command: str) -> str:
    found = list((ROOT / "src" / "baraza").rglob(f"management/commands/{command}.py"))
    return found[0].read_text(encoding="utf-8") if found else ""


@EVERY_DOCUMENT
def test_every_target_of_make_exists(document: Document) -> None:
    named = {match[2] for code in document.code() for match in _MAKE.finditer(code)}
    assert sorted(named - _targets()) == []


@EVERY_DOCUMENT
def test_no_machine_and_no_issue_is_named(document: Document) -> None:
    assert _PRIVATE.findall(document.text) == []


def test_every_picture_says_in_words_what_it_shows() -> None:
    silent = [
        f"{document.name}: {target}"
        for document in DOCUMENTS
        for words, target in re.findall(r"!\[([^\]]*)\]\(([^)\s]+)\)", document.text)
        if len(words) < len("a few words on it")
    ]
    assert silent == []


def test_every_drawing_has_a_title_and_a_description() -> None:
    drawings = sorted((ROOT / "docs" / "pictures").glob("*.svg"))
    assert drawings != []
    silent = [
        path.name
        for path in drawings
        if not all(part in path.read_text(encoding="utf-8") for part in ("<title", "<desc", 'role="img"'))
    ]
    assert silent == []


@pytest.mark.parametrize("folder", ["decisions", "runbooks"])
def test_the_index_of_a_folder_names_every_page_of_it(folder: str) -> None:
    """A new record or runbook gets its line in the folder's README.md."""
    index = (ROOT / "docs" / folder / "README.md").read_text(encoding="utf-8")
    pages = {path.name for path in (ROOT / "docs" / folder).glob("*.md")} - {"README.md"}
    assert sorted(page for page in pages if f"({page})" not in index) == []


def test_no_decision_is_longer_than_thirty_lines() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("0*.md"))
    assert [record.name for record in records if len(record.read_text(encoding="utf-8").splitlines()) > 30] == []


def test_every_page_of_docs_that_the_code_names_exists() -> None:
    """Messages to operators and comments lead to pages; a page that was renamed must not leave them in the air."""
    sources = [*(ROOT / "src").rglob("*.py"), *(ROOT / "tools").rglob("*.py"), ROOT / "Makefile"]
    named = {
        name for source in sources for name in re.findall(r"docs/[\w\-/]+\.md", source.read_text(encoding="utf-8"))
    }
    assert sorted(name for name in named if not (ROOT / name).exists()) == []
