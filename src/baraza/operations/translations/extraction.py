"""Every text of the source that is marked for translation, with the places where it is used."""

import os
from collections.abc import Iterator
from pathlib import Path

from baraza.operations.translations.python_sources import uses_in_python
from baraza.operations.translations.template_sources import uses_in_template
from baraza.operations.translations.texts import Use

_PASSED_OVER = frozenset({"__pycache__", "migrations", "locale", "static", "node_modules"})
_TEMPLATES = (".html", ".txt", ".svg")


def extract(*, source: Path) -> list[Use]:
    """Raises SourceUnreadable, which names the file."""
    uses = [use for path in _files(source) for use in _uses_in(path, source)]
    return sorted(uses, key=lambda use: (use.text, use.path, use.room))


def _files(source: Path) -> Iterator[Path]:
    for folder, inner, names in os.walk(source):
        inner[:] = sorted(name for name in inner if name not in _PASSED_OVER)
        for name in sorted(names):
            path = Path(folder, name)
            if name.endswith(".py") or (name.endswith(_TEMPLATES) and _is_template(path, source)):
                yield path


def _is_template(path: Path, source: Path) -> bool:
    """Django looks for templates in folders of these names only; other texts beside the code are data."""
    return not {"templates", "form_templates"}.isdisjoint(path.relative_to(source).parts[:-1])


def _uses_in(path: Path, source: Path) -> Iterator[Use]:
    name = path.relative_to(source).as_posix()
    content = path.read_text(encoding="utf-8")
    return (
        uses_in_python(source=content, path=name)
        if path.suffix == ".py"
        else uses_in_template(source=content, path=name)
    )
