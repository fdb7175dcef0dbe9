"""Agents of an account: imported, added by hand, renamed, archived, given a new address."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from baraza.core.ingress.turned_away import turned_away
from baraza.messaging.registry import provider_named
from baraza.messaging.voice import VoiceProvider
from baraza.services.call_analytics.actions.agents import (
    NewAgent,
    add_agent,
    archive_agent,
    change_agent,
    new_agent_address,
)
from baraza.services.call_analytics.actions.connecting import RETELL, ask_for_agents, import_agents
from baraza.services.call_analytics.actions.errors import AgentTaken, AgentUnknown, ChangedMeanwhile
from baraza.services.call_analytics.queries.agents import AgentRow, get_agent, last_event
from baraza.web.console.access import Desk, staff
from baraza.web.console.shell import shell
from baraza.web.console.voice.forms import AgentForm, NewAgentForm
from baraza.web.console.voice.views import (
    PERMISSION,
    connection_page,
    found_or_404,
    voice_connections,
    webhook_base,
)
from baraza.web.console.voice.wording import ping_words, turned_away_words

_MOST_CHOSEN = 500


@require_POST
@staff(permission=PERMISSION)
def ask(request: HttpRequest, desk: Desk, connection_id: int) -> HttpResponseBase:  # noqa: ARG001
    found_or_404(connection_id)
    ask_for_agents(actor=desk.actor, connection_id=connection_id)
    return redirect("console:voice-connection", connection_id)


@require_POST
@staff(permission=PERMISSION)
def take(request: HttpRequest, desk: Desk, connection_id: int) -> HttpResponseBase:
    """Those that were ticked in the provider's list."""
    found_or_404(connection_id)
    chosen = frozenset(request.POST.getlist("agent")[:_MOST_CHOSEN])
    if not chosen:
        messages.warning(request, gettext("Choose at least one agent."))
        return redirect("console:voice-connection", connection_id)
    try:
        with transaction.atomic():
            made = import_agents(
                actor=desk.actor,
                connection_id=connection_id,
                chosen=chosen,
                client=request.POST.get("client", "").strip()[:120],
            )
    except AgentTaken as error:
        messages.error(request, str(error))
    else:
        words = ngettext("%(count)d agent added", "%(count)d agents added", len(made)) % {"count": len(made)}
        messages.success(request, words, extra_tags="toast")
    return redirect("console:voice-connection", connection_id)


@require_POST
@staff(permission=PERMISSION)
def add(request: HttpRequest, desk: Desk, connection_id: int) -> HttpResponseBase:
    found_or_404(connection_id)
    form = NewAgentForm(data=request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():
                made = add_agent(actor=desk.actor, connection_id=connection_id, new=NewAgent(**form.cleaned_data))
        except AgentTaken as error:
            form.add_error("external_id", str(error))
        else:
            messages.success(request, gettext("Agent added. Now give it its address."), extra_tags="toast")
            return redirect("console:voice-agent", made)
    return connection_page(request=request, desk=desk, connection_id=connection_id, new_agent=form)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission=PERMISSION)
def agent(request: HttpRequest, desk: Desk, agent_id: int) -> HttpResponseBase:
    """Its address to copy, step by step; posting changes its name and client."""
    found = agent_or_404(agent_id)
    initial = {"name": found.name, "client": found.client, "version": found.version}
    form = AgentForm(data=request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                change_agent(actor=desk.actor, agent_id=agent_id, **form.cleaned_data)
        except ChangedMeanwhile:
            form.add_error(
                None, gettext("A colleague changed this agent meanwhile. Look at it again and save once more.")
            )
        else:
            messages.success(request, gettext("Agent saved"), extra_tags="toast")
            return redirect("console:voice-agent", agent_id)
    provider = provider_named(RETELL)
    context = {
        **shell(desk=desk, current="voice"),
        "found": found,
        "form": form,
        "address": webhook_base(request) + found.webhook_path,
        "events": provider.expected_events if isinstance(provider, VoiceProvider) else (),
        "further_events": provider.further_events if isinstance(provider, VoiceProvider) else (),
        "missing_events": _missing_events(found, provider),
        "ping": ping_words(found.ping),
        "last_event": last_event(agent_id=agent_id),
        "refused": [turned_away_words(one) for one in turned_away() if one.connection_id == found.connection_id],
        "here": request.path,
    }
    return render(request, "console/voice/agent.html", context, status=422 if form.errors else 200)


@require_POST
@staff(permission=PERMISSION)
def archive(request: HttpRequest, desk: Desk, agent_id: int) -> HttpResponseBase:
    archived = request.POST.get("archived") == "yes"
    try:
        _done(lambda: archive_agent(actor=desk.actor, agent_id=agent_id, archived=archived))
    except AgentTaken as error:
        messages.error(request, str(error))
    else:
        messages.success(request, gettext("Archived") if archived else gettext("Taken up again"), extra_tags="toast")
    return redirect("console:voice-agent", agent_id)


@require_POST
@staff(permission=PERMISSION)
def address(request: HttpRequest, desk: Desk, agent_id: int) -> HttpResponseBase:
    _done(lambda: new_agent_address(actor=desk.actor, agent_id=agent_id))
    messages.warning(request, gettext("The address is new. Until the provider knows it, nothing comes in."))
    return redirect("console:voice-agent", agent_id)


def agent_or_404(agent_id: int) -> AgentRow:
    found = get_agent(agent_id=agent_id, connection_paths={one.id: one.path for one in voice_connections()})
    if found is None:
        raise Http404(str(agent_id))
    return found


def _missing_events(found: AgentRow, provider: object) -> tuple[str, ...]:
    """Only where the provider said what the agent sends: an empty list is the usual events."""
    if not isinstance(provider, VoiceProvider) or not found.events_at_provider:
        return ()
    return tuple(one for one in provider.expected_events if one not in found.events_at_provider)


def _done(run: Callable[[], object]) -> None:
    try:
        with transaction.atomic():
            run()
    except AgentUnknown as error:
        raise Http404(str(error)) from error
