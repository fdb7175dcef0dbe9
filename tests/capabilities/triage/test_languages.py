"""The language of a message and what a stored language decides."""

import pytest

from baraza.capabilities.triage.offline import guess_offline


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Il y a une fuite d'eau devant ma maison depuis trois jours", "fr"),
        ("Umuhanda wacu wangiritse cyane mudufashe", "rw"),
        ("Metsi ha a yo mo motseng wa rona ho tloha maobane", "st"),
    ],
)
def test_a_language_outside_the_four_is_named(text: str, language: str) -> None:
    assert guess_offline(text=text).language == language


@pytest.mark.parametrize("hint", ["en", "af", "zu", "xh", "rw"])
def test_one_or_two_words_keep_the_stored_language(hint: str) -> None:
    assert guess_offline(text="robot", language_hint=hint).language == hint
    assert guess_offline(text="amanzi ayavuza", language_hint=hint).language == hint


def test_one_word_without_a_stored_language_is_never_sure() -> None:
    assert guess_offline(text="amanzi").language_confidence <= 0.5


def test_a_whole_sentence_outweighs_the_stored_language() -> None:
    guess = guess_offline(text="Sicela usizo kuqhume ipayipi lamanzi emgwaqeni wangakithi", language_hint="en")

    assert guess.language == "zu"


def test_kinyarwanda_is_kept_when_it_is_the_stored_language() -> None:
    assert guess_offline(text="Amazi yabuze iwacu", language_hint="rw").language == "rw"
