"""Believable calls of two clients' voice agents, the same for a day however often they are made.

The demonstration is seeded with them and the sandbox of Retell's API tells the same, so that the back-fill finds nothing amiss.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

Json = dict[str, Any]
DAYS: Final = 90


@dataclass(frozen=True, kw_only=True)
class DemoAgent:
    external_id: str
    name: str
    client: str
    direction: str
    number: str
    per_day: int
    first: int
    last: int
    lines: tuple[tuple[str, str], ...]
    summary: str


AGENTS: Final = (
    DemoAgent(
        external_id="agent_demo_dental_front_desk",
        name="Front desk",
        client="Karoo Dental",
        direction="inbound",
        number="+27100000101",
        per_day=5,
        first=7,
        last=16,
        lines=(
            ("agent", "Good morning, Karoo Dental. How can I help you?"),
            ("user", "I would like an appointment for a check-up."),
            ("agent", "Tuesday at ten or Thursday at half past two are open. Which suits you?"),
            ("user", "Thursday, please. My number is 082 555 0143."),
            ("agent", "Done. You will get a message with the time. Is there anything else?"),
            ("user", "No, thank you. Goodbye."),
        ),
        summary="The caller asked for a check-up and was given an appointment.",
    ),
    DemoAgent(
        external_id="agent_demo_energy_reminders",
        name="Meter reminders",
        client="Highveld Energy",
        direction="outbound",
        number="+27100000202",
        per_day=4,
        first=9,
        last=17,
        lines=(
            ("agent", "Hello, this is Highveld Energy. We still miss your meter reading. Do you have it at hand?"),
            ("user", "One moment. It is four eight two one six."),
            ("agent", "Four eight two one six. Thank you, I have written it down."),
            ("user", "Will my bill be right now?"),
            ("agent", "Yes, the next bill uses this reading."),
        ),
        summary="The customer gave the meter reading.",
    ),
)
_WORD_S: Final = 0.38
_ENDS = ("user_hangup", "agent_hangup", "user_hangup", "call_transfer")
_NOT_REACHED = ("dial_no_answer", "dial_busy", "voicemail_reached")


def all_calls(*, until: datetime, days: int = DAYS) -> list[Json]:
    """Oldest first; only those that are over."""
    first = until.date() - timedelta(days=days - 1)
    found = [call for offset in range(days) for call in calls_of(first + timedelta(days=offset))]
    over = [call for call in found if call["end_timestamp"] < int(until.timestamp() * 1000)]
    return sorted(over, key=lambda call: int(call["start_timestamp"]))


def calls_of(day: date) -> Iterator[Json]:
    for agent in AGENTS:
        chance = random.Random(f"{agent.external_id}:{day.isoformat()}")  # noqa: S311 - a demonstration's dice
        busy = agent.per_day if day.weekday() < 5 else agent.per_day // 3  # noqa: PLR2004 - Saturday
        for number in range(max(busy + chance.randint(-1, 2), 0)):
            yield _call(agent, day, number, chance)


def _call(agent: DemoAgent, day: date, number: int, chance: random.Random) -> Json:
    minutes = chance.randint(agent.first * 60, agent.last * 60)
    begins = datetime.combine(day, time(), tzinfo=UTC) + timedelta(minutes=minutes, seconds=chance.randint(0, 59))
    began_ms = int(begins.timestamp() * 1000)
    person = f"+2782555{chance.randint(0, 9999):04d}"
    inbound = agent.direction == "inbound"
    call: Json = {
        "call_type": "phone_call",
        "call_id": f"call_demo_{agent.external_id[11:]}_{day:%Y%m%d}_{number:02d}",
        "agent_id": agent.external_id,
        "agent_version": 4,
        "agent_name": agent.name,
        "direction": agent.direction,
        "from_number": person if inbound else agent.number,
        "to_number": agent.number if inbound else person,
        "start_timestamp": began_ms,
        "data_storage_setting": "everything",
    }
    if not inbound and chance.random() < 0.3:  # noqa: PLR2004 - every third is not reached
        return {**call, **_not_reached(began_ms, chance)}
    return {**call, **_talk(agent, began_ms, chance)}


def _not_reached(began_ms: int, chance: random.Random) -> Json:
    reason = chance.choice(_NOT_REACHED)
    voicemail = reason == "voicemail_reached"
    length = chance.randint(8_000, 25_000) if voicemail else 0
    found: Json = {
        "call_status": "ended" if voicemail else "not_connected",
        "end_timestamp": began_ms + length,
        "duration_ms": length,
        "disconnection_reason": reason,
        "call_cost": _cost(length),
    }
    if voicemail:
        found["call_analysis"] = {"in_voicemail": True, "call_successful": False, "user_sentiment": "Unknown"}
    return found


def _talk(agent: DemoAgent, began_ms: int, chance: random.Random) -> Json:
    length = chance.randint(35_000, 260_000)
    good = chance.random() < 0.8  # noqa: PLR2004 - most are
    lines = agent.lines if good else agent.lines[: max(2, len(agent.lines) // 2)]
    step = length / 1000 / (len(lines) + 1)
    turns = [
        {"role": role, "content": words, "words": _spoken(words, begins=step * at)}
        for at, (role, words) in enumerate(lines)
    ]
    middle = chance.randint(650, 1400)
    return {
        "call_status": "ended",
        "end_timestamp": began_ms + length,
        "duration_ms": length,
        "disconnection_reason": chance.choice(_ENDS) if good else "user_hangup",
        "transcript": "".join(f"{role.title()}: {words}\n" for role, words in lines),
        "transcript_object": turns,
        "transcript_with_tool_calls": turns,
        "latency": {"e2e": {"p50": middle, "p90": middle + 400, "p95": middle + 700, "max": middle + 1900, "num": 6}},
        "call_cost": _cost(length),
        "call_analysis": {
            "call_summary": agent.summary if good else "The caller hung up before the matter was settled.",
            "in_voicemail": False,
            "user_sentiment": chance.choice(("Positive", "Neutral"))
            if good
            else chance.choice(("Negative", "Neutral")),
            "call_successful": good,
            "custom_analysis_data": {"settled": good},
        },
    }


def _spoken(words: str, *, begins: float) -> list[Json]:
    return [
        {"word": word, "start": round(begins + at * _WORD_S, 2), "end": round(begins + (at + 0.9) * _WORD_S, 2)}
        for at, word in enumerate(words.split())
    ]


def _cost(length_ms: int) -> Json:
    """In cents: seven for the voice, four for the words and one for the line, each minute."""
    seconds = -(-length_ms // 1000)
    prices = (("elevenlabs_tts", 0.1166667), ("gpt_4o_mini", 0.0666667), ("retell_platform", 0.0166667))
    lines = [
        {"product": name, "unit_price": price, "cost": round(price * seconds, 4)} for name, price in prices if seconds
    ]
    total = round(sum(float(str(line["cost"])) for line in lines), 4)
    return {"product_costs": lines, "total_duration_seconds": seconds, "combined_cost": total}
