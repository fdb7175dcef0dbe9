"""Catalogues: merged with the source, written and compiled."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from tests.operations.translations.made_up import HEADER, catalogue_of

from baraza.operations.translations.catalogues import (
    CatalogueFile,
    CatalogueUnreadable,
    compiled,
    merge,
    read,
    rendered,
    write_if_changed,
)
from baraza.operations.translations.texts import Text, Use


def merged_file(file: CatalogueFile, uses: Sequence[Use]) -> str:
    return rendered(catalogue=merge(known=read(file=file), uses=uses), language="zu").decode()


def use(english: str, *, path: str = "a.py", plural: str = "") -> Use:
    return Use(text=Text(id=english, plural=plural), path=path)


def test_a_new_catalogue_holds_the_texts_in_order_with_their_files_and_without_lines_or_dates(tmp_path: Path) -> None:
    file = CatalogueFile(language="zu", path=tmp_path / "missing.po")

    written = merged_file(file, [use("Water", path="b.py"), use("Road"), use("Water")])

    assert written == (HEADER + '\n#: a.py\nmsgid "Road"\nmsgstr ""\n\n#: a.py b.py\nmsgid "Water"\nmsgstr ""\n\n')


def test_translations_and_the_words_of_translators_stay(tmp_path: Path) -> None:
    file = catalogue_of(tmp_path, '# As on the water bill.\n#: old.py\nmsgid "Water"\nmsgstr "Amanzi"\n')

    written = merged_file(file, [use("Water")])

    assert written == HEADER + '\n# As on the water bill.\n#: a.py\nmsgid "Water"\nmsgstr "Amanzi"\n\n'


def test_a_changed_english_text_is_a_new_one_and_the_translation_of_the_old_one_is_kept_apart(tmp_path: Path) -> None:
    file = catalogue_of(tmp_path, '#: a.py\nmsgid "Water"\nmsgstr "Amanzi"\n')

    written = merged_file(file, [use("Waters")])

    assert written == HEADER + '\n#: a.py\nmsgid "Waters"\nmsgstr ""\n\n#~ msgid "Water"\n#~ msgstr "Amanzi"\n\n'


def test_a_text_that_comes_back_has_its_translation_again(tmp_path: Path) -> None:
    file = catalogue_of(tmp_path, '#~ msgid "Water"\n#~ msgstr "Amanzi"\n')

    written = merged_file(file, [use("Water")])

    assert written == HEADER + '\n#: a.py\nmsgid "Water"\nmsgstr "Amanzi"\n\n'


def test_a_text_that_is_gone_and_had_no_translation_leaves_nothing(tmp_path: Path) -> None:
    file = catalogue_of(tmp_path, '#: a.py\nmsgid "Water"\nmsgstr ""\n')

    assert merged_file(file, []) == HEADER + "\n"


def test_a_text_that_becomes_counted_has_to_be_translated_anew(tmp_path: Path) -> None:
    file = catalogue_of(tmp_path, '#: a.py\nmsgid "Tap"\nmsgstr "Umpompi"\n')

    written = merged_file(file, [use("Tap", plural="Taps")])

    assert written == HEADER + '\n#: a.py\nmsgid "Tap"\nmsgid_plural "Taps"\nmsgstr[0] ""\nmsgstr[1] ""\n\n'


def test_writing_it_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    uses = [use("Tap", plural="Taps"), use("Water", path="web/portal/templates/portal/home.html"), use("Line\nbreak")]
    file = CatalogueFile(language="zu", path=tmp_path / "django.po")
    once = merged_file(file, uses)
    file.path.write_text(once, encoding="utf-8")

    assert merged_file(file, uses) == once


def test_a_file_that_is_no_catalogue_is_refused_by_name(tmp_path: Path) -> None:
    file = catalogue_of(tmp_path, "msgid Water\n")

    with pytest.raises(CatalogueUnreadable, match=r"django\.po"):
        read(file=file)


def test_a_fuzzy_translation_is_not_shown(tmp_path: Path) -> None:
    file = catalogue_of(tmp_path, '#, fuzzy\nmsgid "Water"\nmsgstr "Umlilo"\n', 'msgid "Road"\nmsgstr "Umgwaqo"\n')

    shown = read_mo(BytesIO(compiled(catalogue=read(file=file))))

    assert {message.id: message.string for message in shown if message.id} == {"Road": "Umgwaqo"}


def test_compiling_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    file = catalogue_of(tmp_path, 'msgid "Road"\nmsgstr "Umgwaqo"\n')

    assert compiled(catalogue=read(file=file)) == compiled(catalogue=read(file=file))


def test_an_unchanged_file_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "new" / "django.mo"

    assert [write_if_changed(path=path, content=content) for content in (b"a", b"a", b"b")] == [True, False, True]
    assert path.read_bytes() == b"b"
    assert [entry.name for entry in path.parent.iterdir()] == ["django.mo"]
