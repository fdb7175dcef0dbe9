"""One call with everything that is read of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from baraza.core.identity.actor import Actor
from baraza.services.call_analytics.models import Call, CallDetail, CallEvent, CallNote, CostLine, Recording
from baraza.services.call_analytics.policies import may, require
from baraza.services.call_analytics.queries.filters import readable_calls
from baraza.services.call_analytics.queries.lists import CallRow, row_of, tags_of
from baraza.services.call_analytics.queries.sounds import hidden_in, why_withheld
from baraza.services.call_analytics.rules.captions import Line, lines_of
from baraza.services.call_analytics.rules.keeping import FOR_CALLER, FORGOTTEN
from baraza.services.call_analytics.rules.redaction import redacted_lines, redacted_tree
from baraza.services.call_analytics.rules.silences import Silences
from baraza.services.call_analytics.rules.transfers import transfer_target


class CallUnknown(LookupError):
    """This organisation has no such call, or its agent is not its own."""


@dataclass(frozen=True, kw_only=True)
class Cost:
    product: str
    unit_price_micros: int | None
    cost_micros: int | None


@dataclass(frozen=True, kw_only=True)
class Sound:
    """`quiet`: parts are silent for this member. `withheld`: why this member does not hear it at all, empty for who does.

    `is_coming`: it is being fetched, or nobody has looked yet how loud it is. `unchecked`: no words tell what is said.
    """

    id: int
    kind: str
    status: str
    reason: str
    mime: str
    bytes: int | None
    peaks: tuple[int, ...]
    seconds: float | None
    quiet: bool
    withheld: str
    unchecked: bool
    is_coming: bool


@dataclass(frozen=True, kw_only=True)
class Note:
    """`text` is empty when it was taken back."""

    id: int
    author: str
    text: str
    at: datetime
    own: bool
    taken_back: bool


@dataclass(frozen=True, kw_only=True)
class Heard:
    """An event as it came; `raw` is for who looks after the connection."""

    event: str
    by_webhook: bool
    received_at: datetime
    cut: bool
    raw: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """`to` is empty where the provider did not say."""

    event: str
    at: datetime
    to: str


@dataclass(frozen=True, kw_only=True)
class CallCase:
    """`costs`, `events` and `rest` are empty for who may not see them; `turns` have the steps of the agent among them.

    `by_request` and `words_by_request`: the caller asked; else they were older than the organisation keeps them.
    Card numbers are taken out of all words for everybody, telephone numbers for who may not see them.
    """

    row: CallRow
    started_at: datetime | None
    ended_at: datetime | None
    reason: str
    agent_version: str
    successful: bool | None
    in_voicemail: bool | None
    transcript: str
    turns: tuple[Line, ...]
    words_forgotten_at: datetime | None
    words_by_request: bool
    forgotten_at: datetime | None
    by_request: bool
    notes: tuple[Note, ...]
    summary: str
    custom_analysis: Mapping[str, Any]
    latency: Mapping[str, Any]
    tokens: Mapping[str, Any]
    metadata: Mapping[str, Any]
    variables: Mapping[str, Any]
    rest: Mapping[str, Any]
    transfers: tuple[Transfer, ...]
    sounds: tuple[Sound, ...]
    costs: tuple[Cost, ...]
    events: tuple[Heard, ...]
    may_see_cost: bool
    may_listen: bool
    version: int


def get_call(*, actor: Actor, call_id: int) -> CallCase:
    """Raises NotAllowed, CallUnknown."""
    require(actor=actor, act="read")
    call = readable_calls(actor=actor).select_related("agent").filter(pk=call_id).first()
    if call is None:
        raise CallUnknown(f"There is no call {call_id}.")
    detail = CallDetail.objects.filter(call=call).first() or CallDetail(call=call)
    with_numbers = may(actor=actor, act="numbers")

    def clean(value: Any) -> Any:
        return redacted_tree(value, telephones=not with_numbers)

    lines = lines_of(detail.turns_with_tools or detail.turns or [])
    hidden, telephones = hidden_in(detail, actor=actor)
    with_cost, may_listen = may(actor=actor, act="cost"), may(actor=actor, act="listen")
    return CallCase(
        row=row_of(call, with_cost=with_cost, with_numbers=with_numbers, tags=tags_of([call.pk]).get(call.pk, ())),
        started_at=call.started_at,
        ended_at=call.ended_at,
        reason=call.reason,
        agent_version=call.agent_version,
        successful=call.successful,
        in_voicemail=call.in_voicemail,
        transcript=clean(detail.transcript),
        turns=_shown(lines, telephones=telephones),
        words_forgotten_at=detail.words_forgotten_at,
        words_by_request=_by_request(call, detail.words_forgotten_at),
        forgotten_at=call.forgotten_at,
        by_request=_by_request(call, call.forgotten_at),
        notes=_notes(call.pk, member_id=actor.id),
        summary=clean(detail.summary),
        custom_analysis=clean(detail.custom_analysis or {}),
        latency=detail.latency or {},
        tokens=detail.tokens or {},
        metadata=clean(detail.metadata or {}),
        variables=clean(detail.variables or {}),
        rest=clean(detail.rest or {}) if may(actor=actor, act="configure") else {},
        transfers=_transfers(call.pk, clean),
        sounds=_sounds(call, hidden, telephones=telephones) if may_listen else (),
        costs=_costs(call.pk) if with_cost else (),
        events=_events(call.pk, clean) if may(actor=actor, act="configure") else (),
        may_see_cost=with_cost,
        may_listen=may_listen,
        version=call.version,
    )


def _shown(lines: Sequence[Line], *, telephones: bool) -> tuple[Line, ...]:
    """Steps of the agent hold what a tool was asked and gave: no part of what somebody says."""
    words = redacted_lines([(f"{one.role} {one.tool}", one.content) for one in lines], telephones=telephones)
    return tuple(replace(one, content=said) for one, said in zip(lines, words, strict=True))


def _notes(call_id: int, *, member_id: int | None) -> tuple[Note, ...]:
    return tuple(
        Note(
            id=one.pk,
            author=one.author_name,
            text=one.text,
            at=one.at,
            own=one.author_id is not None and one.author_id == member_id,
            taken_back=one.taken_back_at is not None,
        )
        for one in CallNote.objects.filter(call_id=call_id).order_by("at", "pk")
    )


def _transfers(call_id: int, clean: Callable[[Any], Any]) -> tuple[Transfer, ...]:
    rows = CallEvent.objects.filter(call_id=call_id, event__startswith="transfer_").order_by("signed_at", "pk")
    return tuple(
        Transfer(event=one.event, at=one.signed_at or one.received_at, to=clean(transfer_target(one.raw)))
        for one in rows[:50]
    )


def _by_request(call: Call, gone_at: datetime | None) -> bool:
    asked = call.asked_to_forget_at
    return asked is not None and gone_at is not None and gone_at >= asked


def _sounds(call: Call, hidden: Silences, *, telephones: bool) -> tuple[Sound, ...]:
    rows = Recording.objects.filter(call=call).order_by("-kind")
    return tuple(_sound(call, one, hidden, telephones=telephones) for one in rows)


def _sound(call: Call, one: Recording, hidden: Silences, *, telephones: bool) -> Sound:
    is_ready = one.status == Recording.Status.READY
    why = why_withheld(one, hidden, telephones=telephones) if is_ready else None
    return Sound(
        id=one.pk,
        kind=one.kind,
        status=one.status,
        reason=FOR_CALLER if one.reason == FORGOTTEN and _by_request(call, one.settled_at) else one.reason,
        mime=one.mime,
        bytes=one.bytes,
        peaks=tuple(one.peaks or ()),
        seconds=one.seconds,
        quiet=bool(hidden.spans) and why is None,
        withheld=why.value if why else "",
        unchecked=is_ready and why is None and not hidden.known,
        is_coming=one.status == Recording.Status.WANTED or (is_ready and one.peaks is None),
    )


def _costs(call_id: int) -> tuple[Cost, ...]:
    return tuple(
        Cost(product=one.product, unit_price_micros=one.unit_price_micros, cost_micros=one.cost_micros)
        for one in CostLine.objects.filter(call_id=call_id).order_by("position")
    )


def _events(call_id: int, clean: Callable[[Any], Any]) -> tuple[Heard, ...]:
    """Their raw text holds the provider's costs: it is read with the right to configure."""
    return tuple(
        Heard(event=one.event, by_webhook=one.by_webhook, received_at=one.received_at, cut=one.cut, raw=clean(one.raw))
        for one in CallEvent.objects.filter(call_id=call_id).order_by("received_at", "pk")[:200]
    )
