"""One USSD session as each gateway posts it, and the screen that a telephone shows of the answer."""

import itertools
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import httpx
import orjson

from baraza.lib.gsm7 import septets

Json = dict[str, Any]
SCREEN_SEPTETS = 160


class HandsetFailure(Exception):
    """The door answered what no telephone can show, or did not answer."""


@dataclass(frozen=True)
class Shown:
    """A screen; `open` says whether the person can answer it."""

    text: str
    open: bool


class Line(Protocol):
    """What a session needs of the telephone."""

    number: str
    service_code: str

    def post(self, *, body: bytes, content_type: str, events: bool = False) -> httpx.Response: ...


class Session(Protocol):
    """One session, as one gateway posts it."""

    def turn(self, text: str) -> Shown: ...

    def repeat(self) -> Shown: ...

    def end(self, *, timed_out: bool) -> int: ...


def _shown(text: str, *, still_open: bool, prefix: int = 0) -> Shown:
    if prefix + septets(text) > SCREEN_SEPTETS:
        raise HandsetFailure(f"The screen takes {prefix + septets(text)} septets; a phone shows {SCREEN_SEPTETS}.")
    return Shown(text, still_open)


class _AfricasTalkingSession:
    def __init__(self, phone: Line) -> None:
        self._phone = phone
        self._id = f"ATUid_{secrets.token_hex(16)}"
        self._answers: list[str] = []

    def turn(self, text: str) -> Shown:
        if text:
            self._answers.append(text)
        return self.repeat()

    def repeat(self) -> Shown:
        answer = self._post({"networkCode": "63510", "text": "*".join(self._answers)})
        word, text = answer.text[:4], answer.text[4:]
        if answer.status_code != httpx.codes.OK or word not in {"CON ", "END "}:
            raise HandsetFailure(f"The gateway would end the session: {answer.status_code} {answer.text[:20]!r}.")
        return _shown(text, still_open=word == "CON ", prefix=len(word))

    def end(self, *, timed_out: bool) -> int:
        fields = {
            "date": time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime()),
            "networkCode": "63510",
            "status": "Incomplete" if timed_out else "Success",
            "cost": "0.0000",
            "durationInMillis": "12000",
            "hopsCount": str(len(self._answers) + 1),
            "input": "*".join(self._answers),
            "lastAppResponse": "",
        }
        return self._post(fields, events=True).status_code

    def _post(self, fields: dict[str, str], *, events: bool = False) -> httpx.Response:
        form = {
            "sessionId": self._id,
            "phoneNumber": self._phone.number,
            "serviceCode": self._phone.service_code,
            **fields,
        }
        body = str(httpx.QueryParams(form)).encode()
        return self._phone.post(body=body, content_type="application/x-www-form-urlencoded", events=events)


class _HubtelSession:
    def __init__(self, phone: Line) -> None:
        self._phone = phone
        self._id = secrets.token_hex(16)
        self._numbers = itertools.count(1)
        self._last: Json = {}

    def turn(self, text: str) -> Shown:
        number = next(self._numbers)
        code = self._phone.service_code.strip("*#")
        first = f"*{code}*{text}#" if text else f"*{code}#"
        kind = "Initiation" if number == 1 else "Response"
        self._last = {"Type": kind, "Message": first if number == 1 else text, "Sequence": number}
        return self.repeat()

    def repeat(self) -> Shown:
        answer = self._post(self._last)
        if answer.status_code != httpx.codes.OK:
            raise HandsetFailure(f"The gateway would end the session: {answer.status_code}.")
        screen = answer.json()
        if screen.get("Type") not in {"Response", "Release"}:
            raise HandsetFailure("The gateway would end the session: the answer has no type.")
        return _shown(screen["Message"], still_open=screen["Type"] == "Response")

    def end(self, *, timed_out: bool) -> int:
        kind = "Timeout" if timed_out else "Release"
        return self._post({"Type": kind, "Message": "", "Sequence": next(self._numbers)}).status_code

    def _post(self, fields: Json) -> httpx.Response:
        body = {
            "Mobile": self._phone.number[1:],
            "SessionId": self._id,
            "ServiceCode": self._phone.service_code.strip("*#"),
            "Operator": "vodafone",
            "ClientState": "",
            "Platform": "USSD",
            **fields,
        }
        return self._phone.post(body=orjson.dumps(body), content_type="application/json")


GATEWAYS: dict[str, Callable[[Line], Session]] = {"africas_talking": _AfricasTalkingSession, "hubtel": _HubtelSession}
