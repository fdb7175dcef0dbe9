"""What the catalogues of this source say, as Django gives it to pages and conversations."""

from io import BytesIO
from pathlib import Path
from typing import Any

import django
import pytest
from babel.messages.pofile import read_po
from django.conf import settings as live_settings
from django.utils.translation.trans_real import DjangoTranslation
from pytest_django import Settings

from baraza.conversation.engine.commands import Command, recognise
from baraza.operations.translations import borrowed
from baraza.operations.translations.catalogues import catalogue_files, compiled, read, write_if_changed
from baraza.services.complaints.rules.categories import CATEGORY_NAMES

LANGUAGES = ("af", "zu", "xh")


@pytest.fixture(scope="module")
def compiled_anew(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The committed catalogues, so that no test reads what somebody compiled before."""
    folder = tmp_path_factory.mktemp("locale")
    for file in catalogue_files(folder=live_settings.LOCALE_PATHS[0], languages=LANGUAGES):
        content = compiled(catalogue=read(file=file))
        write_if_changed(path=folder / file.language / "LC_MESSAGES" / "django.mo", content=content)
    return folder


@pytest.fixture
def compiled_catalogues(compiled_anew: Path, settings: Settings) -> None:
    settings.LOCALE_PATHS = [compiled_anew]


@pytest.mark.usefixtures("compiled_catalogues")
@pytest.mark.parametrize(
    ("language", "shown"), [("af", "Meld 'n probleem aan"), ("zu", "Bika inkinga"), ("xh", "Xela ingxaki")]
)
def test_django_answers_in_each_language(language: str, shown: str) -> None:
    assert DjangoTranslation(language).gettext("Report a problem") == shown


@pytest.mark.usefixtures("compiled_catalogues")
@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("af", ["%(n)s foto's is reeds gestoor.", "%(n)s foto is reeds gestoor.", "%(n)s foto's is reeds gestoor."]),
        (
            "zu",
            [
                "Isithombe esingu-%(n)s sesigciniwe.",
                "Isithombe esingu-%(n)s sesigciniwe.",
                "Izithombe ezingu-%(n)s sezigciniwe.",
            ],
        ),
        (
            "xh",
            ["Ifoto e-%(n)s sele igciniwe.", "Ifoto e-%(n)s sele igciniwe.", "Iifoto ezi-%(n)s sele zigciniwe."],
        ),
    ],
)
def test_none_one_and_two_agree_with_their_noun(language: str, shown: list[str]) -> None:
    translation = DjangoTranslation(language)
    singular, plural = "%(n)s photo is kept already.", "%(n)s photos are kept already."

    assert [translation.ngettext(singular, plural, count) for count in (0, 1, 2)] == shown


@pytest.mark.usefixtures("compiled_catalogues")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_that_people_are_told_to_write_are_understood(language: str) -> None:
    told = DjangoTranslation(language).gettext("You can always write: back, menu, language, person, cancel.")
    words = told.partition(": ")[2].rstrip(".").split(", ")

    orders = [recognise(text=word, at_home=False, numbered=False, languages=()) for word in words]

    assert [order and order.command for order in orders] == [
        Command.BACK,
        Command.MENU,
        Command.LANGUAGE,
        Command.PERSON,
        Command.CANCEL,
    ]


@pytest.mark.usefixtures("compiled_catalogues")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("Write “menu” to begin again.", Command.MENU),
        ("You cannot go back from here. Write “menu” to start again.", Command.MENU),
        ("To return, choose “back”.", Command.BACK),
    ],
)
def test_the_word_that_a_text_quotes_is_understood(language: str, text: str, command: Command) -> None:
    quoted = DjangoTranslation(language).gettext(text).partition("“")[2].partition("”")[0]

    order = recognise(text=quoted, at_home=False, numbered=False, languages=())

    assert order is not None
    assert order.command is command


@pytest.mark.usefixtures("compiled_catalogues")
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_categories_are_called_the_same(language: str) -> None:
    names = [DjangoTranslation(language).gettext(name) for name in CATEGORY_NAMES.values()]

    assert sorted(set(names)) == sorted(names)


def test_the_texts_borrowed_from_django_are_still_django_s() -> None:
    own = Path(django.__file__).parent / "conf" / "locale" / "en" / "LC_MESSAGES" / "django.po"
    known: set[Any] = {message.id for message in read_po(BytesIO(own.read_bytes()))}
    texts = (
        *borrowed.FORM_ERRORS,
        *borrowed.COUNTED_FORM_ERRORS,
        *borrowed.WEEKDAYS,
        *borrowed.MONTHS,
        *borrowed.SHORT_MONTHS,
    )

    assert [text for text in texts if text not in known] == []
