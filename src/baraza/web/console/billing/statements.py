"""Monthly statements: the list, one of them, its PDF."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from baraza.core.audit.actions import record_read
from baraza.lib import clock
from baraza.services.call_analytics.queries.billing_calls import zone_here
from baraza.services.call_analytics.queries.billing_rules import rules_now
from baraza.services.call_analytics.queries.statement_sums import Charged, Costs, Group
from baraza.services.call_analytics.queries.statements import (
    Entry,
    Statement,
    StatementRow,
    StatementUnknown,
    get_statement,
    list_statements,
    statement_of_client,
)
from baraza.services.call_analytics.rules.billing_months import month_of
from baraza.services.call_analytics.rules.margins import Margin
from baraza.services.call_analytics.rules.money import rounded_minor
from baraza.web.console.access import Desk, staff
from baraza.web.console.billing.rates import exchange_words
from baraza.web.console.billing.wording import (
    ENTRIES,
    calls_words,
    minor_words,
    minutes_words,
    month_words,
    price_words,
    rule_words,
    total_words,
    why_no_margin,
    why_unpriced,
)
from baraza.web.console.shell import shell

PERMISSION = "calls.bill"
_LAST_YEAR = 2200


@require_safe
@staff(permission=PERMISSION)
def listed(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    now = rules_now(actor=desk.actor)
    rows = [
        {
            "row": one,
            "month": month_words(one.month),
            "total": minor_words(one.total_minor, one.currency),
            "url": reverse("console:billing-statement", args=[one.month.year, one.month.month]),
        }
        for one in list_statements(actor=desk.actor)
    ]
    context = {**shell(desk=desk, current="billing"), "rows": rows, "now": now}
    return render(request, "console/billing/list.html", context)


@require_safe
@staff(permission=PERMISSION)
def statement(request: HttpRequest, desk: Desk, year: int, month: int) -> HttpResponseBase:
    found = statement_or_404(desk, year, month)
    context = {**shell(desk=desk, current="billing"), **statement_words(found)}
    return render(request, "console/billing/statement.html", context)


@require_safe
@staff(permission=PERMISSION)
def paper(request: HttpRequest, desk: Desk, year: int, month: int) -> HttpResponseBase:
    """With `client` that client's part, to be handed on: without what the provider takes."""
    return paper_answer(desk, year, month, client=client_asked(request))


def client_asked(request: HttpRequest) -> str:
    return request.GET.get("client", "").replace("\x00", "")


def paper_answer(desk: Desk, year: int, month: int, *, client: str) -> HttpResponseBase:
    # What draws on paper takes long to load, and few processes ever need it.
    from baraza.web.console.billing.drawing import paper_of

    found = statement_or_404(desk, year, month, client=client)
    record_read(actor=desk.actor, subject_kind="statement", subject_id=f"{found.row.month:%Y-%m}")
    name = "-".join(filter(None, ("statement", desk.organisation.slug, f"{found.row.month:%Y-%m}", slugify(client))))
    return HttpResponse(
        paper_of(found=found, words=statement_words(found), organisation=desk.organisation.name),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}.pdf"'},
    )


def statement_or_404(desk: Desk, year: int, month: int, *, client: str = "") -> Statement:
    begins = month_or_404(year, month)
    try:
        if client:
            return statement_of_client(actor=desk.actor, month=begins, client=client)
        return get_statement(actor=desk.actor, month=begins)
    except StatementUnknown as error:
        raise Http404(str(error)) from error


def month_or_404(year: int, month: int) -> date:
    if not (2000 <= year <= _LAST_YEAR and 1 <= month <= 12):  # noqa: PLR2004
        raise Http404("No such month.")
    return date(year, month, 1)


def month_asked(text: str) -> date:
    """2026-10 in an address. Raises Http404."""
    year, _hyphen, month = text.partition("-")
    if not (year.isascii() and year.isdigit() and month.isascii() and month.isdigit() and len(text) <= 7):  # noqa: PLR2004
        raise Http404("No such month.")
    return month_or_404(int(year), int(month))


