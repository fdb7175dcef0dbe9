"""Our messages in Meta's fields. What is beyond a limit is refused here, never cut: the renderer has to know the limits."""

from collections.abc import Sequence

from baraza.channels.whatsapp import limits
from baraza.channels.whatsapp.limits import LIMITS
from baraza.core.ingress.contract import JsonObject
from baraza.messaging.contract import (
    Buttons,
    Content,
    Failure,
    Image,
    Letter,
    ListMenu,
    LocationRequest,
    Outgoing,
    Recipient,
    Row,
    Screen,
    Section,
    SendError,
    Template,
    Text,
)


def message_of(outgoing: Outgoing) -> JsonObject:
    """Raises SendError(REFUSED) for what Meta would refuse, before anything leaves us."""
    _within("key", outgoing.key, limits.OPAQUE_KEY)
    message: JsonObject = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **_recipient(outgoing.recipient),
        **_content(outgoing.content),
        "biz_opaque_callback_data": outgoing.key,
    }
    if outgoing.in_reply_to:
        message["context"] = {"message_id": outgoing.in_reply_to}
    return message


def refused(detail: str) -> SendError:
    return SendError(detail, failure=Failure.REFUSED, retryable=False, code="limits")


def _recipient(recipient: Recipient) -> JsonObject:
    """Without the plus Meta would put the business's own country code in front of the number."""
    if recipient.phone:
        return {"to": "+" + recipient.phone.lstrip("+")}
    if recipient.user_id:
        return {"recipient": recipient.user_id}
    raise refused("The message has neither a number nor a user id to go to.")


def _content(content: Content) -> JsonObject:
    match content:
        case Text():
            _within("text", content.body, LIMITS.text)
            return {"type": "text", "text": {"body": content.body, "preview_url": False}}
        case Buttons():
            return _interactive("button", content.body, _buttons(content))
        case ListMenu():
            return _interactive("list", content.body, _list(content))
        case LocationRequest():
            return _interactive("location_request_message", content.body, {"name": "send_location"})
        case Image():
            # The id of a photo of ours is known once it is uploaded, right before the message is handed over.
            return {"type": "image", "image": _caption(content) if content.photo_id else _image(content)}
        case Template():
            return {"type": "template", "template": _template(content)}
        case Screen() | Letter():
            raise refused("WhatsApp shows messages, neither screens nor letters.")


def _interactive(kind: str, body: str, action: JsonObject) -> JsonObject:
    _within("body", body, LIMITS.interactive_body)
    return {"type": "interactive", "interactive": {"type": kind, "body": {"text": body}, "action": action}}


def _buttons(content: Buttons) -> JsonObject:
    _count("buttons", len(content.buttons), LIMITS.buttons)
    for button in content.buttons:
        _within("button title", button.title, LIMITS.button_title)
        _within("button id", button.id, limits.BUTTON_ID)
    _different("button titles", [button.title for button in content.buttons])
    _different("button ids", [button.id for button in content.buttons])
    return {
        "buttons": [{"type": "reply", "reply": {"id": each.id, "title": each.title}} for each in content.buttons],
    }


def _list(content: ListMenu) -> JsonObject:
    _within("list button", content.button, LIMITS.list_button)
    _count("sections", len(content.sections), limits.SECTIONS)
    rows = [row for section in content.sections for row in section.rows]
    _count("rows", len(rows), LIMITS.rows)
    _different("row ids", [row.id for row in rows])
    several = len(content.sections) > 1
    return {"button": content.button, "sections": [_section(each, titled=several) for each in content.sections]}


def _section(section: Section, *, titled: bool) -> JsonObject:
    _count("rows of a section", len(section.rows), LIMITS.rows)
    rows = [_row(row) for row in section.rows]
    if not titled and not section.title:
        return {"rows": rows}
    _within("section title", section.title, limits.SECTION_TITLE)
    return {"title": section.title, "rows": rows}


def _row(row: Row) -> JsonObject:
    _within("row id", row.id, limits.ROW_ID)
    _within("row title", row.title, LIMITS.row_title)
    if not row.description:
        return {"id": row.id, "title": row.title}
    _within("row description", row.description, LIMITS.row_description)
    return {"id": row.id, "title": row.title, "description": row.description}


def _image(image: Image) -> JsonObject:
    if bool(image.media_id) == bool(image.link):
        raise refused("An image has either the id of an uploaded file or a link.")
    if image.link and not image.link.startswith("https://"):
        raise refused("The link of an image is not https.")
    return {**({"id": image.media_id} if image.media_id else {"link": image.link}), **_caption(image)}


def _caption(image: Image) -> JsonObject:
    if not image.caption:
        return {}
    _within("caption", image.caption, LIMITS.caption)
    return {"caption": image.caption}


def _template(template: Template) -> JsonObject:
    if not template.name or not template.language:
        raise refused("A template has a name and a language.")
    fields: JsonObject = {"name": template.name, "language": {"code": template.language}}
    if template.parameters:
        if not all(parameter.strip() for parameter in template.parameters):
            raise refused("A parameter of the template is empty.")
        parameters = [{"type": "text", "text": parameter} for parameter in template.parameters]
        fields["components"] = [{"type": "body", "parameters": parameters}]
        if template.code:
            # Meta wants the code once more for the button that copies it, whatever kind of button was approved.
            fields["components"].append({"type": "button", "sub_type": "url", "index": "0", "parameters": parameters})
    return fields


def _within(what: str, text: str, most: int) -> None:
    if not text.strip():
        raise refused(f"The {what} is empty.")
    if len(text) > most:
        raise refused(f"The {what} has {len(text)} characters; WhatsApp takes {most}.")
    if what.endswith(" id") and text != text.strip():
        raise refused(f"The {what} begins or ends with a blank.")


def _count(what: str, number: int, most: int) -> None:
    if not 1 <= number <= most:
        raise refused(f"There are {number} {what}; WhatsApp takes 1 to {most}.")


def _different(what: str, values: Sequence[str]) -> None:
    if len(set(values)) != len(values):
        raise refused(f"Two {what} are the same.")
