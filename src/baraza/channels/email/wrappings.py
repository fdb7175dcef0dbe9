"""How Mailgun, SendGrid and Postmark wrap a letter that came in; anymail 15.2 unwraps it.

The forms are read by us: anymail would have Django read them, which refuses large ones and drops files by their names.
"""

import base64
import binascii
import functools
import warnings
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from anymail.exceptions import AnymailError, AnymailInsecureWebhookWarning, AnymailWarning
from anymail.inbound import AnymailInboundMessage
from anymail.webhooks.mailgun import MailgunInboundWebhookView
from anymail.webhooks.postmark import PostmarkInboundWebhookView
from anymail.webhooks.sendgrid import SendGridInboundWebhookView

from baraza.channels.email.inbound import Handed
from baraza.core.ingress.contract import JsonObject, Unreadable
from baraza.lib.json_bodies import read_json, text_at
from baraza.lib.posted_forms import PostedFile, PostedForm, clean_name


def handed_by_mailgun(form: PostedForm) -> Handed:
    """The "fully parsed" format: fields in UTF-8, files beside them.

    documentation.mailgun.com/docs/mailgun/user-manual/receive-forward-store/receive-http
    """
    post = {name: form.text(name) for name in form.fields if name != "attachment-count"}
    event = _unwrapped(_mailgun(), SimpleNamespace(POST=post, FILES={}))
    inline = set(_object(post.get("content-id-map", "")).values())
    files = tuple(_inline(one) if name in inline else one for name, one in form.files.items())
    return Handed(
        message=event.message,
        recipient=post.get("recipient", ""),
        files=files,
        spam=event.message.spam_detected is True
        or _failed(post.get("X-Mailgun-Spf", ""), post.get("X-Mailgun-Dkim-Check-Result", "")),
    )


def handed_by_sendgrid(form: PostedForm) -> Handed:
    """Raw, or parsed, with the charset of each field named.

    twilio.com/docs/sendgrid/for-developers/parsing-email/setting-up-the-inbound-parse-webhook
    """
    if "email" in form.fields and "headers" not in form.fields:
        # As it came, in whatever charsets: anymail would take it for text.
        message = AnymailInboundMessage.parse_raw_mime_bytes(form.fields["email"])
    else:
        message = _unwrapped(_sendgrid(), SimpleNamespace(POST=_parsed(form), FILES={}, body=b"")).message
    named = _object(form.text("attachment-info"))
    return Handed(
        message=message,
        recipient=_envelope_recipient(form),
        files=tuple(
            _inline(one) if text_at(named.get(name), "content-id") else one for name, one in form.files.items()
        ),
        spam=_failed(form.text("SPF"), form.text("dkim")),
    )


def _parsed(form: PostedForm) -> "_Post":
    charsets = _object(form.text("charsets"))
    names = [name for name in form.fields if name not in {"charsets", "attachment-info"}]
    return _Post({name: form.text(name, charset=text_at(charsets, name) or "utf-8") for name in names})


def handed_by_postmark(body: JsonObject) -> Handed:
    """JSON, with files in base64. postmarkapp.com/developer/webhooks/inbound-webhook"""
    files = () if "RawEmail" in body else tuple(_of_postmark(body.get("Attachments")))
    event = _unwrapped(_postmark(), {name: value for name, value in body.items() if name != "Attachments"})
    recipient = text_at(body, "OriginalRecipient")
    return Handed(message=event.message, recipient=recipient, files=files, spam=event.message.spam_detected is True)


class _Post(dict[str, str]):
    """Of a form in Django's sense anymail asks this, too."""

    encoding = "utf-8"


def _unwrapped(reader: Any, wrapped: Any) -> Any:
    try:
        return reader.esp_to_anymail_event(wrapped)
    except (AnymailError, ValueError, KeyError, TypeError, AttributeError, IndexError, LookupError) as error:
        raise Unreadable("The body is no letter of this provider.") from error


def _failed(spf: str, dkim: str) -> bool:
    """Whoever wrote in another's name fails both; one alone fails when a letter is passed on."""
    return spf.lower() in {"fail", "softfail"} and "pass" not in dkim.lower()


def _object(text: str) -> dict[str, Any]:
    try:
        found = read_json(text.encode(errors="replace")) if text else {}
    except ValueError:
        found = {}
    return found if isinstance(found, dict) else {}


def _envelope_recipient(form: PostedForm) -> str:
    named = _object(form.text("envelope")).get("to")
    return str(named[0]) if isinstance(named, list) and named else ""


def _inline(one: PostedFile) -> PostedFile:
    return PostedFile(name=one.name, content_type=one.content_type, content=one.content, inline=True)


def _of_postmark(attachments: object) -> Iterator[PostedFile]:
    for one in attachments if isinstance(attachments, list) else []:
        written = text_at(one, "Content") or text_at(one, "Data")
        try:
            content = base64.b64decode(written)
        except binascii.Error:
            content = b""
        yield PostedFile(
            name=clean_name(text_at(one, "Name")),
            content_type=text_at(one, "ContentType").partition(";")[0].strip().lower(),
            content=content,
            inline=bool(text_at(one, "ContentID")),
        )


@functools.cache
def _mailgun() -> Any:
    """These only read: the proof of a webhook is judged by each provider."""
    return MailgunInboundWebhookView(webhook_signing_key="unused")


@functools.cache
def _sendgrid() -> Any:
    with warnings.catch_warnings(action="ignore", category=AnymailWarning):
        return SendGridInboundWebhookView()


@functools.cache
def _postmark() -> Any:
    with warnings.catch_warnings(action="ignore", category=AnymailInsecureWebhookWarning):
        return PostmarkInboundWebhookView()
