"""Small sources and catalogues that are written for one test."""

from pathlib import Path

from baraza.operations.translations.catalogues import CatalogueFile

HEADER = """msgid ""
msgstr ""
"Project-Id-Version: baraza\\n"
"Language: zu\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"
"""


def source_of(folder: Path, **files: str) -> Path:
    """A source tree; `services__dialogue_py="…"` is the file services/dialogue.py."""
    for name, content in files.items():
        stem, _, ending = name.replace("__", "/").rpartition("_")
        path = folder / "source" / f"{stem}.{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder / "source"


def catalogue_of(folder: Path, *entries: str, header: str = HEADER) -> CatalogueFile:
    file = CatalogueFile(language="zu", path=folder / "locale" / "zu" / "LC_MESSAGES" / "django.po")
    file.path.parent.mkdir(parents=True)
    file.path.write_text("\n".join([header, *entries]), encoding="utf-8")
    return file
