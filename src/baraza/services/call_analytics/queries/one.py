"""One call with everything that is read of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from baraza.core.identity.actor import Actor
from baraza.services.call_analytics.models import CallDetail, CallEvent, CostLine, Recording
from baraza.services.call_analytics.policies import may, require
from baraza.services.call_analytics.queries.filters import readable_calls
from baraza.services.call_analytics.queries.lists import CallRow, row_of


class CallUnknown(LookupError):
    """This organisation has no such call, or its agent is not its own."""


@dataclass(frozen=True, kw_only=True)
class Turn:
    role: str
    content: str
    starts_at_s: float | None


@dataclass(frozen=True, kw_only=True)
class Cost:
    product: str
    unit_price_micros: int | None
    cost_micros: int | None


@dataclass(frozen=True, kw_only=True)
class Sound:
    id: int
    kind: str
    status: str
    reason: str
    mime: str
    bytes: int | None


@dataclass(frozen=True, kw_only=True)
class Heard:
    """An event as it came; `raw` is for who looks after the connection."""

    event: str
    by_webhook: bool
    received_at: datetime
    cut: bool
    raw: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class CallCase:
    """`costs` and `events` are empty for who may not see them."""

    row: CallRow
    started_at: datetime | None
    ended_at: datetime | None
    reason: str
    agent_version: str
    successful: bool | None
    in_voicemail: bool | None
    transcript: str
    turns: tuple[Turn, ...]
    turns_with_tools: tuple[Mapping[str, Any], ...]
    summary: str
    custom_analysis: Mapping[str, Any]
    latency: Mapping[str, Any]
    tokens: Mapping[str, Any]
    metadata: Mapping[str, Any]
    variables: Mapping[str, Any]
    rest: Mapping[str, Any]
    sounds: tuple[Sound, ...]
    costs: tuple[Cost, ...]
    events: tuple[Heard, ...]
    may_see_cost: bool
    may_listen: bool
    version: int


def get_call(*, actor: Actor, call_id: int) -> CallCase:
    """Raises NotAllowed, CallUnknown."""
    require(actor=actor, act="read")
    call = readable_calls().select_related("agent").filter(pk=call_id).first()
    if call is None:
        raise CallUnknown(f"There is no call {call_id}.")
    detail = CallDetail.objects.filter(call=call).first() or CallDetail(call=call)
    with_cost, may_listen = may(actor=actor, act="cost"), may(actor=actor, act="listen")
    return CallCase(
        row=row_of(call, with_cost=with_cost),
        started_at=call.started_at,
        ended_at=call.ended_at,
        reason=call.reason,
        agent_version=call.agent_version,
        successful=call.successful,
        in_voicemail=call.in_voicemail,
        transcript=detail.transcript,
        turns=tuple(_turn(one) for one in detail.turns or []),
        turns_with_tools=tuple(detail.turns_with_tools or []),
        summary=detail.summary,
        custom_analysis=detail.custom_analysis or {},
        latency=detail.latency or {},
        tokens=detail.tokens or {},
        metadata=detail.metadata or {},
        variables=detail.variables or {},
        rest=detail.rest or {},
        sounds=_sounds(call.pk) if may_listen else (),
        costs=_costs(call.pk) if with_cost else (),
        events=_events(call.pk) if may(actor=actor, act="configure") else (),
        may_see_cost=with_cost,
        may_listen=may_listen,
        version=call.version,
    )


def _turn(one: Mapping[str, Any]) -> Turn:
    words = one.get("words")
    first = words[0].get("start") if isinstance(words, list) and words and isinstance(words[0], dict) else None
    is_number = isinstance(first, int | float) and not isinstance(first, bool)
    return Turn(
        role=str(one.get("role", "")),
        content=str(one.get("content", "")),
        starts_at_s=float(first) if is_number and first is not None else None,
    )


def _sounds(call_id: int) -> tuple[Sound, ...]:
    return tuple(
        Sound(id=one.pk, kind=one.kind, status=one.status, reason=one.reason, mime=one.mime, bytes=one.bytes)
        for one in Recording.objects.filter(call_id=call_id).order_by("-kind")
    )


def _costs(call_id: int) -> tuple[Cost, ...]:
    return tuple(
        Cost(product=one.product, unit_price_micros=one.unit_price_micros, cost_micros=one.cost_micros)
        for one in CostLine.objects.filter(call_id=call_id).order_by("position")
    )


def _events(call_id: int) -> tuple[Heard, ...]:
    """Their raw text holds the provider's costs: it is read with the right to configure."""
    return tuple(
        Heard(event=one.event, by_webhook=one.by_webhook, received_at=one.received_at, cut=one.cut, raw=one.raw)
        for one in CallEvent.objects.filter(call_id=call_id).order_by("received_at", "pk")[:200]
    )
