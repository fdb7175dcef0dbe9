"""A call as Retell writes it, in our words. What cannot be believed is left out and stays in the raw event."""

import math
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from baraza.core.ingress.contract import JsonObject
from baraza.lib.json_bodies import list_at, object_at, text_at
from baraza.messaging.voice import CallAnalysis, CallCost, CallFacts, CallWords, CostLine

# Retell's prices are US cents, with fractions: protocols in docs/channels/voice.md.
CURRENCY: Final = "USD"
_EARLIEST_MS, _LATEST_MS = 946_684_800_000, 4_102_444_800_000
_MOST = 10**12
_LONGEST_ID = 120
_KNOWN: Final = frozenset(
    {
        "call_id", "agent_id", "agent_name", "agent_version", "call_type", "call_status", "direction", "from_number",
        "to_number", "start_timestamp", "end_timestamp", "duration_ms", "disconnection_reason", "transcript",
        "transcript_object", "transcript_with_tool_calls", "recording_url", "recording_multi_channel_url",
        "public_log_url", "latency", "llm_token_usage", "call_cost", "call_analysis", "metadata",
        "retell_llm_dynamic_variables",
    }
)  # fmt: skip
# Large, and kept in a place of their own; or a key to the call that nobody needs afterwards.
BULKY: Final = frozenset({"transcript", "transcript_object", "transcript_with_tool_calls", "access_token"}) | {
    f"scrubbed_{name}" for name in ("transcript_with_tool_calls", "recording_url", "recording_multi_channel_url")
}
_MEDIA: Final = {"phone_call": "phone", "web_call": "web"}


def call_id_of(call: Any) -> str:
    """Empty for what cannot be an id."""
    found = text_at(call, "call_id")
    return found if 0 < len(found) <= _LONGEST_ID and found.isprintable() else ""


def facts_of(call: JsonObject) -> CallFacts:
    return CallFacts(
        external_id=call_id_of(call),
        agent_id=text_at(call, "agent_id")[:_LONGEST_ID],
        agent_name=text_at(call, "agent_name")[:200],
        agent_version=text_at(call, "agent_version")[:20],
        medium=_MEDIA.get(text_at(call, "call_type"), ""),
        status=text_at(call, "call_status")[:20],
        direction=text_at(call, "direction")[:10],
        from_number=text_at(call, "from_number")[:60],
        to_number=text_at(call, "to_number")[:60],
        started_at=moment(call.get("start_timestamp")),
        ended_at=moment(call.get("end_timestamp")),
        duration_ms=_whole(call.get("duration_ms")),
        reason=text_at(call, "disconnection_reason")[:60],
        words=_words(call),
        recording_url=text_at(call, "recording_url")[:4000],
        channels_url=text_at(call, "recording_multi_channel_url")[:4000],
        log_url=text_at(call, "public_log_url")[:4000],
        latency=object_at(call, "latency") or None,
        tokens=object_at(call, "llm_token_usage") or None,
        cost=_cost(call.get("call_cost")),
        analysis=_analysis(call.get("call_analysis")),
        metadata=object_at(call, "metadata") or None,
        variables=object_at(call, "retell_llm_dynamic_variables") or None,
        rest={name: value for name, value in call.items() if name not in _KNOWN and name not in BULKY},
    )


def moment(value: Any) -> datetime | None:
    """Milliseconds since 1970; None for what is no moment of this century."""
    found = _whole(value)
    if found is None or not _EARLIEST_MS <= found <= _LATEST_MS:
        return None
    return datetime.fromtimestamp(found / 1000, tz=UTC)


def _whole(value: Any) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return round(value) if abs(value) <= _MOST * 10 else None


def _amount(value: Any) -> Decimal | None:
    """The shortest decimal that is this number: what was written, not what the machine makes of it."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return Decimal(repr(value)) if abs(value) <= _MOST else None


def _truth(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _words(call: JsonObject) -> CallWords:
    text = call.get("transcript")
    return CallWords(
        text=text if isinstance(text, str) else None,
        turns=_objects(call, "transcript_object"),
        with_tools=_objects(call, "transcript_with_tool_calls"),
    )


def _objects(call: JsonObject, name: str) -> tuple[JsonObject, ...] | None:
    if not isinstance(call.get(name), list):
        return None
    return tuple(one for one in list_at(call, name) if isinstance(one, dict))


def _cost(found: Any) -> CallCost | None:
    if not isinstance(found, dict):
        return None
    lines = [one for one in list_at(found, "product_costs") if isinstance(one, dict)]
    return CallCost(
        currency=CURRENCY,
        total=_amount(found.get("combined_cost")),
        billed_seconds=_whole(found.get("total_duration_seconds")),
        lines=tuple(
            CostLine(
                product=text_at(line, "product")[:80] or "unnamed",
                unit_price=_amount(line.get("unit_price")),
                amount=_amount(line.get("cost")),
            )
            for line in lines
        ),
    )


def _analysis(found: Any) -> CallAnalysis | None:
    if not isinstance(found, dict):
        return None
    return CallAnalysis(
        summary=text_at(found, "call_summary") or None,
        sentiment=text_at(found, "user_sentiment")[:20].lower() or None,
        successful=_truth(found.get("call_successful")),
        in_voicemail=_truth(found.get("in_voicemail")),
        custom=object_at(found, "custom_analysis_data") or None,
    )
