"""Puts what an event tells into a call, in memory: what is more final wins, what arrives late only fills gaps."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import orjson

from baraza.core.ingress.contract import JsonObject
from baraza.messaging.voice import ANALYZED, ASKED, ENDED, STARTED, CallEvent, CallFacts, CallWords
from baraza.services.call_analytics import models
from baraza.services.call_analytics.rules.doubts import Doubt, doubts_of_times, duration_of
from baraza.services.call_analytics.rules.money import AmountUnbelievable, micros_of
from baraza.services.call_analytics.rules.outcomes import outcome_of
from baraza.services.call_analytics.states import FINAL_STAGE, OVER, advanced, state_told

_EARLY, _ASKED_EARLY, _OVER = 1, 2, 3
LONGEST_TRANSCRIPT: Final = 2_000_000
_MOST_SECONDS: Final = 2**31
_MOST_BYTES_OF_TURNS: Final = 4 * 1024 * 1024
# By these the back-fill tells whether webhooks had told the same.
TOLD: Final = (
    "state", "started_at", "ended_at", "duration_ms", "outcome", "reason", "sentiment", "successful", "in_voicemail",
    "cost_micros", "direction", "from_number", "to_number",
)  # fmt: skip
_KEPT_DOUBTS: Final = {Doubt.OTHER_AGENTS_ADDRESS, Doubt.RECORDING_REFUSED, Doubt.TRANSCRIPT_CUT}


@dataclass(kw_only=True)
class Told:
    """A call with what stands around it; `lines` is None where nothing new was said of the cost."""

    call: models.Call
    detail: models.CallDetail
    lines: list[models.CostLine] | None = None
    recordings: dict[str, str] | None = None


def tell(*, told: Told, event: CallEvent, received_at: datetime) -> None:
    call, facts = told.call, event.call
    stage = _stage(event)
    newer = stage >= call.stage
    _plain(told, facts, newer=newer)
    _words(told, event)
    if facts.cost is not None and (newer or call.cost_micros is None):
        _cost(told, facts)
    _latency(told, facts, newer=newer)
    told_state = state_told(event=event.event, status=facts.status, reason=facts.reason)
    call.state = advanced(before=call.state, to=told_state)
    call.stage = max(call.stage, stage)
    _heard(call, event, received_at)
    _conclude(call, event, received_at)
    told.recordings = {
        kind: url
        for kind, url in ((models.Recording.Kind.MIXED, facts.recording_url),
                          (models.Recording.Kind.CHANNELS, facts.channels_url))
        if url and call.state in OVER
    }  # fmt: skip


def facts_now(call: models.Call) -> tuple[object, ...]:
    return tuple(getattr(call, name) for name in TOLD)


def _stage(event: CallEvent) -> int:
    if event.event == ASKED:
        status = state_told(event=event.event, status=event.call.status, reason=event.call.reason)
        return FINAL_STAGE if status in OVER else _ASKED_EARLY
    return {ENDED: _OVER, ANALYZED: FINAL_STAGE}.get(event.event, _EARLY)


def _plain(told: Told, facts: CallFacts, *, newer: bool) -> None:
    analysis = facts.analysis
    of_call = {
        "agent_external_id": facts.agent_id,
        "agent_version": facts.agent_version,
        "medium": facts.medium,
        "direction": facts.direction,
        "from_number": facts.from_number,
        "to_number": facts.to_number,
        "started_at": facts.started_at,
        "ended_at": facts.ended_at,
        "told_duration_ms": facts.duration_ms,
        "reason": facts.reason,
        "sentiment": analysis.sentiment if analysis else None,
        "successful": analysis.successful if analysis else None,
        "in_voicemail": analysis.in_voicemail if analysis else None,
    }
    of_detail: dict[str, Any] = {
        "summary": analysis.summary if analysis else None,
        "custom_analysis": analysis.custom if analysis else None,
        "latency": facts.latency,
        "tokens": facts.tokens,
        "metadata": facts.metadata,
        "variables": facts.variables,
        "agent_name": facts.agent_name,
        "log_url": facts.log_url,
    }
    if told.detail.words_forgotten_at:
        of_detail |= {"summary": None, "custom_analysis": None}
    for row, values in ((told.call, of_call), (told.detail, of_detail)):
        for name, value in values.items():
            if value not in (None, "") and (newer or getattr(row, name) in (None, "")):
                setattr(row, name, value)
    told.detail.rest = {**facts.rest, **told.detail.rest} if not newer else {**told.detail.rest, **facts.rest}


def _words(told: Told, event: CallEvent) -> None:
    """Of words under way the newest signed ones stand; those of a call that is over are final."""
    detail, words = told.detail, event.call.words
    if (words.text is None and words.turns is None) or detail.words_forgotten_at:
        return
    final = event.event in {ENDED, ANALYZED, ASKED}
    if not final and (
        detail.words_final or (detail.words_at and event.signed_at and event.signed_at < detail.words_at)
    ):
        return
    _write_words(told, words)
    detail.words_at = event.signed_at or detail.words_at
    detail.words_final = detail.words_final or final


def _write_words(told: Told, words: CallWords) -> None:
    detail, cut = told.detail, False
    if words.text is not None:
        cut = len(words.text) > LONGEST_TRANSCRIPT
        detail.transcript = words.text[:LONGEST_TRANSCRIPT]
    for name, turns in (("turns", words.turns), ("turns_with_tools", words.with_tools)):
        if turns is None:
            continue
        too_large = len(orjson.dumps(turns)) > _MOST_BYTES_OF_TURNS
        setattr(detail, name, None if too_large else list(turns))
        cut = cut or too_large
    if cut:
        _doubt(told.call, Doubt.TRANSCRIPT_CUT)


def _cost(told: Told, facts: CallFacts) -> None:
    """The total as it was told; where there is none, nothing is added up for the provider."""
    cost, call = facts.cost, told.call
    if cost is None:
        return
    try:
        lines = [
            models.CostLine(
                organisation_id=call.organisation_id,
                position=position,
                product=line.product,
                unit_price_micros=None if line.unit_price is None else micros_of(line.unit_price),
                cost_micros=None if line.amount is None else micros_of(line.amount),
            )
            for position, line in enumerate(cost.lines[:200])
        ]
        total = None if cost.total is None else micros_of(cost.total)
    except AmountUnbelievable:
        return
    told.lines = lines
    if total is not None:
        call.cost_micros, call.currency = total, cost.currency
    if cost.billed_seconds is not None and 0 <= cost.billed_seconds < _MOST_SECONDS:
        call.billed_seconds = cost.billed_seconds
    summed = sum(line.cost_micros or 0 for line in lines)
    differs = total is not None and bool(lines) and summed != total
    call.doubts = [one for one in call.doubts if one != Doubt.COST_DIFFERS_FROM_LINES]
    if differs:
        _doubt(call, Doubt.COST_DIFFERS_FROM_LINES)


def _latency(told: Told, facts: CallFacts, *, newer: bool) -> None:
    end_to_end = (facts.latency or {}).get("e2e")
    if not isinstance(end_to_end, dict) or not (newer or told.call.latency_p50_ms is None):
        return
    told.call.latency_p50_ms = _milliseconds(end_to_end.get("p50"))
    told.call.latency_p95_ms = _milliseconds(end_to_end.get("p95"))


def _milliseconds(value: Any) -> int | None:
    believable = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 2**31
    return round(value) if believable else None


def _heard(call: models.Call, event: CallEvent, received_at: datetime) -> None:
    name = {STARTED: "started_heard_at", ENDED: "ended_heard_at", ANALYZED: "analyzed_heard_at", ASKED: "asked_at"}.get(
        event.event
    )
    if name is not None and (name == "asked_at" or getattr(call, name) is None):
        setattr(call, name, received_at)


def _conclude(call: models.Call, event: CallEvent, received_at: datetime) -> None:
    """What follows from all that is known by now."""
    call.duration_ms = duration_of(started_at=call.started_at, ended_at=call.ended_at, told_ms=call.told_duration_ms)
    call.outcome = outcome_of(
        state=call.state, reason=call.reason, in_voicemail=call.in_voicemail, successful=call.successful
    )
    kept = {one for one in call.doubts if one in {*_KEPT_DOUBTS, Doubt.COST_DIFFERS_FROM_LINES, Doubt.CLOCK_AHEAD}}
    found = doubts_of_times(
        started_at=call.started_at,
        ended_at=call.ended_at,
        told_ms=call.told_duration_ms,
        received_at=received_at,
    )
    call.doubts = sorted(kept | found)
    if event.agent_of_path and event.call.agent_id and event.agent_of_path != event.call.agent_id:
        _doubt(call, Doubt.OTHER_AGENTS_ADDRESS)
    # A clock that runs ahead would put the call on top of every list until its time has come.
    begun = call.started_at or call.first_heard_at
    call.at = min(begun, call.first_heard_at) if Doubt.CLOCK_AHEAD in call.doubts else begun


def _doubt(call: models.Call, doubt: Doubt) -> None:
    if doubt not in call.doubts:
        call.doubts = sorted([*call.doubts, doubt])


def raw_of(event: CallEvent, *, most_bytes: int = 256 * 1024) -> tuple[JsonObject, bool]:
    """What came, and whether it was too much to be kept."""
    too_large = len(orjson.dumps(event.raw)) > most_bytes
    return ({}, True) if too_large else (event.raw, False)
