"""Tells our own proxy for which names it may fetch a certificate, so that strangers cannot make it fetch thousands."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import validate_host
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from baraza.core.settings.hosts import slug_at


@never_cache
@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """200 for a name of ours or a verified one, else 404; whoever is not the proxy itself gets 404 for everything.

    What the proxy passes on for somebody carries their address, what it asks by itself carries none.
    """
    name = request.GET.get("domain", "").lower()
    if not _asks_for_itself(request) or not name:
        return HttpResponse(status=404)
    is_served = validate_host(name, settings.ALLOWED_HOSTS) or slug_at(host=name) is not None
    return HttpResponse(status=200 if is_served else 404)


def _asks_for_itself(request: HttpRequest) -> bool:
    if any(header in request.headers for header in ("X-Forwarded-For", "X-Forwarded-Host", "Forwarded")):
        return False
    try:
        peer = ipaddress.ip_address(request.META.get("REMOTE_ADDR") or "127.0.0.1")
    except ValueError:
        return False
    networks = [ipaddress.ip_network(network) for network in settings.TRUSTED_PROXIES]
    return peer.is_loopback or any(peer in network for network in networks)
