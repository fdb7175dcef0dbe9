"""What the sandbox of the Graph API refuses, written from Meta's own words and not from our adapter's code."""

from typing import Any, NamedTuple

Json = dict[str, Any]


class Refusal(NamedTuple):
    """An answer that is an error, with Meta's code in it."""

    status: int
    code: int
    message: str
    details: str

    def body(self) -> Json:
        return {
            "error": {
                "message": f"(#{self.code}) {self.message}",
                "type": "OAuthException",
                "code": self.code,
                "error_data": {"messaging_product": "whatsapp", "details": self.details},
                "fbtrace_id": "SandboxTrace",
            }
        }


class Invalid(Exception):
    """The message is not one that Meta takes."""

    def __init__(self, details: str, *, code: int = 131009) -> None:
        super().__init__(details)
        self.details = details
        self.code = code


FREE_FORM = {"text", "interactive", "image", "document", "audio", "video", "sticker", "location", "contacts"}


def check_message(message: Json) -> None:
    """Raises Invalid. The figures: developers.facebook.com, messages reference, 2026-09-11."""
    if message.get("messaging_product") != "whatsapp":
        raise Invalid("messaging_product must be whatsapp", code=100)
    kind = message.get("type", "text")
    if kind not in FREE_FORM | {"template", "reaction"}:
        raise Invalid("Unknown type", code=100)
    if len(_string(message, "biz_opaque_callback_data", required=False)) > 512:  # noqa: PLR2004
        raise Invalid("biz_opaque_callback_data is too long", code=100)
    content = message.get(kind)
    if not isinstance(content, dict):
        raise Invalid(f"{kind} is missing", code=131008)
    checks = {"text": _text, "interactive": _interactive, "template": _template, "image": _media}
    if kind in checks:
        checks[kind](content)


def recipient_of(message: Json) -> str:
    """The number with a plus, or the user id. When both are there, the number wins, as at Meta."""
    number = message.get("to")
    if isinstance(number, str) and number.lstrip("+").isdigit():
        return "+" + number.lstrip("+")
    user_id = message.get("recipient")
    if isinstance(user_id, str) and user_id:
        return user_id
    raise Invalid("The parameter to is required", code=131008)


def _text(content: Json) -> None:
    _length(content, "body", most=4096)


def _media(content: Json) -> None:
    if bool(content.get("id")) == bool(content.get("link")):
        raise Invalid("Either id or link is required", code=131008)
    _length(content, "caption", most=1024, required=False)


def _template(content: Json) -> None:
    _length(content, "name", most=512)
    language = content.get("language")
    if not isinstance(language, dict) or not language.get("code"):
        raise Invalid("template.language.code is missing", code=131008)
    for component in content.get("components", []):
        for parameter in component.get("parameters", []):
            if parameter.get("type") == "text" and not str(parameter.get("text", "")).strip():
                raise Invalid("A text parameter is empty", code=132000)


def _interactive(content: Json) -> None:
    body, action = content.get("body"), content.get("action")
    if not isinstance(body, dict) or not isinstance(action, dict):
        raise Invalid("interactive needs body and action", code=131008)
    _length(body, "text", most=1024)
    if isinstance(content.get("footer"), dict):
        _length(content["footer"], "text", most=60)
    match content.get("type"):
        case "button":
            _buttons(action)
        case "list":
            _list(action)
        case "location_request_message":
            if action.get("name") != "send_location":
                raise Invalid("action.name must be send_location")
        case _:
            raise Invalid("Unknown interactive type")


def _buttons(action: Json) -> None:
    buttons = [button.get("reply", {}) for button in action.get("buttons", [])]
    if not 1 <= len(buttons) <= 3:  # noqa: PLR2004
        raise Invalid("Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3")
    for button in buttons:
        _length(button, "title", most=20)
        _length(button, "id", most=256)
        if button["id"] != button["id"].strip():
            raise Invalid("Button id has leading or trailing spaces")
    _unique([button["title"] for button in buttons], "button titles")
    _unique([button["id"] for button in buttons], "button ids")


def _list(action: Json) -> None:
    _length(action, "button", most=20)
    sections = action.get("sections", [])
    if not 1 <= len(sections) <= 10:  # noqa: PLR2004
        raise Invalid("Invalid sections count")
    rows = [row for section in sections for row in section.get("rows", [])]
    if not 1 <= len(rows) <= 10:  # noqa: PLR2004
        raise Invalid("Total row count exceed max allowed count: 10")
    for section in sections:
        _length(section, "title", most=24, required=len(sections) > 1)
    for row in rows:
        _length(row, "id", most=200)
        _length(row, "title", most=24)
        _length(row, "description", most=72, required=False)
    _unique([row["id"] for row in rows], "row ids")


def _string(holder: Json, name: str, *, required: bool = True) -> str:
    value = holder.get(name, "")
    if not isinstance(value, str) or (required and not value.strip()):
        raise Invalid(f"{name} is required", code=131008)
    return value


def _length(holder: Json, name: str, *, most: int, required: bool = True) -> None:
    if len(_string(holder, name, required=required)) > most:
        raise Invalid(f"{name} exceeds {most} characters")


def _unique(values: list[str], what: str) -> None:
    if len(set(values)) != len(values):
        raise Invalid(f"Duplicated {what}")
