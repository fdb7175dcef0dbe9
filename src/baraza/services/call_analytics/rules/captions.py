"""What was said as lines with times, for reading along and for WebVTT."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

_ALONE_SECONDS: Final = 3.0
_DAY: Final = 86_400.0


@dataclass(frozen=True, kw_only=True)
class Line:
    """A turn, or a step of the agent: then `tool` is its name and `content` what it asked or got. Times in seconds."""

    role: str
    content: str
    starts_at_s: float | None = None
    ends_at_s: float | None = None
    tool: str = ""


def lines_of(turns: Iterable[Mapping[str, Any]]) -> list[Line]:
    """As the provider gave them, with what cannot be a time left out."""
    return [_line(one) for one in turns if isinstance(one, Mapping)]


def captions(lines: Sequence[Line]) -> str:
    """WebVTT; the name of a cue is the place of its line. Without times there is only the heading."""
    timed = [(place, one) for place, one in enumerate(lines) if one.starts_at_s is not None and not one.tool]
    cues = []
    for at, (place, one) in enumerate(timed):
        begins = one.starts_at_s or 0.0
        following = timed[at + 1][1].starts_at_s if at + 1 < len(timed) else None
        ends = one.ends_at_s if one.ends_at_s is not None and one.ends_at_s > begins else begins + _ALONE_SECONDS
        if following is not None and following > begins:
            # The line stays until the next one, so that reading along has no holes.
            ends = following
        cues.append(
            f"{place}\n{_moment(begins)} --> {_moment(ends)}\n<v {_plain(one.role) or 'voice'}>{_plain(one.content)}"
        )
    return "\n\n".join(["WEBVTT", *cues]) + "\n"


def _line(one: Mapping[str, Any]) -> Line:
    role, content = str(one.get("role") or ""), one.get("content")
    if role in {"tool_call_invocation", "tool_call_result"}:
        said = one.get("arguments") if role == "tool_call_invocation" else content
        return Line(role=role, content=str(said or ""), tool=str(one.get("name") or one.get("tool_call_id") or "?"))
    words = one.get("words")
    spoken = [word for word in words if isinstance(word, Mapping)] if isinstance(words, list) else []
    return Line(
        role=role,
        content=str(content or ""),
        starts_at_s=_seconds(spoken[0].get("start")) if spoken else None,
        ends_at_s=_seconds(spoken[-1].get("end")) if spoken else None,
    )


def _seconds(value: Any) -> float | None:
    believable = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < _DAY
    return float(value) if believable else None


def _moment(seconds: float) -> str:
    whole = round(seconds * 1000)
    return f"{whole // 3_600_000:02d}:{whole // 60_000 % 60:02d}:{whole // 1000 % 60:02d}.{whole % 1000:03d}"


def _plain(text: str) -> str:
    """One line without marks: an empty line or an arrow would end a cue."""
    return " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
