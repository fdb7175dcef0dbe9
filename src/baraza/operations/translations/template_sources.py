"""Takes the texts out of Django templates: Django turns its tags into Python calls, Babel reads those."""

from collections.abc import Iterator
from io import BytesIO

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

from baraza.operations.translations.texts import SourceUnreadable, Text, Use

_CALLS: dict[str, None] = dict.fromkeys(("gettext", "ngettext", "pgettext", "npgettext", "_"))


def uses_in_template(*, source: str, path: str) -> Iterator[Use]:
    """Raises SourceUnreadable where Django's own extraction would stop."""
    if "trans" not in source and "_(" not in source:
        return
    try:
        calls = templatize(source, origin=path)
    except SyntaxError as error:
        raise SourceUnreadable(f"{path}: {error.msg}") from error
    # What is left of the markup keeps its indentation, which Python would take for blocks.
    flush = "\n".join(line.strip() for line in calls.splitlines())
    for _, function, given, _ in extract_python(BytesIO(flush.encode()), _CALLS, (), {"encoding": "utf-8"}):
        texts = tuple(given) if isinstance(given, (tuple, list)) else (given,)
        text = _text(str(function), texts)
        if text is not None:
            yield Use(text=text, path=path)


def _text(function: str, given: tuple[str | None, ...]) -> Text | None:
    words = tuple(word or "" for word in given)
    match function, words:
        case "pgettext", (context, message, *_):
            text = Text(id=message, context=context)
        case "npgettext", (context, message, plural, *_):
            text = Text(id=message, plural=plural, context=context)
        case "ngettext", (message, plural, *_):
            text = Text(id=message, plural=plural)
        case _, (message, *_):
            text = Text(id=message)
        case _:
            return None
    return text if text.id else None
