"""Events as Retell posts them, signed by its own library."""

import time
from typing import Any

import orjson
from tests.channels.requests import request

from baraza.core.ingress.contract import ConnectionFacts, RawRequest

KEY = "key_0123456789abcdef"
AGENT, OTHER_AGENT = "oBeDLoLOeuAbiuaMFXRtDOLriTJ5tSxD", "agent_of_somebody_else"
PATH = "/in/voice.retell/token/"
BEGAN_MS = 1_763_640_000_000
RETELL = ConnectionFacts(
    id=11,
    organisation_id=1,
    source="voice.retell",
    secrets={"api_key": KEY},
    options={"agent_paths": {"agents-own-part": AGENT}},
    path=PATH,
)


def their_library_takes(body: bytes, *, key: str, signed: str, at_ms: int) -> bool:
    from retell.lib.webhook_auth import symmetric

    return bool(symmetric["verify"](body.decode(), key, signed, {"timestamp": at_ms}))


def signature(body: bytes, *, key: str = KEY, at_ms: int | None = None) -> str:
    # Loaded by whoever signs: it brings a thousand classes along.
    from retell.lib.webhook_auth import symmetric

    return str(symmetric["sign"](body.decode(), key, at_ms or int(time.time() * 1000)))


def posted(body: bytes, *, key: str = KEY, at_ms: int | None = None, path: str = PATH) -> RawRequest:
    return request(body, path=path, headers={"x-retell-signature": signature(body, key=key, at_ms=at_ms)})


def a_call(call_id: str = "call_1", **overrides: Any) -> dict[str, Any]:
    """As it stands when it has begun."""
    return {
        "call_type": "phone_call",
        "call_id": call_id,
        "agent_id": AGENT,
        "agent_version": 3,
        "agent_name": "Bookings",
        "call_status": "ongoing",
        "direction": "inbound",
        "from_number": "+27821234567",
        "to_number": "+27100000001",
        "start_timestamp": BEGAN_MS,
        **overrides,
    }


def an_ended_call(call_id: str = "call_1", **overrides: Any) -> dict[str, Any]:
    return a_call(
        call_id,
        **{
            "call_status": "ended",
            "end_timestamp": BEGAN_MS + 61_500,
            "duration_ms": 61_500,
            "disconnection_reason": "user_hangup",
            "transcript": "Agent: Good morning.\nUser: I want to book.\n",
            "transcript_object": [
                {"role": "agent", "content": "Good morning.", "words": []},
                {"role": "user", "content": "I want to book.", "words": []},
            ],
            "latency": {"e2e": {"p50": 812.4, "p95": 1510, "num": 2}},
            "call_cost": {
                "product_costs": [
                    {"product": "elevenlabs_tts", "unit_price": 0.1166667, "cost": 7.175},
                    {"product": "gpt_4o", "unit_price": 0.0833333, "cost": 5.125},
                ],
                "total_duration_seconds": 62,
                "combined_cost": 12.3,
            },
            **overrides,
        },
    )


def an_analyzed_call(call_id: str = "call_1", **overrides: Any) -> dict[str, Any]:
    analysis = {
        "call_summary": "The caller booked for Monday.",
        "in_voicemail": False,
        "user_sentiment": "Positive",
        "call_successful": True,
        "custom_analysis_data": {"booked": True},
    }
    return an_ended_call(call_id, **{"call_analysis": analysis, **overrides})


def an_event(event: str, call: dict[str, Any], **beside: Any) -> bytes:
    return orjson.dumps({"event": event, "call": call, **beside})
