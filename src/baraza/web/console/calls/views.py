"""The list of calls, one call, its recording."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from baraza.core.audit.actions import record_read
from baraza.core.identity.permissions import allows
from baraza.services.call_analytics.queries.lists import CallRow, CursorUnreadable, list_calls
from baraza.services.call_analytics.queries.one import CallCase, CallUnknown, get_call
from baraza.services.call_analytics.queries.sounds import open_recording
from baraza.web.console.access import Desk, staff
from baraza.web.console.calls.forms import CallsForm
from baraza.web.console.calls.wording import (
    DIRECTIONS,
    DOUBTS,
    RECORDINGS,
    ROLES,
    SENTIMENTS,
    STATES,
    length_words,
    money_words,
    outcome_tone,
    outcome_words,
    words,
)
from baraza.web.console.shell import shell
from baraza.web.ui.components import Chip, SummaryRow


@dataclass(frozen=True, kw_only=True)
class Row:
    """`other` is the number at the other end."""

    call: CallRow
    url: str
    other: str
    direction: str
    length: str
    outcome: str
    tone: str
    sentiment: str
    cost: str
    doubts: str


@require_safe
@staff(permission="calls.read")
def calls(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    form = CallsForm(request.GET)
    wanted = form.wanted()
    try:
        page = list_calls(actor=desk.actor, wanted=wanted, cursor=request.GET.get("after", ""))
    except CursorUnreadable as error:
        raise Http404(str(error)) from error
    asked = [(key, str(value)) for key, value in request.GET.items() if value and key in form.fields]
    next_url = f"?{urlencode([*asked, ('after', page.next_cursor)])}" if page.next_cursor else ""
    context = {
        **shell(desk=desk, current="calls"),
        "form": form,
        "rows": [row_in_words(one) for one in page.rows],
        "may_see_cost": page.may_see_cost,
        "chips": _chips(form, asked),
        "clear_url": reverse("console:calls"),
        "next_url": next_url,
        "first_url": f"?{urlencode(asked)}" if request.GET.get("after") else "",
        "narrowed": bool(asked),
        "voice_url": reverse("console:voice") if allows(actor=desk.actor, permission="calls.configure") else "",
    }
    return render(request, "console/calls/list.html", context, status=422 if form.errors else 200)


@require_safe
@staff(permission="calls.read")
def call(request: HttpRequest, desk: Desk, call_id: int) -> HttpResponseBase:
    """That it was read is written down: people's words stand here."""
    try:
        found = get_call(actor=desk.actor, call_id=call_id)
    except CallUnknown as error:
        raise Http404(str(error)) from error
    record_read(actor=desk.actor, subject_kind="call", subject_id=str(call_id))
    context = {
        **shell(desk=desk, current="calls"),
        "found": found,
        "row": row_in_words(found.row),
        "facts": _facts(found),
        "turns": [{"who": words(ROLES, one.role), "turn": one} for one in found.turns],
        "doubts": [words(DOUBTS, one) for one in found.row.doubts],
        "costs": [
            {"product": one.product, "cost": money_words(one.cost_micros, found.row.currency or "USD")}
            for one in found.costs
        ],
        "sounds": [
            {
                "sound": one,
                "url": reverse("console:call-recording", args=[one.id]) if one.status == "ready" else "",
                "says": words(RECORDINGS, one.reason or one.status),
            }
            for one in found.sounds
        ],
    }
    return render(request, "console/calls/call.html", context)


@require_safe
@staff(permission="calls.listen")
def recording(request: HttpRequest, desk: Desk, recording_id: int) -> HttpResponseBase:
    try:
        opened = open_recording(actor=desk.actor, recording_id=recording_id)
    except CallUnknown as error:
        raise Http404(str(error)) from error
    record_read(actor=desk.actor, subject_kind="recording", subject_id=str(recording_id))
    content = _in_turn(opened.pieces) if isinstance(request, ASGIRequest) else opened.pieces
    headers = {"Content-Length": str(opened.size), "Content-Encoding": "identity"}
    return StreamingHttpResponse(content, content_type=opened.mime, headers=headers)


def row_in_words(one: CallRow) -> Row:
    return Row(
        call=one,
        url=reverse("console:call", args=[one.id]),
        other=(one.to_number if one.direction == "outbound" else one.from_number) or gettext("in the browser"),
        direction=words(DIRECTIONS, one.direction),
        length=length_words(one.duration_ms),
        outcome=outcome_words(one.outcome),
        tone=outcome_tone(one.outcome),
        sentiment=words(SENTIMENTS, one.sentiment),
        cost=money_words(one.cost_micros, one.currency),
        doubts=" ".join(words(DOUBTS, code) for code in one.doubts),
    )


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
        (gettext("Why it ended"), found.reason.replace("_", " ")),
        (gettext("Mood of the caller"), words(SENTIMENTS, row.sentiment)),
        (gettext("The provider's number"), row.external_id),
    ]
    if found.may_see_cost:
        rows.append((gettext("Cost"), money_words(row.cost_micros, row.currency)))
    return [SummaryRow(key=key, value=value) for key, value in rows if value]


def _chips(form: CallsForm, asked: list[tuple[str, str]]) -> list[Chip]:
    chips = []
    for key, value in asked:
        shown = dict(form.choices_of.get(key, [])).get(value, value)
        rest = urlencode([one for one in asked if one[0] != key])
        chips.append(Chip(label=f"{form.fields[key].label}: {shown}", remove_url=f"?{rest}"))
    return chips


async def _in_turn(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Each is read and opened in a thread, when the browser is ready for it."""
    while piece := await sync_to_async(_next)(pieces):
        yield piece


def _next(pieces: Iterator[bytes]) -> bytes:
    return next(pieces, b"")
