"""The board: how an agency's calls go, in figures."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from baraza.core.identity.permissions import allows
from baraza.services.call_analytics.queries.alerts import open_alerts
from baraza.services.call_analytics.queries.boards import board, totals
from baraza.services.call_analytics.rules.boards import COUNTED, COUNTED_MARGIN, COUNTED_MONEY
from baraza.web.console.access import Desk, staff
from baraza.web.console.following import live_context
from baraza.web.console.shell import shell
from baraza.web.console.voice_boards import content
from baraza.web.console.voice_boards.alert_words import alert_lines
from baraza.web.console.voice_boards.forms import BoardForm, asked
from baraza.web.ui.components import Chip

REFUSED = 422


@require_safe
@staff(permission="calls.read")
def boards(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    form = asked(request, actor=desk.actor)
    wanted = form.wanted()
    found = board(actor=desk.actor, days=wanted.days, agent_id=wanted.agent_id, client=wanted.client)
    before = None
    if wanted.compared:
        before = totals(actor=desk.actor, days=wanted.compared, agent_id=wanted.agent_id, client=wanted.client)
    lines = content.agent_lines(found, wanted, form.names["agent"])
    sees_cost = found.total.costs is not None
    context = {
        **shell(desk=desk, current="call-boards"),
        **live_context(desk=desk),
        "here": request.get_full_path(),
        "form": form,
        "days": wanted.days,
        "compared": wanted.compared,
        "chips": _chips(request, form),
        "clear_url": reverse("console:call-boards"),
        "is_empty": not found.total.calls,
        "tiles": content.tiles_of(found, before, wanted),
        "chart": content.calls_chart(found, wanted),
        "agents": lines,
        "agent_bars": content.agent_bars(lines, found),
        "outcomes": content.outcome_bars(found, wanted),
        "weekdays": content.weekday_bars(found, wanted),
        "hours": content.hours_map(found, wanted),
        "sees_cost": sees_cost,
        "alerts": alert_lines(open_alerts(actor=desk.actor)),
        "may_export": allows(actor=desk.actor, permission="exports.use")
        and allows(actor=desk.actor, permission="calls.export"),
        "kind": "call_costs" if sees_cost else "call_figures",
        "query": request.GET.urlencode(),
        "voice_url": reverse("console:voice") if allows(actor=desk.actor, permission="calls.configure") else "",
        "explained": [
            gettext(words)
            for table in (COUNTED, COUNTED_MONEY if sees_cost else {}, COUNTED_MARGIN if found.margin else {})
            for words in table.values()
        ],
    }
    return render(request, "console/voice_boards/board.html", context, status=REFUSED if form.errors else 200)


def _chips(request: HttpRequest, form: BoardForm) -> list[Chip]:
    chips = []
    for name, names in form.names.items():
        value = request.GET.get(name, "")
        if value in names:
            left = request.GET.copy()
            left.pop(name)
            chips.append(Chip(f"{form.fields[name].label}: {names[value]}", f"?{left.urlencode()}"))
    return chips
