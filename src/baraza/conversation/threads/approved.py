"""The approved message in which an answer goes when the channel's window is closed and the talk is about no report."""

from typing import Final

from baraza.messaging.contract import Template

NAME: Final = "question_answered"
# As docs/runbooks/first-organisation.md asks for it; {{1}} is the words.
BODY: Final = "The answer to your question: {{1}} Reply to this message to ask more."
# Meta refuses line breaks, tabs and more than four blanks in a row inside a parameter, and long ones.
LONGEST_WORDS: Final = 900
# Meta offers no isiXhosa for templates; its readers get the English one.
_LANGUAGES: Final = {"en": "en", "af": "af", "zu": "zu", "xh": "en"}


def approved(*, words: str, language: str) -> Template | None:
    """None for words that are too long for it."""
    one_line = " ".join(words.split())
    if len(one_line) > LONGEST_WORDS:
        return None
    return Template(name=NAME, language=_LANGUAGES.get(language, "en"), parameters=(one_line,))


def preview(*, words: str) -> str:
    return BODY.replace("{{1}}", words)
