"""Voice agents of Retell AI. Webhooks are read in `webhooks`, its lists in `listing`; nothing is sent to people."""

# ruff: noqa: ARG002 - the contract names every parameter, whether a channel needs it or not

from http import HTTPStatus
from typing import NoReturn

from baraza.channels.voice import listing, webhooks
from baraza.channels.voice.checking import check, knock_at
from baraza.channels.voice.limits import FURTHER_EVENTS, LIMITS, USUAL_EVENTS
from baraza.channels.voice.signature import is_signed
from baraza.core.ingress.contract import ConnectionFacts, Item, JsonObject, RawRequest, RawResponse
from baraza.messaging.contract import (
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
)
from baraza.messaging.voice import CallEvent, CallPage, CallsWanted, Knocked, VoiceAgent

FIELDS = (
    ConnectionField(
        name="api_key",
        label="API key",
        help="On dashboard.retellai.com under API keys: the one with the webhook badge. It proves webhooks.",
        secret=True,
    ),
)


class Retell:
    channel = "voice"
    title = "Voice agents, by Retell"
    guide: tuple[str, ...] = (
        "On dashboard.retellai.com open the agent and its webhook settings.",
        "Paste the agent's own address from the page of voice agents. This address is for the whole account.",
        "Leave call started, call ended and call analyzed switched on.",
        "Make a test call, then come back and test the connection.",
    )
    inline = False
    content_types = frozenset({"application/json"})
    limits: Limits = LIMITS
    fields: tuple[ConnectionField, ...] = FIELDS
    expected_events: tuple[str, ...] = USUAL_EVENTS
    further_events: tuple[str, ...] = FURTHER_EVENTS

    def handshake(self, *, request: RawRequest, connection: ConnectionFacts) -> RawResponse:
        return RawResponse(status=HTTPStatus.METHOD_NOT_ALLOWED)

    def verify(self, *, request: RawRequest, connection: ConnectionFacts) -> bool:
        signed = is_signed(request=request, key=connection.secrets.get("api_key", ""))
        return signed and webhooks.agent_of_path(request=request, connection=connection) is not None

    def items(self, *, request: RawRequest, connection: ConnectionFacts) -> list[Item]:
        return webhooks.items_of(request=request, connection=connection)

    def acknowledge(self, *, answer: JsonObject | None) -> RawResponse:
        return RawResponse(status=HTTPStatus.NO_CONTENT)

    def parse(self, *, item: Item, connection: ConnectionFacts, previous: Item | None) -> list[Parsed]:
        return webhooks.parse(item)

    def list_agents(self, *, connection: ConnectionFacts) -> tuple[VoiceAgent, ...]:
        return listing.list_agents(connection)

    def list_calls(self, *, connection: ConnectionFacts, wanted: CallsWanted) -> CallPage:
        return listing.list_calls(connection, wanted)

    def get_call(self, *, connection: ConnectionFacts, external_id: str) -> CallEvent | None:
        return listing.get_call(connection, external_id)

    def knock(self, *, connection: ConnectionFacts, webhook_url: str, mark: str) -> Knocked:
        return knock_at(connection=connection, webhook_url=webhook_url, mark=mark)

    def check(self, *, connection: ConnectionFacts, facts: CheckFacts) -> CheckReport:
        return check(connection=connection, facts=facts)

    def send(self, *, outgoing: Outgoing, connection: ConnectionFacts) -> str:
        raise _refused()

    def mark_read(self, *, external_id: str, connection: ConnectionFacts) -> None:
        """A call has no such sign."""

    def fetch_media(self, *, media: MediaReference, connection: ConnectionFacts) -> NoReturn:
        raise MediaRefused("Recordings are fetched by the service that keeps calls.")

    def answer_of(self, *, screen: Screen) -> JsonObject:
        raise _refused()


def _refused() -> SendError:
    return SendError("Agents speak; we send nothing.", failure=Failure.REFUSED, retryable=False, code="limits")
