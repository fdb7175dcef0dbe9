"""What a provider of voice agents tells of calls, in neutral words, and who takes it from here.

Every fact may be missing: None means that nothing was said of it, not that it is nought.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, Protocol, runtime_checkable

from baraza.core.ingress.contract import ConnectionFacts, JsonObject

STARTED: Final = "call_started"
ENDED: Final = "call_ended"
ANALYZED: Final = "call_analyzed"
TRANSCRIPT: Final = "transcript_updated"
TRANSFERS: Final = ("transfer_started", "transfer_bridged", "transfer_cancelled", "transfer_ended")
# Not an event of a provider: what we were told when we asked by ourselves.
ASKED: Final = "asked"


@dataclass(frozen=True, kw_only=True)
class CostLine:
    """`unit_price` and `amount` are in the currency's minor unit, fractions included; None is unpriced."""

    product: str
    unit_price: Decimal | None
    amount: Decimal | None


@dataclass(frozen=True, kw_only=True)
class CallCost:
    currency: str
    total: Decimal | None
    billed_seconds: int | None
    lines: tuple[CostLine, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CallWords:
    """The transcript as text and as turns; `turns` are the provider's records of who said what when."""

    text: str | None = None
    turns: tuple[JsonObject, ...] | None = None
    with_tools: tuple[JsonObject, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class CallAnalysis:
    summary: str | None = None
    sentiment: str | None = None
    successful: bool | None = None
    in_voicemail: bool | None = None
    custom: JsonObject | None = None


@dataclass(frozen=True, kw_only=True)
class CallFacts:
    """What is known of a call. `rest` holds fields that nobody knows yet; nothing that a provider says is dropped."""

    external_id: str
    agent_id: str = ""
    agent_name: str = ""
    agent_version: str = ""
    medium: str = ""
    status: str = ""
    direction: str = ""
    from_number: str = ""
    to_number: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    duration_ms: int | None = None
    reason: str = ""
    words: CallWords = field(default_factory=CallWords, repr=False)
    recording_url: str = field(default="", repr=False)
    channels_url: str = field(default="", repr=False)
    log_url: str = field(default="", repr=False)
    latency: Mapping[str, Any] | None = None
    tokens: Mapping[str, Any] | None = None
    cost: CallCost | None = None
    analysis: CallAnalysis | None = None
    metadata: JsonObject | None = field(default=None, repr=False)
    variables: JsonObject | None = field(default=None, repr=False)
    rest: JsonObject = field(default_factory=dict, repr=False)


@dataclass(frozen=True, kw_only=True)
class CallEvent:
    """One thing that happened to a call. `key` tells two of them apart; `agent_of_path` owns the address it came to."""

    event: str
    key: str
    call: CallFacts
    signed_at: datetime | None = None
    agent_of_path: str = ""
    raw: JsonObject = field(default_factory=dict, repr=False)


@dataclass(frozen=True, kw_only=True)
class VoiceAgent:
    """An agent as the provider lists it; `webhook_url` and `events` are what is set there now."""

    external_id: str
    name: str
    language: str = ""
    webhook_url: str = ""
    events: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CallsWanted:
    """`legacy` asks in the older way; `cursor` is what the page before gave."""

    agent_ids: tuple[str, ...]
    since: datetime
    until: datetime
    cursor: str = ""
    legacy: bool = False


@dataclass(frozen=True, kw_only=True)
class CallPage:
    """`next_cursor` is empty on the last page."""

    calls: tuple[CallEvent, ...]
    next_cursor: str = ""


@dataclass(frozen=True, kw_only=True)
class Knocked:
    """What became of a signed event that we posted to our own address; `status` is 0 where nobody answered, see `why`."""

    item_id: str
    status: int
    why: str = ""


class OldWayOnly(Exception):
    """This account's server does not know the newer way of listing calls."""


@runtime_checkable
class VoiceProvider(Protocol):
    """What a provider of voice agents can be asked, beside what every channel does. Raises SendError, as sending does."""

    expected_events: tuple[str, ...]
    further_events: tuple[str, ...]

    def list_agents(self, *, connection: ConnectionFacts) -> tuple[VoiceAgent, ...]: ...

    def list_calls(self, *, connection: ConnectionFacts, wanted: CallsWanted) -> CallPage:
        """One page, oldest first where the provider can. Raises OldWayOnly."""

    def get_call(self, *, connection: ConnectionFacts, external_id: str) -> CallEvent | None:
        """All that is known of one call; None when the provider does not know it."""

    def knock(self, *, connection: ConnectionFacts, webhook_url: str, mark: str) -> Knocked:
        """Posts what this provider would sign, of no call: it is kept as `OWN_TEST` and does nothing. Raises nothing."""


class OnCall(Protocol):
    def __call__(self, *, connection: ConnectionFacts, event: CallEvent) -> None:
        """Keeps what was told, in the transaction of the event."""


class NobodyTakesCalls(RuntimeError):
    """A call was told of and no service is installed that keeps calls: the event waits."""


_subscribers: list[OnCall] = []


def on_call(handler: OnCall) -> None:
    """Registers the one service that keeps calls."""
    _subscribers[:] = [handler]


def hand_over(*, connection: ConnectionFacts, event: CallEvent) -> None:
    if not _subscribers:
        raise NobodyTakesCalls("baraza.messaging.voice.on_call was never called.")
    _subscribers[0](connection=connection, event=event)
