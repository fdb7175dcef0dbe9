"""A message as the letter that goes out: subject, plain text, the same as HTML, and the headings that mailboxes obey."""

import hashlib
import re
from dataclasses import dataclass
from email.headerregistry import Address

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from baraza.channels.email.limits import LIMITS, SUBJECT_LENGTH
from baraza.core.ingress.contract import ConnectionFacts
from baraza.messaging.contract import Failure, Letter, Letterhead, Outgoing, SendError, Text

_ADDRESS = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_OUR_COLOUR = "#0b5563"


@dataclass(frozen=True, kw_only=True)
class Stationery:
    """Who writes, as the connection says it."""

    sender: str
    reply_to: str
    address_line: str

    @property
    def domain(self) -> str:
        return self.sender.rpartition("@")[2]


def stationery_of(connection: ConnectionFacts) -> Stationery:
    """Raises SendError(ACCOUNT) when the connection has no usable sender."""
    given = {name: str(connection.options.get(name, "")).strip() for name in ("sender", "reply_to", "address_line")}
    found = Stationery(**given)
    if not _ADDRESS.fullmatch(found.sender) or (found.reply_to and not _ADDRESS.fullmatch(found.reply_to)):
        raise misconfigured("The connection has no readable address to write from.")
    return found


def letter_of(*, outgoing: Outgoing, connection: ConnectionFacts) -> EmailMultiAlternatives:
    """Raises SendError for what is no letter."""
    stationery, recipient = stationery_of(connection), outgoing.recipient.email or ""
    if not _ADDRESS.fullmatch(recipient):
        raise refused("The message has no e-mail address to go to.")
    letter = _letter(outgoing)
    head = outgoing.letterhead or Letterhead(name=stationery.domain, language="en")
    with translation.override(head.language):
        subject = _one_line(letter.subject) or gettext("A message from %(organisation)s") % {"organisation": head.name}
        context = {
            "subject": subject,
            "head": head,
            "colour": head.colour if _COLOUR.fullmatch(head.colour) else _OUR_COLOUR,
            "paragraphs": [part for part in letter.body.split("\n") if part.strip()],
            "letter": letter,
            "stationery": stationery,
        }
        plain = render_to_string("email/letter.txt", context)
        html = render_to_string("email/letter.html", context)
    mail = EmailMultiAlternatives(
        subject=subject[:SUBJECT_LENGTH],
        body=plain.strip() + "\n",
        from_email=str(_named(head.name, stationery.sender)),
        to=[recipient],
        reply_to=[stationery.reply_to] if stationery.reply_to else [],
        headers=_headings(outgoing.key, stationery, head),
    )
    mail.attach_alternative(html, "text/html")
    return mail


def message_id_of(*, key: str, domain: str) -> str:
    """Our own, the same for every try of one message: mailboxes that get it twice show it once."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"


def refused(detail: str) -> SendError:
    return SendError(detail, failure=Failure.REFUSED, retryable=False, code="limits")


def misconfigured(detail: str) -> SendError:
    return SendError(detail, failure=Failure.ACCOUNT, retryable=False, code="connection")


def _letter(outgoing: Outgoing) -> Letter:
    content = outgoing.content
    if isinstance(content, Text):
        content = Letter(subject="", body=content.body)
    if not isinstance(content, Letter):
        raise refused("E-mail carries letters and texts only.")
    if not content.body.strip():
        raise refused("The text is empty.")
    if len(content.body) > LIMITS.text:
        raise refused(f"The text has {len(content.body)} characters; a letter takes {LIMITS.text}.")
    return content


def _headings(key: str, stationery: Stationery, head: Letterhead) -> dict[str, str]:
    """RFC 3834: a machine wrote it, so that no machine answers. RFC 8058: one click ends it, without a page or a sign-in."""
    found = {
        "Message-ID": message_id_of(key=key, domain=stationery.domain),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
        "Content-Language": head.language,
    }
    if head.stop_link:
        found |= {"List-Unsubscribe": f"<{head.stop_link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return found


def _named(name: str, address: str) -> Address:
    user, _, domain = address.rpartition("@")
    return Address(display_name=_one_line(name), username=user, domain=domain)


def _one_line(text: str) -> str:
    """A heading is one line, whatever a name or a subject holds."""
    return " ".join(text.split())
