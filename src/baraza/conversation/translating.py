"""Gives dialogues their texts in one language, from the catalogues that Django loads."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext, override

from baraza.conversation.engine.contract import Translate

logger = logging.getLogger(__name__)


def translator(language: str) -> Translate:
    """A translation whose parameters are broken is no reason to stay silent: then the English text is used."""

    def t(message: str, /, **parameters: object) -> str:
        if not message:
            return ""
        with override(language):
            text = gettext(message)
        if not parameters:
            return text
        try:
            return text % parameters
        except (KeyError, ValueError, TypeError):
            logger.exception("A translation has broken parameters", extra={"language": language, "text": message})
            return message % parameters

    return t


@contextmanager
def speaking(language: str) -> Iterator[Translate]:
    """For the time of a turn, Django's own texts are in the person's language too."""
    with override(language):
        yield translator(language)
