"""The list of calls: its state stands in its address, whole."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from baraza.capabilities.saved_views.queries import views_question
from baraza.core.identity.permissions import allows
from baraza.core.tenancy.questions import answers
from baraza.services.call_analytics.policies import may
from baraza.services.call_analytics.queries.filters import CallFilter
from baraza.services.call_analytics.queries.lists import CallRow, CallsPage, CursorUnreadable, list_calls
from baraza.services.call_analytics.queries.words import passages
from baraza.services.call_analytics.rules.finding import Piece
from baraza.services.call_analytics.rules.words import DIRECTIONS, DISPOSITIONS, SENTIMENTS
from baraza.web.console.access import Desk, staff
from baraza.web.console.billing.money import money_words
from baraza.web.console.calls.forms import SEVERAL, CallsForm
from baraza.web.console.calls.saved import VIEWS
from baraza.web.console.calls.wording import (
    DOUBTS,
    length_words,
    outcome_tone,
    outcome_words,
    words,
)
from baraza.web.console.following import live_context
from baraza.web.console.saved_views.lists import led_to_first, views_here, views_menu
from baraza.web.console.shell import questions_around, shell
from baraza.web.ui.components import Chip

# These are seen at once; the rest is folded away until one of them is used.
_FIRST_FILTERS = ("text", "since", "until")


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
    disposition: str
    cost: str
    doubts: str
    said: tuple[Piece, ...] = ()


@require_safe
@staff(permission="calls.read")
def calls(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    answers([views_question(of=VIEWS.name, user_id=desk.actor.id or 0), *questions_around(desk=desk)])
    views = views_here(of=VIEWS, desk=desk)
    first = led_to_first(of=VIEWS, request=request, views=views)
    if first:
        return first
    form = CallsForm(request.GET, desk=desk)
    wanted = form.wanted()
    try:
        page = _page(request, desk, wanted)
    except CursorUnreadable as error:
        raise Http404(str(error)) from error
    asked = form.asked()
    query = urlencode(asked)
    context = {
        **shell(desk=desk, current="calls"),
        **live_context(desk=desk),
        **_taking_away(desk),
        "form": form,
        "first_filters": [form[name] for name in _FIRST_FILTERS],
        "facets": [form[name] for name in SEVERAL if form.choices_of[name]],
        "further_filters": [form[name] for name in form.fields if name not in (*_FIRST_FILTERS, *SEVERAL)],
        "rows": _rows(page, wanted.text, query, desk),
        "more_filters": any(key not in (*_FIRST_FILTERS, *SEVERAL) for key in {*dict(asked), *form.errors}),
        "may_work": may(actor=desk.actor, act="work"),
        "dispositions": DISPOSITIONS.items(),
        "may_see_cost": page.may_see_cost,
        "chips": _chips(form, asked),
        "clear_url": VIEWS.url(),
        "here": request.get_full_path(),
        "query": query,
        **views_menu(of=VIEWS, desk=desk, query=query, views=views, reader=form.clean_query),
        "next_url": f"?{urlencode([*asked, ('after', page.next_cursor)])}" if page.next_cursor else "",
        "previous_url": f"?{urlencode([*asked, ('before', page.previous_cursor)])}" if page.previous_cursor else "",
        "narrowed": bool(asked),
        "forget_url": reverse("console:calls-forget") if may(actor=desk.actor, act="forget") else "",
        "voice_url": reverse("console:voice") if allows(actor=desk.actor, permission="calls.configure") else "",
    }
    return render(request, "console/calls/list.html", context, status=422 if form.errors else 200)


def _page(request: HttpRequest, desk: Desk, wanted: CallFilter) -> CallsPage:
    before = request.GET.get("before", "")
    cursor = before or request.GET.get("after", "")
    return list_calls(actor=desk.actor, wanted=wanted, cursor=cursor, newer=bool(before))


def _rows(page: CallsPage, text: str, query: str, desk: Desk) -> list[Row]:
    """Each leads to its call, which knows the way back. Whoever looked for words reads where they were said."""
    suffix = f"?{query}" if query else ""
    rows = [replace(one, url=f"{one.url}{suffix}") for one in map(row_in_words, page.rows)]
    if not text:
        return rows
    found = passages(
        call_ids=[one.id for one in page.rows], text=text, with_numbers=may(actor=desk.actor, act="numbers")
    )
    return [replace(one, said=found.get(one.call.id, ())) for one in rows]


def row_in_words(one: CallRow) -> Row:
    return Row(
        call=one,
        url=reverse("console:call", args=[one.id]),
        other=(one.to_number if one.direction == "outbound" else one.from_number)
        or (gettext("in the browser") if one.medium == "web" else gettext("unknown")),
        direction=words(DIRECTIONS, one.direction),
        length=length_words(one.duration_ms),
        outcome=outcome_words(one.outcome),
        tone=outcome_tone(one.outcome),
        sentiment=words(SENTIMENTS, one.sentiment),
        disposition=words(DISPOSITIONS, one.disposition),
        cost=money_words(one.cost_micros, one.currency),
        doubts=" ".join(words(DOUBTS, code) for code in one.doubts),
    )


def _taking_away(desk: Desk) -> dict[str, object]:
    """Which file of the list this member may have: with cost for who sees it, else without, else none."""
    if not allows(actor=desk.actor, permission="exports.use"):
        return {}
    if may(actor=desk.actor, act="cost"):
        return {"file_kind": "calls-cost"}
    return {"file_kind": "calls"} if may(actor=desk.actor, act="export") else {}


def _chips(form: CallsForm, asked: list[tuple[str, str]]) -> list[Chip]:
    chips = []
    for key, value in asked:
        rest = urlencode([one for one in asked if one != (key, value)])
        label = f"{form.fields[key].label}: {form.words_of(key, value)}"
        chips.append(Chip(label=label, remove_url=f"?{rest}" if rest else VIEWS.url()))
    return chips
