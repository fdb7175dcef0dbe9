"""Tests of agents' own addresses: one, or all of an account."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from baraza.services.call_analytics.actions.errors import AddressNotPublic
from baraza.services.call_analytics.actions.pinging import ask_pings
from baraza.web.console.access import Desk, staff
from baraza.web.console.voice.agents import agent_or_404
from baraza.web.console.voice.views import PERMISSION, found_or_404, not_public, webhook_base


@require_POST
@staff(permission=PERMISSION)
def test_one(request: HttpRequest, desk: Desk, agent_id: int) -> HttpResponseBase:
    found = agent_or_404(agent_id)
    _asked(request, desk, connection_id=found.connection_id, agent_id=agent_id)
    return redirect("console:voice-agent", agent_id)


@require_POST
@staff(permission=PERMISSION)
def test_all(request: HttpRequest, desk: Desk, connection_id: int) -> HttpResponseBase:
    found_or_404(connection_id)
    _asked(request, desk, connection_id=connection_id, agent_id=None)
    return redirect("console:voice-connection", connection_id)


def _asked(request: HttpRequest, desk: Desk, *, connection_id: int, agent_id: int | None) -> None:
    try:
        with transaction.atomic():
            ask_pings(
                actor=desk.actor, connection_id=connection_id, agent_id=agent_id, webhook_base=webhook_base(request)
            )
    except AddressNotPublic as error:
        messages.error(request, not_public(error))
