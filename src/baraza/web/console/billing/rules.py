"""The page on which billing rules are put in order; what they change is shown, and exactly that is then saved."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from baraza.lib import clock
from baraza.services.call_analytics.actions.billing import confirm_rules
from baraza.services.call_analytics.actions.errors import ChangedMeanwhile, MonthClosed, PreviewStale, RulesRefused
from baraza.services.call_analytics.queries.agents import agent_choices
from baraza.services.call_analytics.queries.billing_calls import zone_here
from baraza.services.call_analytics.queries.billing_preview import Effect, MonthEffect, Preview, preview_rules
from baraza.services.call_analytics.queries.billing_rules import RulesNow, rules_now
from baraza.services.call_analytics.rules.billing import Kind
from baraza.services.call_analytics.rules.billing_books import problems
from baraza.services.call_analytics.rules.billing_months import month_after, month_of
from baraza.services.call_analytics.rules.money import rounded_minor
from baraza.services.call_analytics.rules.words import RULES
from baraza.web.console.access import Desk, staff
from baraza.web.console.billing.rules_forms import (
    RuleForm,
    ShownForm,
    StartForm,
    Written,
    moved,
    read,
    rule_forms,
    written_of,
)
from baraza.web.console.billing.wording import (
    EXPLAINED,
    PROBLEMS,
    calls_words,
    minor_words,
    minutes_words,
    month_words,
    rule_words,
    total_words,
)
from baraza.web.console.shell import shell
from baraza.web.ui.problems import problems_of

PERMISSION = "calls.bill"


@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission=PERMISSION)
def rules(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Moving and adding only change the page; the effect is shown before it can be saved."""
    now = rules_now(actor=desk.actor)
    if request.method != "POST":
        written = [written_of(one) for one in now.versions[0].rules] if now.versions else []
        start = StartForm(initial={"starts_on": _first_open(now), "seen_number": now.number})
        return _page(request, desk, now, forms=_forms(desk, now, written), start=start)
    written, deed = read(request.POST), request.POST.get("do", "preview")
    if deed not in {"preview", "save"}:
        written = moved(written, deed, kind=request.POST.get("kind", ""))
        start = StartForm(initial={name: request.POST.get(name, "") for name in ("starts_on", "seen_number")})
        return _page(request, desk, now, forms=_forms(desk, now, written), start=start)
    forms, start = _forms(desk, now, written, bound=True), StartForm(data=request.POST)
    if not _are_right(forms, start, now):
        return _page(request, desk, now, forms=forms, start=start)
    if deed == "save" and _saved(request, desk, forms, start):
        return redirect("console:billing")
    preview = None
    if not start.has_error("starts_on"):
        preview = preview_rules(
            actor=desk.actor, rules=[one.rule() for one in forms], starts_on=start.cleaned_data["starts_on"]
        )
    return _page(request, desk, now, forms=forms, start=start, preview=preview)


def _first_open(now: RulesNow) -> date:
    """Of the first rules: the month that is running. Later ones: today."""
    today = clock.now().astimezone(zone_here()).date()
    first = today if now.number else month_of(today)
    return first if now.closed_until is None else max(first, month_after(now.closed_until))


def _forms(desk: Desk, now: RulesNow, written: list[Written], *, bound: bool = False) -> list[RuleForm]:
    currency = now.currency or desk.organisation.currency
    return rule_forms(written, agents=agent_choices(), currency=currency, bound=bound)


def _are_right(forms: list[RuleForm], start: StartForm, now: RulesNow) -> bool:
    each = [one.is_valid() for one in forms]
    if not (start.is_valid() and all(each)):
        return False
    if now.closed_until is not None and month_of(start.cleaned_data["starts_on"]) <= now.closed_until:
        _say_closed(start)
    if start.cleaned_data["seen_number"] != now.number:
        _say_changed(start)
    for place, problem in problems([one.rule() for one in forms]):
        forms[place].add_error(next(iter(forms[place].fields), None), gettext(PROBLEMS[problem]))
    if not forms:
        start.add_error(None, gettext("Add at least one rule. Without a rate calls are unpriced."))
    return not start.errors and not any(one.errors for one in forms)


