"""What happened that should not, and the rules by which it is told."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baraza.core.identity.permissions import allows
from baraza.services.call_analytics.actions.alerts import (
    AlertUnknown,
    acknowledge,
    remove_rule,
    switch_rule,
    write_rule,
)
from baraza.services.call_analytics.queries.alerts import list_alerts, list_rules
from baraza.services.call_analytics.rules.alerts import EXPLAINED
from baraza.web.console.access import Desk, staff
from baraza.web.console.shell import shell
from baraza.web.console.voice_boards.alert_forms import RuleForm
from baraza.web.console.voice_boards.alert_words import alert_lines, rule_lines


@require_safe
@staff(permission="calls.read")
def alerts(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    context = {
        **shell(desk=desk, current="call-alerts"),
        "alerts": alert_lines(list_alerts(actor=desk.actor)),
        "may_acknowledge": allows(actor=desk.actor, permission="calls.work"),
        "may_configure": allows(actor=desk.actor, permission="calls.configure"),
        "has_rules": bool(list_rules(actor=desk.actor)),
    }
    return render(request, "console/voice_boards/alerts.html", context)


@require_POST
@staff(permission="calls.work")
def acknowledge_one(request: HttpRequest, desk: Desk, alert_id: int) -> HttpResponseBase:
    try:
        acknowledge(actor=desk.actor, alert_id=alert_id)
    except AlertUnknown as error:
        raise Http404(str(error)) from error
    messages.success(request, gettext("Your name stands with the alert now."), extra_tags="toast")
    return redirect("console:call-alerts")


@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission="calls.configure")
def rules(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    form = RuleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        write_rule(actor=desk.actor, new=form.new())
        messages.success(request, gettext("Written. It is looked at every five minutes."), extra_tags="toast")
        return redirect("console:call-alert-rules")
    context = {
        **shell(desk=desk, current="call-alerts"),
        "form": form,
        "rules": rule_lines(list_rules(actor=desk.actor)),
        "explained": [gettext(words) for words in EXPLAINED.values()],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "console/voice_boards/rules.html", context, status=status)


@require_POST
@staff(permission="calls.configure")
def switch(request: HttpRequest, desk: Desk, rule_id: int) -> HttpResponseBase:
    active = request.POST.get("active") == "on"
    try:
        switch_rule(actor=desk.actor, rule_id=rule_id, active=active)
    except AlertUnknown as error:
        raise Http404(str(error)) from error
    messages.success(request, gettext("Switched on.") if active else gettext("Switched off."), extra_tags="toast")
    return redirect("console:call-alert-rules")


@require_POST
@staff(permission="calls.configure")
def remove(request: HttpRequest, desk: Desk, rule_id: int) -> HttpResponseBase:
    try:
        remove_rule(actor=desk.actor, rule_id=rule_id)
    except AlertUnknown as error:
        raise Http404(str(error)) from error
    messages.success(request, gettext("Removed. What it told stays in the list."), extra_tags="toast")
    return redirect("console:call-alert-rules")
