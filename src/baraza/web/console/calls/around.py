"""The list from which a call was opened: the way back to it, its next calls, and the words that were looked for."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from baraza.services.call_analytics.queries.lists import calls_beside
from baraza.services.call_analytics.rules.finding import words_in
from baraza.web.console.access import Desk
from baraza.web.console.calls.forms import CallsForm
from baraza.web.console.calls.saved import VIEWS


@dataclass(frozen=True, kw_only=True)
class Around:
    """`suffix` is what the address of a call carries of its list; `newer_url` and `older_url` are empty at its ends."""

    list_url: str
    suffix: str
    newer_url: str
    older_url: str
    words: list[str]


def around(*, request: HttpRequest, desk: Desk, call_id: int, at: datetime) -> Around:
    form = CallsForm(request.GET, desk=desk)
    wanted, query = form.wanted(), form.clean_query(request.GET)
    suffix = f"?{query}" if query else ""
    newer, older = calls_beside(actor=desk.actor, wanted=wanted, call_id=call_id, at=at)
    return Around(
        list_url=VIEWS.url(query),
        suffix=suffix,
        newer_url=call_url(newer, suffix) if newer else "",
        older_url=call_url(older, suffix) if older else "",
        words=words_in(wanted.text),
    )


def call_url(call_id: int, suffix: str) -> str:
    return reverse("console:call", args=[call_id]) + suffix


def to_call(*, request: HttpRequest, call_id: int) -> HttpResponseBase:
    """Back to the call after something was done to it, with what its address carries."""
    query = request.GET.urlencode()
    return redirect(call_url(call_id, f"?{query}" if query else ""))
