"""Each fault that a catalogue can have is found, and named with its text and its file."""

from pathlib import Path

import pytest
from tests.operations.translations.made_up import HEADER, catalogue_of

from baraza.operations.translations.catalogues import CatalogueFile, merge, read, rendered, write_if_changed
from baraza.operations.translations.checking import check, staff_texts
from baraza.operations.translations.texts import Text, Use

DIALOGUE = "services/complaints/dialogue/home.py"
CONSOLE = "web/console/views.py"


def use(english: str, *, plural: str = "", path: str = DIALOGUE, room: int = 0) -> Use:
    return Use(text=Text(id=english, plural=plural), path=path, room=room)


def extracted(folder: Path, uses: list[Use], *entries: str) -> CatalogueFile:
    """A catalogue as `extract` would leave it."""
    file = catalogue_of(folder, *entries)
    merged = merge(known=read(file=file), uses=uses)
    write_if_changed(path=file.path, content=rendered(catalogue=merged, language="zu"))
    return file


def faults_of(folder: Path, uses: list[Use], *entries: str) -> list[str]:
    return [str(fault) for fault in check(files=[extracted(folder, uses, *entries)], uses=uses)]


def test_a_whole_translation_has_no_faults(tmp_path: Path) -> None:
    uses = [use("Road"), use("%(n)s tap", plural="%(n)s taps")]
    entries = (
        'msgid "Road"\nmsgstr "Umgwaqo"\n',
        'msgid "%(n)s tap"\nmsgid_plural "%(n)s taps"\nmsgstr[0] "%(n)s umpompi"\nmsgstr[1] "%(n)s ompompi"\n',
    )

    assert faults_of(tmp_path, uses, *entries) == []


@pytest.mark.parametrize(
    ("english", "entry", "why"),
    [
        ("Road", "", "no translation"),
        ("Road", '#, fuzzy\nmsgid "Road"\nmsgstr "Umgwaqo"\n', "fuzzy: read it, mend it and remove the mark"),
        (
            "To %(name)s",
            'msgid "To %(name)s"\nmsgstr "Ku-%(igama)s"\n',
            "the placeholders are %(igama)s instead of %(name)s",
        ),
        ("Up to {count}", 'msgid "Up to {count}"\nmsgstr "Kufika"\n', "the placeholders are none instead of {count}"),
        ("%(n)s of all", 'msgid "%(n)s of all"\nmsgstr "%(n)s 50% zonke"\n', "it has a lone % sign: write %%"),
        ("Road ", 'msgid "Road "\nmsgstr "Umgwaqo"\n', "blanks or line breaks at its beginning or end differ"),
        ("A\\nB", 'msgid "A\\nB"\nmsgstr "A B"\n', "it has another number of line breaks"),
        ("Road", 'msgid "Road"\nmsgstr "Umgwaqo 道"\n', "feature phones cannot show 道"),
    ],
)
def test_a_fault_is_named_with_its_text_and_file(tmp_path: Path, english: str, entry: str, why: str) -> None:
    text = english.replace("\\n", "\n")

    assert faults_of(tmp_path, [use(text)], entry) == [f"zu: “{text}” ({DIALOGUE}): {why}"]


def test_letters_with_a_likeness_on_feature_phones_are_fine(tmp_path: Path) -> None:
    assert faults_of(tmp_path, [use("Bridge…")], 'msgid "Bridge…"\nmsgstr "Brûe “ê” · …"\n') == []


def test_a_missing_plural_form_is_found(tmp_path: Path) -> None:
    entry = 'msgid "Tap"\nmsgid_plural "Taps"\nmsgstr[0] "Umpompi"\nmsgstr[1] ""\n'

    assert faults_of(tmp_path, [use("Tap", plural="Taps")], entry) == [
        f"zu: “Tap” ({DIALOGUE}): a plural form is missing"
    ]


def test_the_singular_may_say_one_without_the_number(tmp_path: Path) -> None:
    entry = 'msgid "One tap"\nmsgid_plural "%(n)s taps"\nmsgstr[0] "Umpompi"\nmsgstr[1] "%(n)s ompompi"\n'

    assert faults_of(tmp_path, [use("One tap", plural="%(n)s taps")], entry) == []


def test_other_plural_forms_than_the_language_has_are_found(tmp_path: Path) -> None:
    uses = [use("Road")]
    file = extracted(tmp_path, uses, 'msgid "Road"\nmsgstr "Umgwaqo"\n')
    content = file.path.read_text(encoding="utf-8").replace("plural=(n > 1);", "plural=(n != 1);")
    file.path.write_text(content, encoding="utf-8")

    assert [str(fault) for fault in check(files=[file], uses=uses)] == [
        "zu/django.po: its plural forms are 'nplurals=2; plural=(n != 1);' instead of 'nplurals=2; plural=(n > 1);'",
        "zu/django.po: it is not what the source says; run: baraza translations extract",
    ]


