"""Messages of our own that Meta approves beforehand: a code, and the last word to a number that was replaced."""

from typing import Final

from baraza.messaging.contract import Template

# Meta offers no isiXhosa for templates; its readers get the English one.
_LANGUAGES: Final = {"en": "en", "af": "af", "zu": "zu", "xh": "en"}


def approved(name: str, parameter: str, *, language: str, code: bool = False) -> Template:
    return Template(name=name, language=_LANGUAGES.get(language, "en"), parameters=(parameter,), code=code)
