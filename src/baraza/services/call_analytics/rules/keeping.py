"""Kinds of data about calls, each kept for as long as an organisation says."""

from typing import Final

AUDIO: Final = "call_audio"
WORDS: Final = "call_words"
PEOPLE: Final = "call_people"
