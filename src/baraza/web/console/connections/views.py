"""The list of connections and one of them: made, changed, tested, paused, closed."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from baraza.core.ingress.connections import (
    ConnectionSummary,
    ConnectionUnknown,
    change_connection,
    get_connection,
    open_connection,
    secrets_set,
)
from baraza.messaging.contract import ChannelProvider
from baraza.messaging.health import ConnectionHealth, list_health
from baraza.messaging.registry import ProviderUnknown, provider_named, provider_names
from baraza.web.console.access import Desk, staff
from baraza.web.console.connections.forms import ConnectionForm
from baraza.web.console.connections.wording import CHANNEL_ICONS, lines_of, standing_of, verdict_of
from baraza.web.console.shell import shell
from baraza.web.console.wording import channel_name

PERMISSION = "connections.manage"
# Providers that are connected on a page of their own, with what belongs to them.
_ELSEWHERE = {"voice.retell": "console:voice-connect"}


@require_safe
@staff(permission=PERMISSION)
def connections(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    rows = [
        {
            "health": one,
            "url": reverse("console:connection", args=[one.connection.id]),
            "channel": channel_name(one.channel),
            "icon": CHANNEL_ICONS.get(one.channel, "link"),
            "standing": standing_of(one),
        }
        for one in list_health()
    ]
    return render(request, "console/connections/list.html", {**shell(desk=desk, current="connections"), "rows": rows})


@require_safe
@staff(permission=PERMISSION)
def choose(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Whatever provider is in the catalogue appears here by itself."""
    offers = [
        {
            "url": reverse(_ELSEWHERE[name]) if name in _ELSEWHERE else reverse("console:connection-new", args=[name]),
            "title": provider.title,
            "channel": channel_name(provider.channel),
            "icon": CHANNEL_ICONS.get(provider.channel, "link"),
            "needs": ", ".join(one.label for one in provider.fields if one.required),
        }
        for name in provider_names()
        for provider in (provider_named(name),)
    ]
    context = {**shell(desk=desk, current="connections"), "offers": offers, "steps": step_names()}
    return render(request, "console/connections/choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission=PERMISSION)
def new(request: HttpRequest, desk: Desk, source: str) -> HttpResponseBase:
    if source in _ELSEWHERE:
        return redirect(_ELSEWHERE[source])
    provider = _provider(source)
    form = ConnectionForm(data=request.POST if request.method == "POST" else None, provider=provider)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            made = open_connection(
                organisation_id=desk.organisation.id,
                source=source,
                name=form.cleaned_data["name"],
                secrets=form.secrets(),
                options=form.options(),
                actor=desk.actor,
            )
        messages.success(request, gettext("Connected here. Now tell the provider our address."), extra_tags="toast")
        return redirect("console:connection", made.id)
    context = {
        **shell(desk=desk, current="connections"),
        "form": form,
        "provider": provider,
        "steps": step_names(),
    }
    return render(request, "console/connections/new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission=PERMISSION)
def connection(request: HttpRequest, desk: Desk, connection_id: int) -> HttpResponseBase:
    """Everything about one; posting changes its name, settings and those secrets that were written anew."""
    found = found_or_404(connection_id)
    if found.closed_at is not None:
        raise Http404(str(connection_id))
    provider = _provider(found.source)
    initial = {"name": found.name, **{name: value for name, value in found.options.items() if isinstance(value, str)}}
    data = request.POST if request.method == "POST" else None
    form = ConnectionForm(data=data, initial=initial, provider=provider, found=found)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            change_connection(
                connection_id=connection_id,
                name=form.cleaned_data["name"],
                secrets=form.secrets(),
                options=form.options(),
                actor=desk.actor,
            )
        messages.success(request, gettext("Connection saved. Test it once more."), extra_tags="toast")
        return redirect("console:connection", connection_id)
    context = {**shell(desk=desk, current="connections"), **_details(request, found, provider), "form": form}
    return render(request, "console/connections/connection.html", context, status=422 if form.errors else 200)


@require_safe
@staff(permission=PERMISSION)
def result(request: HttpRequest, desk: Desk, connection_id: int) -> HttpResponseBase:  # noqa: ARG001
    """The test alone: a page that waits for it asks every second or two."""
    found = found_or_404(connection_id)
    context = _tested(found, _health(found))
    return render(request, "console/connections/result.html", context)


def found_or_404(connection_id: int) -> ConnectionSummary:
    try:
        return get_connection(connection_id=connection_id)
    except ConnectionUnknown as error:
        raise Http404(str(error)) from error


def webhook_url(request: HttpRequest, found: ConnectionSummary) -> str:
    return request.build_absolute_uri(found.path)


def step_names() -> list[str]:
    return [gettext("Provider"), gettext("Account and secrets"), gettext("Address"), gettext("Test")]


def _provider(source: str) -> ChannelProvider:
    try:
        return provider_named(source)
    except ProviderUnknown as error:
        raise Http404(source) from error


def _health(found: ConnectionSummary) -> ConnectionHealth | None:
    return next((one for one in list_health() if one.connection.id == found.id), None)


def _details(request: HttpRequest, found: ConnectionSummary, provider: ChannelProvider) -> dict[str, Any]:
    health = _health(found)
    check = health.check if health else None
    known = secrets_set(connection_id=found.id)
    return {
        "found": found,
        "provider": provider,
        "health": health,
        "standing": standing_of(health) if health else None,
        "address": webhook_url(request, found),
        "templates": check.templates if check else [],
        "secrets": [{"label": one.label, "set": one.name in known} for one in provider.fields if one.secret],
        "steps": step_names(),
        "step": 4 if check and check.finished_at else 3,
        **_tested(found, health),
    }


def _tested(found: ConnectionSummary, health: ConnectionHealth | None) -> dict[str, Any]:
    check = health.check if health else None
    running = check is not None and check.finished_at is None
    return {
        "check": check,
        "running": running,
        "verdict": verdict_of(check) if check and not running else None,
        "lines": [] if running else lines_of(check),
        "result_url": reverse("console:connection-result", args=[found.id]),
    }


class CloseForm(forms.Form):
    """Closing cannot be undone, so the name is written once more."""

    use_required_attribute = False
    name = forms.CharField(max_length=120, required=False)
