"""One case per provider of the catalogue: what the contract's tests need to know of it."""

from dataclasses import replace
from urllib.parse import urlencode

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
from tests.contracts.letter_cases import LETTER_CASES
from tests.payloads.reading import payload

from baraza.channels.sms.twilio import Twilio
from baraza.channels.ussd.africas_talking import AfricasTalking
from baraza.channels.ussd.hubtel import Hubtel
from baraza.channels.whatsapp.meta_cloud import MetaCloud
from baraza.core.ingress.contract import RawRequest
from baraza.messaging.contract import Screen, Text

PERSON = "+250788123456"


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
        unreadable=tuple(signed(body) for body in (b"", b"{", b"[]", b"{}", b"\xff\xfe", b"[" * 2000)),
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
        unreadable=tuple(request(body) for body in (b"", b"{", b"[]", b"{}", b"\xff\xfe", b"[" * 2000)),
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


CASES = {
    "whatsapp.meta_cloud": _whatsapp(),
    "ussd.africas_talking": _africas_talking(),
    "ussd.hubtel": _hubtel(),
    "sms.twilio": _twilio(),
    **LETTER_CASES,
}
INLINE = sorted(name for name, case in CASES.items() if case.provider.inline)
CALLING = sorted(name for name, case in CASES.items() if case.calls)
PUSHING = sorted(name for name, case in CASES.items() if case.pushes and case.by_http)
SILENT = sorted(name for name, case in CASES.items() if not case.pushes)
HEARING = sorted(name for name, case in CASES.items() if case.hears)
TOLD = sorted(name for name, case in CASES.items() if case.told)
