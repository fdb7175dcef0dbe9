"""Registers the channel with Django and checks what it needs of the settings."""

import re
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks


class WhatsappConfig(AppConfig):
    name = "baraza.channels.whatsapp"
    label = "channel_whatsapp"

    def ready(self) -> None:
        checks.register(check_graph_address)


def check_graph_address(**_: Any) -> list[checks.CheckMessage]:
    """Tokens go to this address: https, or the sandbox of a demonstration."""
    found: list[checks.CheckMessage] = []
    if not settings.DEMO_MODE and not settings.WHATSAPP_GRAPH_URL.startswith("https://"):
        hint = "Set BARAZA_WHATSAPP_GRAPH_URL to https://graph.facebook.com."
        found.append(checks.Error("WhatsApp's address is not https.", hint=hint, id="whatsapp.E001"))
    if not re.fullmatch(r"v\d+\.\d+", settings.WHATSAPP_GRAPH_VERSION):
        hint = "Set BARAZA_WHATSAPP_GRAPH_VERSION to a version of the Graph API such as v25.0."
        found.append(checks.Error("WhatsApp's version is not one.", hint=hint, id="whatsapp.E002"))
    return found
