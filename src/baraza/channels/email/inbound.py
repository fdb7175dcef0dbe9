"""Letters that a provider hands on: read once at the door into a payload of plain JSON, and out of it into a Mail.

anymail knows how each provider words them; what is read of its message here is read so that nothing that somebody made
up breaks it. Sources: RFC 5322 (headings), RFC 3834 (machines), RFC 3462 (reports of delivery).
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage, Message
from typing import Final

from anymail.inbound import AnymailInboundMessage

from baraza.channels.email.machines import automatic
from baraza.core.ingress.contract import Item, JsonObject, Unreadable
from baraza.lib.html_words import html_words
from baraza.lib.json_bodies import text_at
from baraza.lib.own_words import own_words
from baraza.lib.posted_forms import PostedFile, clean_name, decoded
from baraza.messaging.contract import MAIL, Mail, MediaReference, Sender

# As much as an hour's writing; a longer text is a file that somebody pasted.
_LONGEST_TEXT: Final = 50_000
_LONGEST_HTML: Final = 200_000
_MOST_PHOTOS: Final = 5
_MOST_BYTES: Final = 16 * 1024 * 1024
# Logos and icons of signatures stand in the text and are small; photos of telephones are not.
_SMALLEST_INLINE: Final = 20 * 1024
_MOST_IDS: Final = 30
_ID: Final = re.compile(r"<([^<>\s]{3,300})>")
# What the standard library raises for headings that somebody made up.
_BROKEN: Final = (ValueError, TypeError, AttributeError, IndexError, KeyError, LookupError)


@dataclass(frozen=True, kw_only=True)
class Handed:
    """What a provider handed on; `recipient` is whom the envelope names, `files` what it took out of the letter."""

    message: AnymailInboundMessage
    recipient: str
    files: tuple[PostedFile, ...] = ()
    spam: bool = False


def item_of(handed: Handed) -> Item:
    """Raises Unreadable when nobody is named as its sender."""
    message = handed.message
    senders = _addresses(message, "From")
    sender = senders[0].addr_spec.lower() if senders else (message.envelope_sender or "").strip("<> ").lower()
    if not sender or len(sender) > 160:  # noqa: PLR2004 - the column's length
        raise Unreadable("The letter names no sender.")
    mail_id = _heading(message, "Message-ID")[:300]
    text, html = _texts(message)
    photos, left = _files([*handed.files, *_attached(message)])
    payload: JsonObject = {
        "from": sender,
        "name": senders[0].display_name[:120] if senders else "",
        "doubtful": handed.spam or len(senders) != 1 or len(message.get_all("From") or []) != 1,
        "to": [handed.recipient, *(one.addr_spec for name in ("To", "Cc") for one in _addresses(message, name))][:50],
        "id": mail_id,
        "answers": _ID.findall(f"{_heading(message, 'In-Reply-To')} {_heading(message, 'References')}")[:_MOST_IDS],
        "subject": _heading(message, "Subject")[:300],
        "automatic": automatic(
            content_type=message.get_content_type(),
            envelope_sender=message.envelope_sender,
            sender=sender,
            heading=lambda name: _heading(message, name),
        ),
        "text": text,
        "html": html,
        "at": _date(message),
        "files": photos,
        "left": left,
    }
    # One letter to two of our addresses comes twice, and answers two matters.
    told = "\n".join((mail_id or f"{payload['at']}{payload['subject']}{text}{html}", sender, handed.recipient.lower()))
    digest = hashlib.sha256(told.encode(errors="replace")).hexdigest()
    return Item(item_id=f"mail:{digest}", kind=MAIL, sender=sender, payload=payload)


def mail_of(item: Item) -> Mail:
    payload = item.payload
    whole = text_at(payload, "text") or html_words(text_at(payload, "html"))
    files = [one for one in payload.get("files", []) if isinstance(one, dict)]
    at = text_at(payload, "at")
    return Mail(
        sender=Sender(email=text_at(payload, "from"), name=text_at(payload, "name")),
        external_id=item.item_id,
        mail_id=text_at(payload, "id"),
        tokens=tuple(_tokens(payload.get("to", []), payload.get("answers", []))),
        subject=" ".join(text_at(payload, "subject").split()),
        words=own_words(whole),
        whole=whole.strip(),
        photos=tuple(
            MediaReference(
                id=f"{item.item_id}/{number}", mime_type=text_at(one, "type"), file_name=text_at(one, "name")
            )
            for number, one in enumerate(files)
        ),
        left=tuple(str(name) for name in payload.get("left", [])),
        automatic=text_at(payload, "automatic"),
        doubtful=payload.get("doubtful") is True,
        sent_at=datetime.fromisoformat(at) if at else None,
    )


def _tokens(recipients: Iterable[object], answers: Iterable[object]) -> Iterator[str]:
    """Behind the + of an address (RFC 5233), and behind the first point of a letter's id of ours."""
    for one in recipients:
        yield str(one).rpartition("@")[0].partition("+")[2]
    for one in answers:
        yield str(one).rpartition("@")[0].partition(".")[2]


