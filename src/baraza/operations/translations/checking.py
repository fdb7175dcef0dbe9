"""What keeps a catalogue from being used: everything that a resident would read wrongly or in the wrong language."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from babel.messages.catalog import Catalog, Message

from baraza.operations.translations.catalogues import PLURAL_FORMS, CatalogueFile, merge, read, rendered
from baraza.operations.translations.residents import room_of, staff_area
from baraza.operations.translations.texts import ANY_LENGTH, Text, Use
from baraza.operations.translations.wording import (
    alphabet_fault,
    edge_fault,
    placeholder_fault,
    quotation_faults,
    room_fault,
)

ENGLISH = "en"
_MISSING = "no translation"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """`path` is where the text is used, relative to the source, or the catalogue's own."""

    language: str
    text: str
    path: str
    why: str

    def __str__(self) -> str:
        return f"{self.language}: “{self.text}” ({self.path}): {self.why}" if self.text else f"{self.path}: {self.why}"


@dataclass(frozen=True, kw_only=True)
class _Entry:
    """One text with all its uses; `path` is the first one that residents see."""

    text: Text
    path: str
    room: int
    for_residents: bool


def check(*, files: Sequence[CatalogueFile], uses: Sequence[Use], begun: Collection[str] = frozenset()) -> list[Fault]:
    """In languages that are `begun` texts may be missing; what is there must be right. Raises CatalogueUnreadable."""
    entries = _entries(uses)
    faults = [*_clashes(uses), *_english(entries)]
    for file in files:
        known = read(file=file)
        merged = merge(known=known, uses=uses)
        faults += _of_file(file, known, merged)
        messages = {entry: _message(merged, entry.text) for entry in entries}
        labels = {entry.text.id: _strings(message)[0] for entry, message in messages.items()}
        for entry, message in messages.items():
            faults += [
                Fault(language=file.language, text=entry.text.id, path=entry.path, why=why)
                for why in _of_message(entry, message, labels)
                if not (why == _MISSING and file.language in begun)
            ]
    return faults


def staff_texts(uses: Sequence[Use]) -> Counter[str]:
    """How many texts residents never see, by area."""
    by_text: dict[Text, set[str]] = defaultdict(set)
    for use in uses:
        by_text[use.text].add(staff_area(use.path))
    return Counter(min(areas) for areas in by_text.values() if "" not in areas)


def _entries(uses: Sequence[Use]) -> list[_Entry]:
    by_text: dict[Text, list[Use]] = defaultdict(list)
    for use in uses:
        by_text[use.text].append(use)
    return [_entry(text, found) for text, found in sorted(by_text.items())]


def _entry(text: Text, uses: list[Use]) -> _Entry:
    seen = [use for use in uses if not staff_area(use.path)]
    rooms = [room_of(use) for use in seen]
    return _Entry(
        text=text,
        path=(seen or uses)[0].path,
        room=min((room for room in rooms if room), default=ANY_LENGTH),
        for_residents=bool(seen),
    )


def _clashes(uses: Sequence[Use]) -> Iterator[Fault]:
    """A catalogue holds one entry per English text: it cannot be counted in one place and not in another."""
    first: dict[tuple[str, str], Use] = {}
    for use in uses:
        before = first.setdefault((use.text.id, use.text.context), use)
        if before.text.plural != use.text.plural:
            why = f"it has another plural in {before.path}"
            yield Fault(language=ENGLISH, text=use.text.id, path=use.path, why=why)


def _english(entries: Sequence[_Entry]) -> Iterator[Fault]:
    for entry in entries:
        why = room_fault(shown=entry.text.id, room=entry.room)
        if why:
            yield Fault(language=ENGLISH, text=entry.text.id, path=entry.path, why=why)


def _of_file(file: CatalogueFile, known: Catalog, merged: Catalog) -> Iterator[Fault]:
    path = f"{file.path.parts[-3]}/{file.path.name}"
    if known.plural_forms.replace(" ", "") != PLURAL_FORMS[file.language].replace(" ", ""):
        why = f"its plural forms are {known.plural_forms!r} instead of {PLURAL_FORMS[file.language]!r}"
        yield Fault(language=file.language, text="", path=path, why=why)
    if rendered(catalogue=merged, language=file.language) != file.content():
        why = "it is not what the source says; run: baraza translations extract"
        yield Fault(language=file.language, text="", path=path, why=why)
    for message in merged.obsolete.values():
        text = message.id if isinstance(message.id, str) else message.id[0]
        why = "obsolete: the English text is gone; move the translation to the text in its place, then delete it"
        yield Fault(language=file.language, text=text, path=path, why=why)


def _of_message(entry: _Entry, message: Message, labels: dict[str, str]) -> Iterator[str]:
    strings = _strings(message)
    if not all(strings):
        if any(strings):
            yield "a plural form is missing"
        elif entry.for_residents:
            yield _MISSING
        return
    if message.fuzzy:
        yield "fuzzy: read it, mend it and remove the mark"
    english = tuple(text for text in (entry.text.id, entry.text.plural) if text)
    for translated in strings:
        found = (
            placeholder_fault(translated=translated, one_of=english),
            edge_fault(english=entry.text.id, translated=translated),
            room_fault(shown=translated, room=entry.room),
            alphabet_fault(translated=translated) if entry.for_residents else "",
            *quotation_faults(english=entry.text.id, translated=translated, labels=labels),
        )
        yield from (why for why in found if why)


def _message(merged: Catalog, text: Text) -> Message:
    message = merged.get(text.id, text.context or None)
    assert message is not None, "merging puts every text of the source into the catalogue"
    return message


def _strings(message: Message) -> tuple[str, ...]:
    if isinstance(message.string, (tuple, list)):
        return tuple(text or "" for text in message.string)
    return (message.string or "",)
