"""One case per provider of the catalogue: what the contract's tests need to know of it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

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
from tests.channels.requests import (
    AFRICAS_TALKING,
    HUBTEL,
    TWILIO,
    WHATSAPP,
    request,
    signed,
    signed_by_twilio,
    with_options,
)
from tests.contracts.case import Case
from tests.payloads.reading import payload

from baraza.channels.email.mailgun import Mailgun
from baraza.channels.email.postmark import Postmark
from baraza.channels.email.sendgrid import SendGrid
from baraza.channels.email.smtp import Smtp
from baraza.channels.sms.twilio import Twilio
from baraza.channels.ussd.africas_talking import AfricasTalking
from baraza.channels.ussd.hubtel import Hubtel
from baraza.channels.whatsapp.meta_cloud import MetaCloud
from baraza.core.ingress.contract import ConnectionFacts, RawRequest
from baraza.messaging.contract import ChannelProvider, Letter, Screen, Text

PERSON = "+250788123456"
_NO_JSON = (b"", b"{", b"[]", b"{}", b"\xff\xfe", b"[" * 2000)
Forged = tuple[tuple[RawRequest, ConnectionFacts], ...]


def _whatsapp() -> Case:
    text = payload("whatsapp", "text")
    good = signed(text)
    return Case(
        provider=MetaCloud(),
        connection=WHATSAPP,
        message=good,
        next=signed(payload("whatsapp", "button_reply")),
        batch=signed(payload("whatsapp", "batch")),
        batch_size=6,
        strange=signed(payload("whatsapp", "status_of_tomorrow")),
        silent=signed(payload("whatsapp", "status_read")),
        forged=(
            (request(text), WHATSAPP),
            (signed(text, secret="another"), WHATSAPP),
            (replace(good, body=text + b" "), WHATSAPP),
            (good, replace(WHATSAPP, secrets={})),
        ),
        unreadable=tuple(signed(body) for body in _NO_JSON),
        oversize=Text(body="x" * 4097),
        pushes=True,
        calls=True,
    )


def _africas_talking() -> Case:
    def turn(name: str, path: str = "/in/ussd.africas_talking/token/") -> RawRequest:
        return request(payload("africas_talking", name), path=path, remote_address="203.0.113.9")

    listed = with_options(AFRICAS_TALKING, addresses=["198.51.100.0/24"])
    return Case(
        provider=AfricasTalking(),
        connection=AFRICAS_TALKING,
        message=turn("first"),
        next=turn("second"),
        batch=turn("direct_dial"),
        batch_size=1,
        strange=request(
            urlencode(
                {"sessionId": "ATUid_1", "phoneNumber": PERSON, "serviceCode": "*1#", "status": "Pondering"}
            ).encode(),
            path="/in/ussd.africas_talking/token/events/",
        ),
        silent=turn("end_success", "/in/ussd.africas_talking/token/events/"),
        forged=((turn("first"), listed),),
        unreadable=tuple(request(body) for body in (b"", b"{}", b"text=1", b"\xff\xfe=1", b"=&=")),
        oversize=Screen(text="x" * 157),
        pushes=False,
    )


def _hubtel() -> Case:
    def turn(name: str) -> RawRequest:
        return request(payload("hubtel", name), remote_address="203.0.113.9")

    listed = with_options(HUBTEL, addresses=["198.51.100.0/24"])
    return Case(
        provider=Hubtel(),
        connection=HUBTEL,
        message=turn("initiation"),
        next=turn("response"),
        batch=turn("direct_dial"),
        batch_size=1,
        strange=turn("type_of_tomorrow"),
        silent=turn("timeout"),
        forged=((turn("initiation"), listed),),
        unreadable=tuple(request(body) for body in _NO_JSON),
        oversize=Screen(text="x" * 157),
        pushes=False,
    )


def _twilio() -> Case:
    text = payload("twilio", "text")
    good = signed_by_twilio(text)
    return Case(
        provider=Twilio(),
        connection=TWILIO,
        message=good,
        next=signed_by_twilio(payload("twilio", "accented")),
        batch=good,
        batch_size=1,
        strange=signed_by_twilio(payload("twilio", "status_of_tomorrow"), key="turn:1"),
        silent=signed_by_twilio(payload("twilio", "status_delivered"), key="turn:1"),
        forged=(
            (request(text), TWILIO),
            (signed_by_twilio(text, token="another-token"), TWILIO),
            (replace(good, body=text + b"&Body=more"), TWILIO),
            (replace(good, path="/in/sms.twilio/other/"), TWILIO),
            (replace(good, query={"key": "turn:2"}), TWILIO),
            (good, replace(TWILIO, secrets={})),
        ),
        unreadable=tuple(
            signed_by_twilio(body)
            for body in (b"", b"{}", b"\xff\xfe=1", b"MessageSid=SM1", text.replace(b"AC01", b"AC99"))
        ),
        oversize=Text(body="x" * 1531),
        pushes=True,
    )


def _letters(
    provider: ChannelProvider,
    connection: ConnectionFacts,
    sealed: Callable[[str], RawRequest],
    *,
    named: tuple[str, str, str, str],
    forged: Forged,
    unreadable: tuple[bytes, ...] = _NO_JSON,
    **more: Any,
) -> Case:
    """`named` are the payloads of a message, of another one, of one of tomorrow, and of one that wants no answer."""
    message, following, strange, silent = map(sealed, named)
    return Case(
        provider=provider,
        connection=connection,
        message=message,
        next=following,
        strange=strange,
        silent=silent,
        forged=forged,
        unreadable=tuple(request(body) for body in unreadable),
        oversize=Letter(subject="News", body="x" * 20001),
        pushes=True,
        hears=False,
        **{"batch": message, "batch_size": 1, **more},
    )


def _mailgun() -> Case:
    delivered = payload("mailgun", "delivered")
    return _letters(
        Mailgun(),
        MAILGUN,
        lambda name: by_mailgun(payload("mailgun", name)),
        named=("delivered", "failed_permanent", "event_of_tomorrow", "complained"),
        forged=(
            (request(delivered), MAILGUN),
            (by_mailgun(delivered, key="another"), MAILGUN),
            (by_mailgun(delivered, age=25 * 3600), MAILGUN),
            (by_mailgun(delivered, age=-25 * 3600), MAILGUN),
            (by_mailgun(delivered, key=""), replace(MAILGUN, secrets={})),
            (request(b"[]"), MAILGUN),
            (request(b"\xff"), MAILGUN),
        ),
    )


def _sendgrid() -> Case:
    delivered = payload("sendgrid", "delivered")
    good = by_sendgrid(delivered)
    return _letters(
        SendGrid(),
        SENDGRID,
        lambda name: good if name == "delivered" else by_sendgrid(payload("sendgrid", name)),
        named=("delivered", "bounce", "event_of_tomorrow", "spamreport"),
        forged=(
            (request(delivered), SENDGRID),
            (by_sendgrid(delivered, key=ec.generate_private_key(ec.SECP256R1())), SENDGRID),
            (by_sendgrid(delivered, age=27 * 3600), SENDGRID),
            (replace(good, body=delivered + b" "), SENDGRID),
            (good, without(SENDGRID, "verification_key")),
            (good, replace(SENDGRID, secrets={"verification_key": "no key"})),
        ),
        unreadable=(*_NO_JSON, b"[1]", b'[{"event":"delivered"}]'),
        batch=by_sendgrid(payload("sendgrid", "batch")),
        batch_size=3,
        wordless=True,
    )


def _postmark() -> Case:
    delivery = payload("postmark", "delivery")
    return _letters(
        Postmark(),
        POSTMARK,
        lambda name: by_postmark(payload("postmark", name)),
        named=("delivery", "hard_bounce", "type_of_tomorrow", "spam_complaint"),
        forged=(
            (request(delivery), POSTMARK),
            (by_postmark(delivery, password=PASSWORD + "!"), POSTMARK),
            (by_postmark(delivery, password=""), replace(POSTMARK, secrets={})),
            (by_postmark(delivery, password="short"), replace(POSTMARK, secrets={"webhook_password": "short"})),
        ),
    )


def _smtp() -> Case:
    nothing = request(b"")
    return _letters(
        Smtp(),
        SMTP,
        lambda _: nothing,
        named=("", "", "", ""),
        forged=((nothing, SMTP),),
        unreadable=(b"", b"{}"),
        batch_size=0,
        told=False,
        by_http=False,
    )


CASES = {
    "whatsapp.meta_cloud": _whatsapp(),
    "ussd.africas_talking": _africas_talking(),
    "ussd.hubtel": _hubtel(),
    "sms.twilio": _twilio(),
    "email.mailgun": _mailgun(),
    "email.sendgrid": _sendgrid(),
    "email.postmark": _postmark(),
    "email.smtp": _smtp(),
}
INLINE = sorted(name for name, case in CASES.items() if case.provider.inline)
CALLING = sorted(name for name, case in CASES.items() if case.calls)
PUSHING = sorted(name for name, case in CASES.items() if case.pushes and case.by_http)
SILENT = sorted(name for name, case in CASES.items() if not case.pushes)
HEARING = sorted(name for name, case in CASES.items() if case.hears)
TOLD = sorted(name for name, case in CASES.items() if case.told)
