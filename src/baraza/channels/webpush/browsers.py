"""Notifications in browsers, by the push service that each browser brings along (RFC 8030, 8291, 8292)."""

# ruff: noqa: ARG002 - the contract names every parameter, whether a channel needs it or not

from typing import NoReturn

from django.conf import settings

from baraza.channels.webpush.calls import DeviceGone, hand_over
from baraza.channels.webpush.checking import check
from baraza.channels.webpush.limits import LIMITS, TTL_SECONDS
from baraza.channels.webpush.sealing import KeyGone, authorisation, sealed, topic
from baraza.channels.webpush.wording import payload, reference_of
from baraza.core.ingress.contract import ConnectionFacts, Item, JsonObject, RawRequest, RawResponse, Unreadable
from baraza.messaging.contract import (
    BrowserDevice,
    CheckFacts,
    CheckReport,
    ConnectionField,
    Failure,
    Limits,
    MediaReference,
    MediaRefused,
    Outgoing,
    Parsed,
    Screen,
    SendError,
    Template,
)
from baraza.messaging.devices import forget_gone


class Browsers:
    """Nothing comes in by this channel: browsers say nothing of what became of a notification."""

    channel = "webpush"
    title = "Notifications in the browser"
    guide: tuple[str, ...] = (
        "There is no account to open: browsers bring their own push service along.",
        "The operator of this system makes one key pair for all; the test below says whether that was done.",
        "Residents switch notifications on at the page of their report. Pause the connection to stop them all.",
    )
    inline = False
    content_types: frozenset[str] = frozenset()
    limits: Limits = LIMITS
    fields: tuple[ConnectionField, ...] = ()

    def handshake(self, *, request: RawRequest, connection: ConnectionFacts) -> RawResponse:
        return RawResponse(status=405)

    def verify(self, *, request: RawRequest, connection: ConnectionFacts) -> bool:
        return False

    def items(self, *, request: RawRequest, connection: ConnectionFacts) -> list[Item]:
        raise Unreadable("Nothing comes in by this channel.")

    def acknowledge(self, *, answer: JsonObject | None) -> RawResponse:
        return RawResponse(status=204)

    def parse(self, *, item: Item, connection: ConnectionFacts, previous: Item | None) -> list[Parsed]:
        return []

    def send(self, *, outgoing: Outgoing, connection: ConnectionFacts) -> str:
        """To every browser of the person; it is enough that one took it. Those that are gone are forgotten."""
        if not isinstance(outgoing.content, Template):
            raise _refused("A notification only says that there is news; this message has words of its own.")
        if not outgoing.recipient.devices:
            raise _nobody()
        taken, gone, failed = _to_each(outgoing.content, outgoing.recipient.devices)
        forget_gone(organisation_id=connection.organisation_id, device_ids=gone)
        if taken:
            return taken[0]
        if failed:
            raise next((error for error in failed if error.retryable), failed[0])
        raise _nobody()

    def mark_read(self, *, external_id: str, connection: ConnectionFacts) -> None:
        """Browsers have no such sign."""

    def fetch_media(self, *, media: MediaReference, connection: ConnectionFacts) -> NoReturn:
        raise MediaRefused("Nothing comes in by this channel.")

    def check(self, *, connection: ConnectionFacts, facts: CheckFacts) -> CheckReport:
        return check()

    def answer_of(self, *, screen: Screen) -> JsonObject:
        raise _refused("A notification is not answered in the request.")


def _to_each(content: Template, devices: tuple[BrowserDevice, ...]) -> tuple[list[str], list[int], list[SendError]]:
    taken: list[str] = []
    gone: list[int] = []
    failed: list[SendError] = []
    for device in devices:
        try:
            taken.append(_to_one(content, device))
        except (DeviceGone, KeyGone):
            gone.append(device.id)
        except SendError as error:
            failed.append(error)
    return taken, gone, failed


def _to_one(content: Template, device: BrowserDevice) -> str:
    reference = reference_of(content)
    headers = {
        **authorisation(device=device, keys=settings.VAPID_KEYS, contact=our_contact()),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(TTL_SECONDS),
        "Urgency": "normal",
    }
    if reference:
        headers["Topic"] = topic(reference)
    body = sealed(content=payload(reference=reference, language=device.language), device=device)
    return hand_over(endpoint=device.endpoint, headers=headers, body=body)


def our_contact() -> str:
    """Whom a push service tells when our messages do harm."""
    return settings.VAPID_CONTACT or settings.PUBLIC_URL


def _refused(detail: str) -> SendError:
    return SendError(detail, failure=Failure.REFUSED, retryable=False, code="limits")


def _nobody() -> SendError:
    return SendError(
        "The person has no browser any more that shows notifications.",
        failure=Failure.UNREACHABLE,
        retryable=False,
        code="gone",
    )
