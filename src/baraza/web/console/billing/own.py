"""Statements for a client's own viewers: what each closed month came to, and its paper."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from baraza.services.call_analytics.queries.own_statements import own_statements
from baraza.web.console.access import Desk, staff
from baraza.web.console.billing.statements import client_asked, paper_answer
from baraza.web.console.billing.wording import minor_words, month_words
from baraza.web.console.shell import shell


@require_safe
@staff(permission="calls.read")
def listed(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    _require_client(desk)
    rows = [
        {
            "row": one,
            "month": month_words(one.month),
            "total": minor_words(one.total_minor, one.currency),
            "paper_url": f"{reverse('console:billing-own-paper', args=[one.month.year, one.month.month])}"
            f"?{urlencode({'client': one.client})}",
        }
        for one in own_statements(actor=desk.actor)
    ]
    context = {**shell(desk=desk, current="billing-own"), "rows": rows, "several": len(desk.actor.clients) > 1}
    return render(request, "console/billing/own.html", context)


@require_safe
@staff(permission="calls.read")
def paper(request: HttpRequest, desk: Desk, year: int, month: int) -> HttpResponseBase:
    _require_client(desk)
    client = client_asked(request)
    if client not in desk.actor.clients:
        raise Http404("No client of theirs.")
    return paper_answer(desk, year, month, client=client)


def _require_client(desk: Desk) -> None:
    """Others of the organisation have all statements, or none."""
    if not desk.actor.clients:
        raise Http404("This is for clients' viewers.")
