"""Connections and their tests in words and colours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from baraza.core.ingress.checks import KeptCheck
from baraza.messaging.health import ConnectionHealth

CHANNEL_ICONS = {
    "whatsapp": "chat",
    "ussd": "handset",
    "sms": "mail",
    "email": "mail",
    "voice": "call",
    "webpush": "bell",
}
_TONES = {"good": "green", "warning": "yellow", "wrong": "red", "untried": "grey"}
_ICONS = {"good": "success", "warning": "alert", "wrong": "alert", "untried": "help"}


@dataclass(frozen=True, kw_only=True)
class Line:
    state: str
    tone: str
    icon: str
    says: str
    fix: str


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The one thing to know of a connection."""

    tone: str
    word: str
    detail: str = ""


def lines_of(check: KeptCheck | None) -> list[Line]:
    """What is wrong first."""
    order = {"wrong": 0, "untried": 1, "warning": 2, "good": 3}
    rows = sorted(check.lines if check else (), key=lambda row: order.get(str(row["state"]), 0))
    return [_line(row) for row in rows]


def _line(row: Mapping[str, object]) -> Line:
    parameters = row.get("parameters")
    facts = {str(name): value for name, value in parameters.items()} if isinstance(parameters, Mapping) else {}
    state = str(row["state"])
    words = {"good": gettext("well"), "warning": gettext("could be better"), "wrong": gettext("does not work")}
    return Line(
        state=words.get(state, gettext("not tried")),
        tone=_TONES.get(state, "grey"),
        icon=_ICONS.get(state, "help"),
        says=_filled(str(row["says"]), facts),
        fix=_filled(str(row.get("fix") or ""), facts),
    )


def _filled(text: str, facts: Mapping[str, object]) -> str:
    return gettext(text) % facts if text and facts else gettext(text) if text else ""


def verdict_of(check: KeptCheck) -> Standing:
    """Of a finished test."""
    states: Sequence[str] = [str(line["state"]) for line in check.lines]
    wrong, warnings = states.count("wrong") + states.count("untried"), states.count("warning")
    if wrong:
        return Standing(tone="red", word=gettext("Something does not work"))
    if warnings:
        return Standing(tone="yellow", word=gettext("Works, with remarks"))
    return Standing(tone="green", word=gettext("All is well"))


def standing_of(health: ConnectionHealth) -> Standing:
    """What a person must act on goes before what is merely so."""
    if not health.connection.active:
        return Standing(tone="grey", word=gettext("Paused"), detail=gettext("Nothing comes in and nothing goes out."))
    if health.trouble is not None:
        return Standing(tone="red", word=gettext("Refused by the provider"), detail=health.trouble.detail)
    if health.resting:
        detail = gettext("The provider does not answer. We try again by ourselves; messages wait meanwhile.")
        return Standing(tone="orange", word=gettext("Provider is down"), detail=detail)
    check = health.check
    if check is not None and check.finished_at is not None and verdict_of(check).tone == "red":
        return Standing(tone="red", word=gettext("Test found a fault"), detail=gettext("Open it to see what to do."))
    if health.last_event_at is None:
        return Standing(tone="yellow", word=gettext("Not used yet"), detail=gettext("Nothing has come in."))
    return Standing(tone="green", word=gettext("Working"))
