"""Registers the channel with Django and checks what it needs of the settings."""

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks


class VoiceConfig(AppConfig):
    name = "baraza.channels.voice"
    label = "channel_voice"

    def ready(self) -> None:
        checks.register(check_retell_address)


def check_retell_address(**_: Any) -> list[checks.CheckMessage]:
    """API keys go to this address: https, or the stand-in of a demonstration."""
    if settings.DEMO_MODE or settings.RETELL_API_URL.startswith("https://"):
        return []
    hint = "Set BARAZA_RETELL_API_URL to https://api.retellai.com."
    return [checks.Error("Retell's address is not https.", hint=hint, id="voice.E001")]
