"""The catalogue files: read, merged with what the source says, written so that the same texts give the same bytes."""

import os
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po

from baraza.operations.translations.texts import Use

# isiZulu, isiXhosa and Filipino say nothing and one with the singular.
PLURAL_FORMS = {
    "af": "nplurals=2; plural=(n != 1);",
    "zu": "nplurals=2; plural=(n > 1);",
    "xh": "nplurals=2; plural=(n > 1);",
    "rw": "nplurals=2; plural=(n != 1);",
    "fil": "nplurals=2; plural=(n > 1);",
}
# Babel would write the time of the run into every compiled file.
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


class CatalogueUnreadable(ValueError):
    """A catalogue that is no PO file; the message names the line."""


@dataclass(frozen=True, kw_only=True)
class CatalogueFile:
    language: str
    path: Path

    @property
    def compiled(self) -> Path:
        return self.path.with_suffix(".mo")

    def content(self) -> bytes:
        return self.path.read_bytes() if self.path.exists() else b""


def catalogue_files(*, folder: Path, languages: Iterable[str]) -> list[CatalogueFile]:
    return [
        CatalogueFile(language=language, path=folder / language / "LC_MESSAGES" / "django.po") for language in languages
    ]


def read(*, file: CatalogueFile) -> Catalog:
    """Raises CatalogueUnreadable."""
    try:
        catalogue = read_po(BytesIO(file.content()), locale=file.language, charset="utf-8", abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        raise CatalogueUnreadable(f"{file.path}: {error}") from error
    catalogue.creation_date = catalogue.revision_date = _NO_DATE
    return catalogue


def merge(*, known: Catalog, uses: Sequence[Use]) -> Catalog:
    """The source's texts with the translations that are known; a translation whose text is gone is kept as obsolete.

    Nothing is guessed: a text that was changed is a new one without a translation.
    """
    merged = Catalog(locale=known.locale)
    held = {_key(message): message for message in (*known.obsolete.values(), *known) if message.id}
    for use in uses:
        text = use.text
        identifier = (text.id, text.plural) if text.plural else text.id
        before = held.get((text.id, text.context))
        fits = before is not None and before.pluralizable == bool(text.plural)
        merged.add(
            identifier,
            string=before.string if before is not None and fits else None,
            locations=[(use.path, 0)],
            flags=before.flags & {"fuzzy"} if before is not None and fits else (),
            user_comments=before.user_comments if before is not None else (),
            context=text.context or None,
        )
    wanted = {(use.text.id, use.text.context) for use in uses}
    for key, message in held.items():
        if key not in wanted and is_begun(message):
            merged.obsolete[key] = Message(message.id, message.string, context=message.context)
    return merged


def _key(message: Message) -> tuple[str, str]:
    identifier = message.id if isinstance(message.id, str) else message.id[0]
    return identifier, message.context or ""


def is_begun(message: Message) -> bool:
    """Something of a translation is there."""
    strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return any(strings)


def rendered(*, catalogue: Catalog, language: str) -> bytes:
    """The PO file: sorted, without line numbers and dates, so that it changes only when a text does."""
    body = BytesIO()
    write_po(body, catalogue, width=0, omit_header=True, sort_output=True, include_lineno=False)
    return f"{_header(language)}\n".encode() + body.getvalue()


def _header(language: str) -> str:
    fields = (
        "Project-Id-Version: baraza",
        f"Language: {language}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {PLURAL_FORMS[language]}",
    )
    return "\n".join(('msgid ""', 'msgstr ""', *(f'"{field}\\n"' for field in fields), ""))


def compiled(*, catalogue: Catalog) -> bytes:
    """The MO file; fuzzy translations are left out, so that the English text is shown instead."""
    body = BytesIO()
    write_mo(body, catalogue, use_fuzzy=False)
    return body.getvalue()


def write_if_changed(*, path: Path, content: bytes) -> bool:
    """Whether the file was written. A process that reads it meanwhile sees the old or the new one, whole."""
    if path.exists() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).chmod(0o644)
    Path(name).replace(path)
    return True
