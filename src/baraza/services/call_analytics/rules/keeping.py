"""Kinds of data about calls, each kept for as long as an organisation says."""

from typing import Final

AUDIO: Final = "call_audio"
WORDS: Final = "call_words"
PEOPLE: Final = "call_people"
# Why a recording is gone: it was too old to be kept, or its caller asked for it.
FORGOTTEN: Final = "forgotten"
FOR_CALLER: Final = "forgotten_for_caller"
