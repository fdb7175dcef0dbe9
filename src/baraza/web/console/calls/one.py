"""One call: its sound, its words, what it cost, what the desk made of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from baraza.core.audit.actions import record_read
from baraza.services.call_analytics.policies import may
from baraza.services.call_analytics.queries.one import CallCase, CallUnknown, Sound, get_call
from baraza.services.call_analytics.rules.captions import Line
from baraza.services.call_analytics.rules.finding import Piece, marked
from baraza.services.call_analytics.rules.words import DIRECTIONS, DISPOSITIONS, REASONS, SENTIMENTS, STATES
from baraza.web.console.access import Desk, staff
from baraza.web.console.billing.component import billing_of
from baraza.web.console.billing.money import money_words
from baraza.web.console.calls.around import around, call_url
from baraza.web.console.calls.listing import row_in_words
from baraza.web.console.calls.wording import (
    DOUBTS,
    LATENCIES,
    RECORDINGS,
    ROLES,
    TRANSFERS,
    clock_words,
    length_words,
    words,
)
from baraza.web.console.following import live_context
from baraza.web.console.shell import shell
from baraza.web.ui.components import SummaryRow

_PERCENTILES = ("p50", "p90", "p95", "p99", "max")
_HALF = 20


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """`at` is as players show it, `seconds` where they seek to; both empty where nobody knows. `pieces` mark words looked for."""

    line: Line
    who: str
    pieces: tuple[Piece, ...]
    at: str
    seconds: str


@dataclass(frozen=True, kw_only=True)
class Player:
    """`drawing` is the path of the waveform, empty where it could not be read; `says` stands where there is no sound."""

    sound: Sound
    url: str
    says: str
    drawing: str
    width: int


@require_safe
@staff(permission="calls.read")
def call(request: HttpRequest, desk: Desk, call_id: int) -> HttpResponseBase:
    return call_page(request, desk, call_id)


def call_page(
    request: HttpRequest,
    desk: Desk,
    call_id: int,
    *,
    problems: Mapping[str, str] | None = None,
    kept: Mapping[str, str] | None = None,
) -> HttpResponseBase:
    """That it was read is written down: people's words stand here."""
    try:
        found = get_call(actor=desk.actor, call_id=call_id)
    except CallUnknown as error:
        raise Http404(str(error)) from error
    record_read(actor=desk.actor, subject_kind="call", subject_id=str(call_id))
    players = [_player(one) for one in found.sounds]
    beside = around(request=request, desk=desk, call_id=call_id, at=found.row.at)
    context = {
        **shell(desk=desk, current="calls"),
        **live_context(desk=desk),
        "found": found,
        "row": row_in_words(found.row),
        "billing": billing_of(desk=desk, call_id=call_id),
        "facts": _facts(found),
        "lines": [_spoken(one, beside.words, found.row.direction) for one in found.turns],
        "doubts": [words(DOUBTS, one) for one in found.row.doubts],
        "costs": [(one.product, money_words(one.cost_micros, found.row.currency or "USD")) for one in found.costs],
        "players": players,
        "around": beside,
        "here": call_url(call_id, beside.suffix),
        # A recording may come to a call of which none was told yet.
        "is_waiting": all(one.sound.is_coming for one in players),
        "main_sound": next((one for one in players if one.url), None),
        "transfers": [(words(TRANSFERS, one.event), one.to, one.at) for one in found.transfers],
        "latency": _latency(found.latency),
        "analysis": _pairs(found.custom_analysis),
        "fields": _pairs({**found.metadata, **found.variables}),
        "unknown": _pairs(found.rest),
        "raws": [(one, _as_json(one.raw)) for one in found.events],
        "dispositions": DISPOSITIONS.items(),
        "may_work": may(actor=desk.actor, act="work"),
        "may_configure": may(actor=desk.actor, act="configure"),
        "forget_url": _forget_url(desk, found),
        "problems": problems or {},
        "kept": kept or {},
    }
    return render(request, "console/calls/call.html", context, status=422 if problems else 200)


def _forget_url(desk: Desk, found: CallCase) -> str:
    """Empty where it may not be, or was."""
    if found.forgotten_at or not may(actor=desk.actor, act="forget"):
        return ""
    return f"{reverse('console:calls-forget')}?call={found.row.id}"


def _player(one: Sound) -> Player:
    return Player(
        sound=one,
        url=reverse("console:call-recording", args=[one.id]) if one.status == "ready" and not one.withheld else "",
        says=words(RECORDINGS, one.withheld or one.reason or one.status),
        # One upright line for each peak, at least as high as the silence is shown.
        drawing=" ".join(
            f"M{place * 2 + 1} {_HALF - max(peak * _HALF // 100, 1)}v{2 * max(peak * _HALF // 100, 1)}"
            for place, peak in enumerate(one.peaks)
        ),
        width=len(one.peaks) * 2,
    )


def _spoken(one: Line, wanted: list[str], direction: str) -> Spoken:
    # Who was rung up is no caller.
    called = one.role == "user" and direction == "outbound"
    return Spoken(
        line=one,
        pieces=marked(one.content, words=wanted),
        who=gettext("The agent did: %(tool)s") % {"tool": one.tool}
        if one.tool
        else words(ROLES, "called" if called else one.role),
        at=clock_words(one.starts_at_s),
        seconds="" if one.starts_at_s is None else f"{one.starts_at_s:.2f}",
    )


def _latency(told: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    return [
        (words(LATENCIES, name), [_milliseconds(figures.get(key)) for key in _PERCENTILES])
        for name, figures in told.items()
        if isinstance(figures, Mapping) and any(key in figures for key in _PERCENTILES)
    ]


def _milliseconds(value: Any) -> str:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return f"{round(value):,} ms" if is_number else ""


def _pairs(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(name.replace("_", " "), _plain(value)) for name, value in told.items()]


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    return value if isinstance(value, str) else _as_json(value)


def _as_json(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()


def _facts(found: CallCase) -> list[SummaryRow]:
    row = found.row
    rows = [
        (gettext("Agent"), row.agent_name),
        (gettext("Client"), row.client),
        (gettext("From"), row.from_number),
        (gettext("To"), row.to_number),
        (gettext("Direction"), words(DIRECTIONS, row.direction)),
        (gettext("Status"), words(STATES, row.state)),
        (gettext("Length"), length_words(row.duration_ms)),
        (gettext("Why it ended"), words(REASONS, found.reason).replace("_", " ")),
        (gettext("Mood of the caller"), words(SENTIMENTS, row.sentiment)),
        (gettext("The provider's number"), row.external_id),
    ]
    if found.may_see_cost:
        rows.append((gettext("Cost"), money_words(row.cost_micros, row.currency)))
    return [SummaryRow(key=key, value=value) for key, value in rows if value]