def _say_closed(start: StartForm) -> None:
    start.add_error("starts_on", gettext("The statement of this month is closed. Choose a day in a month that is open"))


def _say_changed(start: StartForm) -> None:
    start.add_error(
        None, gettext("A colleague saved other rules meanwhile. Open the rules again in a new window and compare.")
    )


def _saved(request: HttpRequest, desk: Desk, forms: list[RuleForm], start: StartForm) -> bool:
    """Only what was shown; else the page shows it, once more where it was shown before."""
    shown = ShownForm(request.POST)
    if not shown.is_valid():
        start.add_error(None, gettext("First look at what these rules change. Nothing is saved yet."))
        return False
    try:
        with transaction.atomic():
            confirm_rules(
                actor=desk.actor, rules=[one.rule() for one in forms], **start.cleaned_data, **shown.cleaned_data
            )
    except PreviewStale:
        start.add_error(
            None, gettext("The effect is not the one that you saw. Look at it again. Nothing is saved yet.")
        )
    except MonthClosed:
        _say_closed(start)
    except ChangedMeanwhile:
        _say_changed(start)
    except RulesRefused as refused:
        for place, problem in refused.problems:
            forms[place].add_error(None, gettext(PROBLEMS[problem]))
    else:
        messages.success(request, gettext("Rules saved. Calls are being worked out by them."), extra_tags="toast")
        return True
    return False


def _page(
    request: HttpRequest, desk: Desk, now: RulesNow, *, forms: list[RuleForm], start: StartForm,
    preview: Preview | None = None,
) -> HttpResponseBase:  # fmt: skip
    wrong = [*(one for form in forms if form.is_bound for one in problems_of(form))]
    wrong += list(problems_of(start)) if start.is_bound else []
    currency = now.currency or desk.organisation.currency
    context: dict[str, Any] = {
        **shell(desk=desk, current="billing"),
        "now": now,
        "forms": forms,
        "start": start,
        "wrong": wrong,
        "kinds": [(one.value, gettext(RULES[one]), gettext(EXPLAINED[one])) for one in Kind],
        "preview": preview,
        "months": [_month(one, currency) for one in preview.months] if preview else (),
        "versions": [
            {"version": one, "rules": ", ".join(rule_words(rule.kind) for rule in one.rules)} for one in now.versions
        ],
    }
    return render(request, "console/billing/rules.html", context, status=422 if wrong else 200)


@dataclass(frozen=True, kw_only=True)
class MonthWords:
    """`rows` are what, by the rules in force, by these; `changes` what happens to how many calls, none left out."""

    name: str
    calls: str
    changes: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str, str], ...]
    difference: str


def _month(one: MonthEffect, currency: str) -> MonthWords:
    before, after = _said(one.before, currency), _said(one.after, currency)
    labels = (gettext("Billed calls"), gettext("Billed time"), gettext("Unpriced calls"), gettext("Total"))
    changes = (
        (gettext("newly billed"), one.to_billed),
        (gettext("no longer billed"), one.to_free),
        (gettext("billed at another price"), one.otherwise),
    )
    return MonthWords(
        name=month_words(one.month),
        calls=calls_words(one.calls),
        changes=tuple((calls_words(count), words) for words, count in changes if count),
        rows=tuple(zip(labels, before, after, strict=True)),
        difference=minor_words(
            rounded_minor(one.after.price_micros) - rounded_minor(one.before.price_micros), currency
        ),
    )


def _said(effect: Effect, currency: str) -> tuple[str, ...]:
    return (
        str(effect.billable),
        minutes_words(effect.billed_seconds),
        str(effect.unpriced),
        total_words(effect.price_micros, currency),
    )