def _heading(message: Message, name: str) -> str:
    try:
        found = message.get(name)
        return "" if found is None else " ".join(str(found).replace("\0", "").split())
    except _BROKEN:
        return ""


def _addresses(message: EmailMessage, name: str) -> list[Address]:
    """Strictly as the standard says: a heading that can be read in two ways names nobody."""
    try:
        found = message.get(name)
        if name == "From" and getattr(found, "defects", None):
            return []
        addresses: tuple[Address, ...] = getattr(found, "addresses", None) or ()
        return [one for one in addresses if one.username and one.domain]
    except _BROKEN:
        return []


def _date(message: Message) -> str:
    try:
        found = getattr(message.get("Date"), "datetime", None)
        return found.astimezone(UTC).isoformat() if isinstance(found, datetime) else ""
    except (*_BROKEN, OverflowError):
        return ""


def _texts(message: Message) -> tuple[str, str]:
    """Plain text where there is any; programs of one maker put photos between several."""
    plain = [_text(part) for part in _shown(message, "text/plain")]
    text = "\n".join(plain).strip()[:_LONGEST_TEXT]
    html = "" if text else "\n".join(_text(part) for part in _shown(message, "text/html")).strip()[:_LONGEST_HTML]
    return text, html


def _shown(message: Message, kind: str) -> Iterator[Message]:
    for part in message.walk():
        if part.get_content_type() == kind and part.get_content_disposition() != "attachment":
            yield part


def _text(part: Message) -> str:
    try:
        content = part.get_payload(decode=True)
    except _BROKEN:
        return ""
    if not isinstance(content, bytes):
        return ""
    return decoded(content, charset=str(part.get_content_charset("utf-8"))).replace("\r\n", "\n")


def _attached(message: Message) -> Iterator[PostedFile]:
    """What stands in the letter itself and is no text of it."""
    for part in message.walk():
        is_text = part.get_content_maintype() == "text" and part.get_content_disposition() != "attachment"
        if part.is_multipart() or is_text:
            continue
        try:
            content, name = part.get_payload(decode=True), part.get_filename()
        except _BROKEN:
            content, name = b"", ""
        yield PostedFile(
            name=clean_name(str(name or "")),
            content_type=part.get_content_type(),
            content=content if isinstance(content, bytes) else b"",
            inline=part.get_content_disposition() == "inline" or part.get("Content-ID") is not None,
        )


def _files(found: list[PostedFile]) -> tuple[list[JsonObject], list[str]]:
    """Photos as they came, for the job that makes them safe; names of what is left out."""
    photos: list[JsonObject] = []
    left: list[str] = []
    size = 0
    for one in found:
        if not one.content or (one.inline and len(one.content) < _SMALLEST_INLINE):
            continue
        fits = len(photos) < _MOST_PHOTOS and size + len(one.content) <= _MOST_BYTES
        if one.content_type.startswith("image/") and fits:
            size += len(one.content)
            data = base64.b64encode(one.content).decode()
            photos.append({"name": one.name, "type": one.content_type[:100], "data": data})
        else:
            left.append(one.name or one.content_type[:80])
    return photos, left[:20]
