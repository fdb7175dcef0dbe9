"""Registers the channel with Django and checks what it needs of the settings."""

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks


class SmsConfig(AppConfig):
    name = "baraza.channels.sms"
    label = "channel_sms"

    def ready(self) -> None:
        checks.register(check_twilio_address)


def check_twilio_address(**_: Any) -> list[checks.CheckMessage]:
    """Auth tokens go to this address: https, or the stand-in of a demonstration."""
    if settings.DEMO_MODE or settings.TWILIO_API_URL.startswith("https://"):
        return []
    hint = "Set BARAZA_TWILIO_API_URL to https://api.twilio.com."
    return [checks.Error("Twilio's address is not https.", hint=hint, id="sms.E001")]
