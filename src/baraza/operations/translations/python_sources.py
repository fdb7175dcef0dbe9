"""Takes the texts out of Python source, by its syntax tree: calls inside f-strings and of `t` are seen as well."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from baraza.operations.translations.texts import ANY_LENGTH, SourceUnreadable, Text, Use

# WhatsApp's lengths, which labels must keep to be read whole: a button's title and a list's button 20, a row 24
# (developers.facebook.com/documentation/business-messaging/whatsapp, checked on 2026-11-20).
BUTTON = 20
ROW = 24
_BUTTONS_AT_MOST = 3


@dataclass(frozen=True)
class _Shape:
    """Which argument of a call is the text, which its plural, which its context."""

    message: int = 0
    plural: int | None = None
    context: int | None = None


_ONE, _COUNTED, _NAMED = _Shape(), _Shape(plural=1), _Shape(message=1, context=0)
_SHAPES = {
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop", "_", "t"), _ONE),
    **dict.fromkeys(("ngettext", "ngettext_lazy", "ngettext_noop"), _COUNTED),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), _NAMED),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), _Shape(message=1, plural=2, context=0)),
}
# These are called with a language or a state and give the translation that is called next: `scene.t(state)("…")`.
_GIVES_TRANSLATION = frozenset({"t", "translator", "in_language"})
_HAS_TEXTS = re.compile(r"\b(?:n?p?gettext\w*|_|t|translator|in_language)\(")
# Arguments that are shown where room is short, by the call they are arguments of.
_LABELS = {
    ("Choice", "label"): ROW,
    ("Prompt", "list_label"): BUTTON,
    ("Dialogue", "title"): ROW,
    ("yes_or", "other_label"): BUTTON,
}


def uses_in_python(*, source: str, path: str) -> Iterator[Use]:
    """Raises SourceUnreadable for a syntax error and for a text that is put together before it is translated."""
    if not _HAS_TEXTS.search(source):
        return
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise SourceUnreadable(f"{path}:{error.lineno}: {error.msg}") from error
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    rooms = _rooms(tree, calls)
    for call in calls:
        shape = _SHAPES.get(_translating(call))
        if shape is not None:
            for text in _texts(call, shape, path):
                yield Use(text=text, path=path, room=rooms.get(id(call), ANY_LENGTH))


def _texts(call: ast.Call, shape: _Shape, path: str) -> Iterator[Text]:
    if len(call.args) <= shape.message:
        return
    plural = _constant(call, shape.plural)
    context = _constant(call, shape.context)
    for argument in _alternatives(call.args[shape.message]):
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            if argument.value:
                yield Text(id=argument.value, plural=plural, context=context)
        elif _is_put_together(argument):
            raise SourceUnreadable(
                f"{path}:{argument.lineno}: this text is put together before it is translated, so no catalogue can "
                "hold it; translate a whole sentence with %(named)s parameters."
            )


def _constant(call: ast.Call, position: int | None) -> str:
    if position is None or position >= len(call.args):
        return ""
    argument = call.args[position]
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else ""


def _alternatives(argument: ast.expr) -> Iterator[ast.expr]:
    """`"a" if so else "b"` holds two texts."""
    if isinstance(argument, ast.IfExp):
        yield from _alternatives(argument.body)
        yield from _alternatives(argument.orelse)
    else:
        yield argument


def _is_put_together(argument: ast.expr) -> bool:
    if isinstance(argument, ast.Call):
        made_by = argument.func
        return isinstance(made_by, ast.Attribute) and made_by.attr == "format" and _is_put_together_of(made_by.value)
    return isinstance(argument, ast.JoinedStr) or (
        isinstance(argument, ast.BinOp) and any(map(_is_put_together_of, (argument.left, argument.right)))
    )


def _is_put_together_of(part: ast.expr) -> bool:
    return isinstance(part, ast.JoinedStr) or (isinstance(part, ast.Constant) and isinstance(part.value, str))


def _translating(call: ast.Call) -> str:
    """The name under which the call translates; "" when it does not."""
    if isinstance(call.func, ast.Call):
        return "t" if _name(call.func) in _GIVES_TRANSLATION else ""
    return _name(call)


def _name(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _rooms(tree: ast.AST, calls: list[ast.Call]) -> dict[int, int]:
    """Where the translations stand that are labels, by the identity of their calls."""
    rooms: dict[int, int] = {}
    for call in calls:
        for keyword in call.keywords:
            room = _LABELS.get((_name(call), keyword.arg or ""))
            if room:
                _give_room(rooms, keyword.value, room)
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple) and 0 < len(node.elts) <= _BUTTONS_AT_MOST and all(map(_is_choice, node.elts)):
            for choice in node.elts:
                assert isinstance(choice, ast.Call)
                for keyword in choice.keywords:
                    if keyword.arg == "label":
                        _give_room(rooms, keyword.value, BUTTON)
    return rooms


def _is_choice(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and _name(node) == "Choice"


def _give_room(rooms: dict[int, int], shown: ast.expr, room: int) -> None:
    for node in ast.walk(shown):
        if isinstance(node, ast.Call):
            rooms[id(node)] = min(room, rooms.get(id(node), room))
