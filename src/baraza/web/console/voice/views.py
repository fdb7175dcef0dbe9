"""The accounts at providers of voice agents: connected, tested, looked after."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baraza.core.ingress.checks import last_events, list_checks
from baraza.core.ingress.connections import ConnectionSummary, ConnectionUnknown, get_connection, list_connections
from baraza.core.ingress.turned_away import turned_away
from baraza.messaging.checking import ask_check
from baraza.services.call_analytics.actions.connecting import RETELL, replace_key
from baraza.services.call_analytics.actions.connecting import connect as connect_account
from baraza.services.call_analytics.actions.errors import AddressNotPublic
from baraza.services.call_analytics.queries.agents import list_agents, waiting_agents
from baraza.services.call_analytics.queries.offers import offered_agents
from baraza.services.call_analytics.queries.reconciliation import backfill_state, reconciliation
from baraza.web.console.access import Desk, staff
from baraza.web.console.connections.wording import lines_of, verdict_of
from baraza.web.console.shell import shell
from baraza.web.console.voice.forms import AccountForm, NewAgentForm
from baraza.web.console.voice.wording import ping_words, turned_away_words

PERMISSION = "calls.configure"


@require_safe
@staff(permission=PERMISSION)
def voice(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    accounts, heard = voice_connections(), last_events()
    agents = list_agents(connection_paths={one.id: one.path for one in accounts})
    rows = [
        {
            "account": one,
            "url": reverse("console:voice-connection", args=[one.id]),
            "last_event_at": heard.get(one.id),
            "agents": sum(1 for agent in agents if agent.connection_id == one.id),
            "refused": sum(row.count for row in turned_away() if row.connection_id == one.id),
        }
        for one in accounts
    ]
    context = {**shell(desk=desk, current="voice"), "rows": rows, "waiting": waiting_agents()}
    return render(request, "console/voice/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission=PERMISSION)
def connect(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    form = AccountForm(data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = connect_account(
                    actor=desk.actor,
                    name=form.cleaned_data["name"],
                    api_key=form.cleaned_data["api_key"],
                    webhook_base=webhook_base(request),
                )
        except AddressNotPublic as error:
            form.add_error(None, not_public(error))
        else:
            messages.success(
                request, gettext("Connected. It is being tested; now add your agents."), extra_tags="toast"
            )
            return redirect("console:voice-connection", made)
    context = {**shell(desk=desk, current="voice"), "form": form}
    return render(request, "console/voice/connect.html", context, status=422 if form.errors else 200)


@require_safe
@staff(permission=PERMISSION)
def connection(request: HttpRequest, desk: Desk, connection_id: int) -> HttpResponseBase:
    return connection_page(request=request, desk=desk, connection_id=connection_id)


def connection_page(
    *,
    request: HttpRequest,
    desk: Desk,
    connection_id: int,
    account: AccountForm | None = None,
    new_agent: NewAgentForm | None = None,
) -> HttpResponseBase:
    """Everything about one account; forms with mistakes come back on it."""
    found = found_or_404(connection_id)
    agents = list_agents(connection_paths={found.id: found.path})
    wrong = next((form for form in (account, new_agent) if form is not None and form.errors), None)
    context: dict[str, Any] = {
        **shell(desk=desk, current="voice"),
        **_tested(found),
        "found": found,
        "address": webhook_base(request) + found.path,
        "account": account or AccountForm(initial={"name": found.name}, key_is_set=True),
        "new_agent": new_agent or NewAgentForm(initial={"external_id": request.GET.get("agent", "")[:120]}),
        "wrong": wrong,
        "agents": [(one, ping_words(one.ping)) for one in agents],
        "pinging": any(one.ping is not None and one.ping.finished_at is None for one in agents),
        "here": request.path,
        "archived": list_agents(connection_paths={found.id: found.path}, archived=True),
        "waiting": [one for one in waiting_agents() if one.connection_id == found.id],
        "offer": offered_agents(connection_id=found.id),
        "last_event_at": last_events().get(found.id),
        "refused": [turned_away_words(one) for one in turned_away() if one.connection_id == found.id],
        "backfill": backfill_state(connection_id=found.id),
        "days": reconciliation(connection_id=found.id),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong is not None else HTTPStatus.OK
    return render(request, "console/voice/connection.html", context, status=status)


@require_POST
@staff(permission=PERMISSION)
def account(request: HttpRequest, desk: Desk, connection_id: int) -> HttpResponseBase:
    """The name and, where one is written, a new key."""
    found_or_404(connection_id)
    form = AccountForm(data=request.POST, key_is_set=True)
    if form.is_valid():
        try:
            with transaction.atomic():
                replace_key(
                    actor=desk.actor,
                    connection_id=connection_id,
                    name=form.cleaned_data["name"],
                    api_key=form.cleaned_data["api_key"],
                    webhook_base=webhook_base(request),
                )
        except AddressNotPublic as error:
            form.add_error(None, not_public(error))
        else:
            messages.success(request, gettext("Saved. It is being tested once more."), extra_tags="toast")
            return redirect("console:voice-connection", connection_id)
    return connection_page(request=request, desk=desk, connection_id=connection_id, account=form)


@require_POST
@staff(permission=PERMISSION)
def check(request: HttpRequest, desk: Desk, connection_id: int) -> HttpResponseBase:
    found = found_or_404(connection_id)
    ask_check(actor=desk.actor, connection_id=connection_id, webhook_url=webhook_base(request) + found.path)
    return redirect("console:voice-connection", connection_id)


def voice_connections() -> list[ConnectionSummary]:
    return [one for one in list_connections() if one.source == RETELL]


def found_or_404(connection_id: int) -> ConnectionSummary:
    try:
        found = get_connection(connection_id=connection_id)
    except ConnectionUnknown as error:
        raise Http404(str(error)) from error
    if found.source != RETELL or found.closed_at is not None:
        raise Http404(str(connection_id))
    return found


def webhook_base(request: HttpRequest) -> str:
    """Our address as the world sees it; where none is set up, as this browser does."""
    if settings.PUBLIC_URL.startswith("https://"):
        return str(settings.PUBLIC_URL)
    return request.build_absolute_uri("/").rstrip("/")


def not_public(error: AddressNotPublic) -> str:
    return gettext(
        "The provider could not reach this system: %(why)s Ask the operator for a public https name first."
    ) % {"why": str(error)}


def _tested(found: ConnectionSummary) -> dict[str, Any]:
    kept = list_checks().get(found.id)
    running = kept is not None and kept.finished_at is None
    return {
        "check": kept,
        "running": running,
        "verdict": verdict_of(kept) if kept and not running else None,
        "lines": [] if running else lines_of(kept),
        "result_url": reverse("console:connection-result", args=[found.id]),
    }
