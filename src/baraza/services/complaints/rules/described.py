"""Whether a text can be a description: a telephone number or a row of pictures tells nobody what to look for."""

from typing import Final

_LETTERS: Final = 3


def is_in_words(text: str) -> bool:
    """Of whatever script."""
    return sum(letter.isalpha() for letter in text) >= _LETTERS
