"""One case per provider of letters: they push, and say what became of it; nobody's message comes in."""

from dataclasses import replace

from cryptography.hazmat.primitives.asymmetric import ec
from tests.channels.letters import (
    MAILGUN,
    PASSWORD,
    POSTMARK,
    SENDGRID,
    SMTP,
    by_mailgun,
    by_postmark,
    by_sendgrid,
    without,
)
from tests.channels.requests import request
from tests.contracts.case import Case
from tests.payloads.reading import payload

from baraza.channels.email.mailgun import Mailgun
from baraza.channels.email.postmark import Postmark
from baraza.channels.email.sendgrid import SendGrid
from baraza.channels.email.smtp import Smtp
from baraza.messaging.contract import Letter

_TOO_LONG = Letter(subject="News", body="x" * 20001)
_NOTHING = (b"", b"{", b"[]", b"{}", b"\xff\xfe", b"[" * 2000)


def _mailgun() -> Case:
    delivered = payload("mailgun", "delivered")
    good = by_mailgun(delivered)
    return Case(
        provider=Mailgun(),
        connection=MAILGUN,
        message=good,
        next=by_mailgun(payload("mailgun", "failed_permanent")),
        batch=good,
        batch_size=1,
        strange=by_mailgun(payload("mailgun", "event_of_tomorrow")),
        silent=by_mailgun(payload("mailgun", "complained")),
        forged=(
            (request(delivered), MAILGUN),
            (by_mailgun(delivered, key="another"), MAILGUN),
            (by_mailgun(delivered, age=25 * 3600), MAILGUN),
            (by_mailgun(delivered, age=-25 * 3600), MAILGUN),
            (by_mailgun(delivered, key=""), replace(MAILGUN, secrets={})),
            (request(b"[]"), MAILGUN),
            (request(b"\xff"), MAILGUN),
        ),
        unreadable=tuple(request(body) for body in _NOTHING),
        oversize=_TOO_LONG,
        pushes=True,
        hears=False,
    )


def _sendgrid() -> Case:
    delivered = payload("sendgrid", "delivered")
    good = by_sendgrid(delivered)
    return Case(
        provider=SendGrid(),
        connection=SENDGRID,
        message=good,
        next=by_sendgrid(payload("sendgrid", "bounce")),
        batch=by_sendgrid(payload("sendgrid", "batch")),
        batch_size=3,
        strange=by_sendgrid(payload("sendgrid", "event_of_tomorrow")),
        silent=by_sendgrid(payload("sendgrid", "spamreport")),
        forged=(
            (request(delivered), SENDGRID),
            (by_sendgrid(delivered, key=ec.generate_private_key(ec.SECP256R1())), SENDGRID),
            (by_sendgrid(delivered, age=27 * 3600), SENDGRID),
            (replace(good, body=delivered + b" "), SENDGRID),
            (good, without(SENDGRID, "verification_key")),
            (good, replace(SENDGRID, secrets={"verification_key": "no key"})),
        ),
        unreadable=tuple(request(body) for body in (*_NOTHING, b"[1]", b'[{"event":"delivered"}]')),
        oversize=_TOO_LONG,
        pushes=True,
        hears=False,
        wordless=True,
    )


def _postmark() -> Case:
    delivery = payload("postmark", "delivery")
    good = by_postmark(delivery)
    return Case(
        provider=Postmark(),
        connection=POSTMARK,
        message=good,
        next=by_postmark(payload("postmark", "hard_bounce")),
        batch=good,
        batch_size=1,
        strange=by_postmark(payload("postmark", "type_of_tomorrow")),
        silent=by_postmark(payload("postmark", "spam_complaint")),
        forged=(
            (request(delivery), POSTMARK),
            (by_postmark(delivery, password=PASSWORD + "!"), POSTMARK),
            (by_postmark(delivery, password=""), replace(POSTMARK, secrets={})),
            (by_postmark(delivery, password="short"), replace(POSTMARK, secrets={"webhook_password": "short"})),
        ),
        unreadable=tuple(request(body) for body in _NOTHING),
        oversize=_TOO_LONG,
        pushes=True,
        hears=False,
    )


def _smtp() -> Case:
    nothing = request(b"")
    return Case(
        provider=Smtp(),
        connection=SMTP,
        message=nothing,
        next=nothing,
        batch=nothing,
        batch_size=0,
        strange=nothing,
        silent=nothing,
        forged=((nothing, SMTP),),
        unreadable=(nothing, request(b"{}")),
        oversize=_TOO_LONG,
        pushes=True,
        hears=False,
        told=False,
        by_http=False,
    )


LETTER_CASES = {
    "email.mailgun": _mailgun(),
    "email.sendgrid": _sendgrid(),
    "email.postmark": _postmark(),
    "email.smtp": _smtp(),
}
