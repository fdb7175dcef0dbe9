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
from baraza.lib.own_words import MARK_BEGINS, MARK_ENDS
from baraza.messaging.contract import Failure, Letter, Letterhead, Outgoing, SendError, Text

_ADDRESS = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+")
_LONGEST_LOCAL_PART = 64
_MAIL_ID = re.compile(r"<[!-;=?-~]{3,250}>")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_OUR_COLOUR = "#0b5563"


@dataclass(frozen=True, kw_only=True)
class Stationery:
    """Who writes, as the connection says it."""

    sender: str
    reply_to: str
    address_line: str
    answers_at: str

    @property
    def domain(self) -> str:
        return self.sender.rpartition("@")[2]


def stationery_of(connection: ConnectionFacts) -> Stationery:
    """Raises SendError(ACCOUNT) when the connection has no usable sender."""
    given = {
        name: str(connection.options.get(name, "")).strip()
        for name in ("sender", "reply_to", "address_line", "answers_at")
    }
    found = Stationery(**given)
    others = [one for one in (found.reply_to, found.answers_at) if one]
    if not _ADDRESS.fullmatch(found.sender) or not all(_ADDRESS.fullmatch(one) for one in others):
        raise misconfigured("The connection has no readable address to write from.")
    return found


def letter_of(*, outgoing: Outgoing, connection: ConnectionFacts) -> EmailMultiAlternatives:
    """Raises SendError for what is no letter."""
    # Whoever wrote to us from a mailbox that they did not prove is known by it on this connection only.
    stationery, recipient = stationery_of(connection), outgoing.recipient.email or outgoing.recipient.user_id or ""
    if not _ADDRESS.fullmatch(recipient):
        raise refused("The message has no e-mail address to go to.")
    letter = _letter(outgoing)
    answers_to = _answers_to(stationery, outgoing.answer_token)
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
            "mark": f"{MARK_BEGINS} {gettext('Answer above this line')} {MARK_ENDS}" if answers_to else "",
        }
        plain = render_to_string("email/letter.txt", context)
        html = render_to_string("email/letter.html", context)
    mail = EmailMultiAlternatives(
        subject=subject[:SUBJECT_LENGTH],
        body=plain.strip() + "\n",
        from_email=str(_named(head.name, stationery.sender)),
        to=[recipient],
        reply_to=[one for one in (answers_to or stationery.reply_to,) if one],
        headers=_headings(outgoing, stationery, head),
    )
    mail.attach_alternative(html, "text/html")
    return mail


def message_id_of(*, key: str, domain: str, token: str = "") -> str:
    """Our own, the same for every try of one message: mailboxes that get it twice show it once.

    The token goes along, for programs that answer the sender and not the address that we ask for.
    """
    return f"<{_digest(key)}{'.' if token else ''}{token}@{domain}>"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:40]


def _answers_to(stationery: Stationery, token: str) -> str:
    """The address with the letter's own sign (RFC 5233); empty where answers do not come in.

    Where it would be too long (RFC 5321, 4.5.3.1.1) the sign is left to the letter's id, which answers name, too.
    """
    name, _, domain = stationery.answers_at.rpartition("@")
    if not name or not token:
        return ""
    signed = f"{name}+{token}"
    return f"{signed if len(signed) <= _LONGEST_LOCAL_PART else name}@{domain}"


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


def _headings(outgoing: Outgoing, stationery: Stationery, head: Letterhead) -> dict[str, str]:
    """RFC 3834: a machine wrote it, so that no machine answers. RFC 8058: one click ends it, without a page or a sign-in.

    RFC 5322, 3.6.4: letters about one matter name a common ancestor, so that mailboxes show them together.
    """
    token, answered = outgoing.answer_token, outgoing.in_reply_to
    ancestors = [f"<{_digest(token)}@{stationery.domain}>"] if token else []
    found = {
        "Message-ID": message_id_of(key=outgoing.key, domain=stationery.domain, token=token),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
        "Content-Language": head.language,
    }
    if _MAIL_ID.fullmatch(answered):
        found["In-Reply-To"] = answered
        ancestors.append(answered)
    if ancestors:
        found["References"] = " ".join(ancestors)
    if head.stop_link:
        found |= {"List-Unsubscribe": f"<{head.stop_link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return found


def _named(name: str, address: str) -> Address:
    user, _, domain = address.rpartition("@")
    return Address(display_name=_one_line(name), username=user, domain=domain)


def _one_line(text: str) -> str:
    """A heading is one line, whatever a name or a subject holds."""
    return " ".join(text.split())