def test_a_text_counted_in_one_place_only_is_found(tmp_path: Path) -> None:
    uses = [use("Tap"), use("Tap", plural="Taps", path="web/portal/forms.py")]
    entry = 'msgid "Tap"\nmsgid_plural "Taps"\nmsgstr[0] "Umpompi"\nmsgstr[1] "Ompompi"\n'

    assert f"en: “Tap” (web/portal/forms.py): it has another plural in {DIALOGUE}" in faults_of(tmp_path, uses, entry)


def test_a_catalogue_that_lags_behind_the_source_is_found_with_the_new_and_the_orphaned_text(tmp_path: Path) -> None:
    file = extracted(tmp_path, [use("Road")], 'msgid "Road"\nmsgstr "Umgwaqo"\n')

    assert [str(fault) for fault in check(files=[file], uses=[use("Street")])] == [
        "zu/django.po: it is not what the source says; run: baraza translations extract",
        (
            "zu: “Road” (zu/django.po): obsolete: the English text is gone; move the translation to the text in its "
            "place, then delete it"
        ),
        f"zu: “Street” ({DIALOGUE}): no translation",
    ]


def test_a_label_that_is_too_long_is_found_in_each_language(tmp_path: Path) -> None:
    uses = [use("Report something else", room=20)]
    entry = 'msgid "Report something else"\nmsgstr "Bika enye into engalungile"\n'

    assert faults_of(tmp_path, uses, entry) == [
        (f"en: “Report something else” ({DIALOGUE}): “Report something else” has 21 characters, the label shows 20"),
        (
            f"zu: “Report something else” ({DIALOGUE}): “Bika enye into engalungile” has 26 characters, the label "
            "shows 20"
        ),
    ]


def test_the_shortest_room_of_all_uses_counts(tmp_path: Path) -> None:
    uses = [use("Road"), use("Road", room=24), use("Road", room=20)]

    assert faults_of(tmp_path, uses, 'msgid "Road"\nmsgstr "Umgwaqo omkhulu kakhulu"\n') == [
        f"zu: “Road” ({DIALOGUE}): “Umgwaqo omkhulu kakhulu” has 23 characters, the label shows 20"
    ]


def test_names_of_categories_are_labels_though_nothing_in_their_file_shows_it(tmp_path: Path) -> None:
    path = "services/complaints/rules/categories.py"

    assert faults_of(tmp_path, [use("Road", path=path)], 'msgid "Road"\nmsgstr "Umgwaqo omkhulu kakhulu kabi"\n') == [
        f"zu: “Road” ({path}): “Umgwaqo omkhulu kakhulu kabi” has 28 characters, the label shows 24"
    ]


def test_a_text_that_names_a_button_otherwise_than_the_button_is_called_is_found(tmp_path: Path) -> None:
    uses = [use("Send"), use("Choose “Send”.")]
    entries = ('msgid "Send"\nmsgstr "Thumela"\n', 'msgid "Choose “Send”."\nmsgstr "Khetha “Send”."\n')

    assert faults_of(tmp_path, uses, *entries) == [
        f"zu: “Choose “Send”.” ({DIALOGUE}): it should name “Thumela”, as “Send” is called in this language"
    ]


def test_what_only_staff_read_may_be_in_english_and_is_counted(tmp_path: Path) -> None:
    uses = [use("Queue", path=CONSOLE), use("Seeds", path="operations/demo/seed.py"), use("Road", path=CONSOLE)]
    uses.append(use("Road", path=DIALOGUE))

    assert faults_of(tmp_path, uses, 'msgid "Road"\nmsgstr "Umgwaqo"\n') == []
    assert staff_texts(uses) == {"web/console/": 1, "operations/": 1}


def test_a_staff_text_that_is_translated_has_to_be_right_too(tmp_path: Path) -> None:
    uses = [use("To %(name)s", path=CONSOLE)]

    assert faults_of(tmp_path, uses, 'msgid "To %(name)s"\nmsgstr "Ku-%(igama)s"\n') == [
        f"zu: “To %(name)s” ({CONSOLE}): the placeholders are %(igama)s instead of %(name)s"
    ]


def test_residents_read_the_names_of_emergency_numbers_in_the_demonstration(tmp_path: Path) -> None:
    path = "operations/demo/organisations.py"

    assert faults_of(tmp_path, [use("Police", path=path)]) == [f"zu: “Police” ({path}): no translation"]


def test_a_catalogue_that_does_not_exist_lacks_everything(tmp_path: Path) -> None:
    file = CatalogueFile(language="zu", path=tmp_path / "zu" / "LC_MESSAGES" / "django.po")

    faults = [str(fault) for fault in check(files=[file], uses=[use("Road")])]

    assert f"zu: “Road” ({DIALOGUE}): no translation" in faults
    assert HEADER.encode() not in file.content()
