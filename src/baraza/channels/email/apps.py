"""Registers the channel with Django and checks what it needs of the settings."""

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks


class EmailConfig(AppConfig):
    name = "baraza.channels.email"
    label = "channel_email"

    def ready(self) -> None:
        checks.register(check_stand_in)


def check_stand_in(**_: Any) -> list[checks.CheckMessage]:
    """Keys of providers go to this address instead of theirs."""
    if settings.DEMO_MODE or not settings.EMAIL_API_URL:
        return []
    hint = "Unset BARAZA_EMAIL_API_URL: it is for demonstrations and tests."
    return [checks.Error("Letters to residents go to a stand-in of their provider.", hint=hint, id="email.E001")]