def statement_words(found: Statement) -> dict[str, Any]:
    """The same for the page and for paper."""
    row, sums = found.row, found.sums
    at = [row.month.year, row.month.month]
    over = row.month < month_of(clock.now().astimezone(zone_here()).date())
    return {
        "found": found,
        "title": month_words(row.month),
        "total": minor_words(row.total_minor, row.currency),
        "charged": minor_words(found.charged.calls_minor, row.currency) if sums.credit_micros else "",
        "credited": minor_words(found.charged.credit_minor, row.currency) if sums.credit_micros else "",
        "credited_words": _credited(found.charged, row.currency),
        "minutes": minutes_words(sums.billed_seconds),
        "included": minutes_words(sums.included_seconds) if sums.included_seconds else "",
        "included_words": gettext("%(time)s of it included") % {"time": minutes_words(sums.included_seconds)}
        if sums.included_seconds
        else "",
        "clients": [_client(one, row) for one in found.clients],
        "agents": [_group(one, row.currency, name=one.key) for one in found.agents],
        "rules": [_group(one, row.currency, name=rule_words(one.key)) for one in found.rules],
        "days": [_group(one, row.currency, name=_day(one.key)) for one in found.days],
        "costs": [
            {
                "currency": one.currency,
                "told": total_words(one.told_micros, one.currency),
                "lines": total_words(one.lines_micros, one.currency),
                "difference": _difference(one),
            }
            for one in found.costs
        ],
        "one_currency": all(one.currency == row.currency for one in found.costs),
        "margin": _margin(found.margin),
        "no_margin": why_no_margin(found.margin) if found.margin and found.margin.micros is None else "",
        "rates": [
            (month_words(month), exchange_words(currency, rate, row.currency))
            for (month, currency), rate in found.rates.items()
        ],
        "unpriced": [{**entry_words(one, row.currency), "why": why_unpriced(one)} for one in found.unpriced],
        "unreconciled": [entry_words(one, row.currency) for one in found.unreconciled],
        "credits": [
            {**entry_words(one, row.currency), "price": total_words(one.price_micros or 0, row.currency)}
            for one in found.credits
        ],
        "decided": [entry_words(one, row.currency) for one in found.decided],
        "corrections": [entry_words(one, row.currency) for one in found.corrections],
        "may_close": over and not row.is_closed,
        "close_url": reverse("console:billing-close", args=at),
        "paper_url": reverse("console:billing-paper", args=at),
        "credit_url": reverse("console:billing-credit", args=at),
        "file_query": f"month={row.month:%Y-%m}",
    }


def _credited(charged: Charged, currency: str) -> str:
    """What calls came to and what was taken off, under the total."""
    if not charged.credit_minor:
        return ""
    return gettext("%(charged)s of calls, %(credited)s of credit notes") % {
        "charged": minor_words(charged.calls_minor, currency), "credited": minor_words(charged.credit_minor, currency),
    }  # fmt: skip


def _difference(one: Costs) -> str:
    """Between the two sums that stand beside it; fractions of a cent alone are written out."""
    minor = rounded_minor(one.told_micros) - rounded_minor(one.lines_micros)
    if minor or not one.difference_micros:
        return minor_words(minor, one.currency) if minor else ""
    return price_words(one.difference_micros, one.currency)


def _margin(found: Margin | None) -> str | None:
    return None if found is None or found.micros is None else total_words(found.micros, found.currency)


def entry_words(one: Entry, currency: str) -> dict[str, Any]:
    return {
        "entry": one,
        "url": reverse("console:billing-call", args=[one.call_id]) if one.call_id else "",
        "kind": gettext(ENTRIES[one.kind]),
        "about": month_words(one.about_month),
        "rule": rule_words(one.rule),
        "price": price_words(one.price_micros, currency),
        "cost": price_words(one.cost_micros, one.cost_currency),
        "lines": price_words(one.lines_micros, one.cost_currency) if one.lines_micros is not None else gettext("none"),
    }


def _group(one: Group, currency: str, *, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "group": one,
        "calls": calls_words(one.calls),
        "minutes": minutes_words(one.billed_seconds),
        "price": minor_words(one.price_minor, currency),
    }


def _client(one: Group, row: StatementRow) -> dict[str, Any]:
    """With the way to its own paper and list; calls of agents without a client have none."""
    paper = reverse("console:billing-paper", args=[row.month.year, row.month.month])
    words = _group(one, row.currency, name=one.key or gettext("No client"))
    return words | {
        "paper_url": f"{paper}?{urlencode({'client': one.key})}" if one.key else "",
        "file_query": urlencode({"month": f"{row.month:%Y-%m}", "client": one.key}),
    }


def _day(key: str) -> str:
    day = date.fromisoformat(key)
    return f"{day.day} {month_words(day)}"
