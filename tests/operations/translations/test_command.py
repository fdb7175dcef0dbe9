"""`baraza translations` as operators and developers run it; none of these tests has a database."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation.trans_real import DjangoTranslation
from pytest_django import Settings
from tests.operations.translations.made_up import source_of

DIALOGUE = 'def ask(t):\n    return t("Road"), t("Water")\n'


@pytest.fixture
def catalogues(tmp_path: Path, settings: Settings) -> Path:
    """A made-up source with a dialogue and a page, and the folder for its catalogues."""
    page = '{% load i18n %}{% translate "Road" %}{% translate "Home" %}'
    settings.SOURCE_ROOT = source_of(
        tmp_path, services__dialogue_py=DIALOGUE, web__templates__home_html=page, data__notes_txt='_("Data")'
    )
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    settings.LANGUAGES = [("en", "English"), ("zu", "isiZulu")]
    return tmp_path / "locale" / "zu" / "LC_MESSAGES"


def run(act: str) -> str:
    out = StringIO()
    call_command("translations", act, stdout=out)
    return out.getvalue()


def translate(folder: Path, **words: str) -> None:
    file = folder / "django.po"
    content = file.read_text(encoding="utf-8")
    for english, translated in words.items():
        content = content.replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{translated}"')
    file.write_text(content, encoding="utf-8")


def test_this_source_is_translated_whole() -> None:
    assert "every one that residents read is translated." in run("check")


def test_extracting_fills_the_catalogue_once_and_then_leaves_it(catalogues: Path) -> None:
    assert run("extract") == "zu: 3 texts, 0 obsolete, written\n"
    assert run("extract") == "zu: 3 texts, 0 obsolete, unchanged\n"


def test_compiling_makes_what_django_reads_once_and_then_leaves_it(catalogues: Path) -> None:
    run("extract")
    translate(catalogues, Road="Umgwaqo")

    assert run("compile") == "zu: compiled\n"
    assert run("compile") == "zu: up to date\n"
    assert DjangoTranslation("zu").gettext("Road") == "Umgwaqo"
    assert DjangoTranslation("zu").gettext("Water") == "Water"


def test_checking_fails_until_everything_is_translated(catalogues: Path) -> None:
    run("extract")
    translate(catalogues, Road="Umgwaqo", Water="Amanzi")

    with pytest.raises(CommandError) as failed:
        run("check")
    translate(catalogues, Home="Ekhaya")

    assert str(failed.value) == ("zu: “Home” (web/templates/home.html): no translation\nFaults in the translations: 1")
    assert run("check") == "3 texts: every one that residents read is translated.\n"


def test_a_broken_source_is_named(catalogues: Path, settings: Settings) -> None:
    (settings.SOURCE_ROOT / "services" / "broken.py").write_text("t(", encoding="utf-8")

    with pytest.raises(CommandError, match=r"services/broken\.py:1: "):
        run("extract")


def test_a_broken_catalogue_is_named(catalogues: Path) -> None:
    run("extract")
    (catalogues / "django.po").write_text("msgid Road\n", encoding="utf-8")

    with pytest.raises(CommandError, match=r"zu/LC_MESSAGES/django\.po"):
        run("compile")
