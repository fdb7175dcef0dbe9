"""Texts in Python source."""

import pytest

from baraza.operations.translations.python_sources import uses_in_python
from baraza.operations.translations.texts import SourceUnreadable, Text, Use


def texts_in(source: str) -> list[Text]:
    return [use.text for use in uses_in_python(source=source, path="a.py")]


def rooms_in(source: str) -> dict[str, int]:
    return {use.text.id: use.room for use in uses_in_python(source=source, path="a.py")}


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('gettext("Water")', Text(id="Water")),
        ('gettext_lazy("Water")', Text(id="Water")),
        ('gettext_noop("Water")', Text(id="Water")),
        ('_("Water")', Text(id="Water")),
        ('t("Water")', Text(id="Water")),
        ('context.t("Water %(name)s", name=name)', Text(id="Water %(name)s")),
        ('scene.t(state)("Water")', Text(id="Water")),
        ('translator(language)("Water")', Text(id="Water")),
        ("f\"{number} {t('Water')}\"", Text(id="Water")),
        ('t("Water "\n  "leak")', Text(id="Water leak")),
        ('pgettext("river", "Mouth")', Text(id="Mouth", context="river")),
        ('ngettext("%(n)s tap", "%(n)s taps", n)', Text(id="%(n)s tap", plural="%(n)s taps")),
        ('npgettext("bath", "Tap", "Taps", n)', Text(id="Tap", plural="Taps", context="bath")),
    ],
)
def test_every_way_of_marking_a_text_is_found(source: str, text: Text) -> None:
    assert texts_in(source) == [text]


def test_both_texts_of_an_alternative_are_found() -> None:
    assert texts_in('t("Open" if is_open else "Closed")') == [Text(id="Open"), Text(id="Closed")]


@pytest.mark.parametrize("source", ["t(prompt.text)", 'print("Water")', 't("")', "t()", 'get("Water")'])
def test_what_is_no_marked_text_is_left_alone(source: str) -> None:
    assert texts_in(source) == []


@pytest.mark.parametrize(
    "source",
    ['t(f"Water for {name}")', 't("Water for %s" % name)', '_("Water for {}".format(name))', 't("Water " + x)'],
)
def test_a_text_that_is_put_together_before_its_translation_is_refused_with_its_place(source: str) -> None:
    with pytest.raises(SourceUnreadable, match=r"a\.py:1: this text is put together before it is translated"):
        texts_in(source)


def test_a_syntax_error_names_the_file_and_the_line() -> None:
    with pytest.raises(SourceUnreadable, match=r"a\.py:2: "):
        texts_in('t("Water")\nt(')


def test_a_use_names_its_file() -> None:
    assert list(uses_in_python(source='t("Water")', path="a/b.py")) == [Use(text=Text(id="Water"), path="a/b.py")]


def test_labels_are_known_by_where_they_stand() -> None:
    source = """
ask = Prompt(
    text=t("Which?"),
    list_label=t("Choose"),
    choices=(Choice(id="a", label=t("Send")), Choice(id="b", label=t("Stop"))),
)
more = (*some, Choice(id="c", label=t("None of these"), description=t("All of them are wrong")))
yes_or(context, other_label=t("Another"))
DIALOGUE = Dialogue(name="x", title=gettext_noop("Report a problem"))
"""
    assert rooms_in(source) == {
        "Which?": 0,
        "Choose": 20,
        "Send": 20,
        "Stop": 20,
        "None of these": 24,
        "All of them are wrong": 0,
        "Another": 20,
        "Report a problem": 24,
    }
