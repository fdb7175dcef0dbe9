"""Outgoing contents as JSON and back, exactly; and as the plain words in which staff and plain channels show them."""

from dataclasses import asdict
from typing import Any, assert_never

from baraza.messaging.contract import (
    Button,
    Buttons,
    Content,
    Image,
    JsonObject,
    Letter,
    ListMenu,
    LocationRequest,
    Row,
    Screen,
    Section,
    Template,
    Text,
)


class ContentUnreadable(ValueError):
    """Stored JSON that is no content of ours."""

    code = "content_unreadable"


_KINDS: dict[str, type[Content]] = {
    "text": Text,
    "letter": Letter,
    "buttons": Buttons,
    "list": ListMenu,
    "location_request": LocationRequest,
    "image": Image,
    "template": Template,
    "screen": Screen,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def kind_of(content: Content) -> str:
    return _NAMES[type(content)]


def to_json(content: Content) -> JsonObject:
    return {"kind": kind_of(content), **asdict(content)}


def from_json(stored: JsonObject) -> Content:
    fields = dict(stored)
    try:
        kind = _KINDS[fields.pop("kind")]
        return _build(kind, fields)
    except (KeyError, TypeError) as error:
        raise ContentUnreadable(f"No content of ours: {stored.get('kind')!r}") from error


def template_from_json(stored: JsonObject) -> Template:
    content = from_json(stored)
    if not isinstance(content, Template):
        raise ContentUnreadable("No template.")
    return content


def _build(kind: type[Content], fields: dict[str, Any]) -> Content:
    if kind is Buttons:
        fields["buttons"] = tuple(Button(**button) for button in fields["buttons"])
    elif kind is ListMenu:
        fields["sections"] = tuple(
            Section(title=section["title"], rows=tuple(Row(**row) for row in section["rows"]))
            for section in fields["sections"]
        )
    elif kind is Template:
        fields["parameters"] = tuple(fields["parameters"])
    return kind(**fields)


def plain_text(content: Content) -> str:
    """The words, with choices on lines of their own, for the thread and for channels without buttons."""
    match content:
        case Text(body=body) | LocationRequest(body=body) | Screen(text=body):
            return body
        case Letter():
            return "\n".join(part for part in (content.body, content.link) if part)
        case Buttons():
            return "\n".join([content.body, *(f"– {button.title}" for button in content.buttons)])
        case ListMenu():
            rows = [row for section in content.sections for row in section.rows]
            return "\n".join([content.body, *(f"– {row.title}" for row in rows)])
        case Image():
            return "\n".join(part for part in (content.caption, content.link) if part)
        case Template():
            return "\n".join(content.parameters)
        case _ as never:
            assert_never(never)
