"""Registers the channel with Django and checks what it needs of the settings."""

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks


class WebpushConfig(AppConfig):
    name = "baraza.channels.webpush"
    label = "channel_webpush"

    def ready(self) -> None:
        checks.register(check_contact)


def check_contact(**_: Any) -> list[checks.CheckMessage]:
    """RFC 8292: whom a push service writes to; some refuse whoever names nobody."""
    if not settings.VAPID_CONTACT or settings.VAPID_CONTACT.startswith(("mailto:", "https://")):
        return []
    hint = "Write mailto:desk@example.org or an https address."
    said = "BARAZA_VAPID_CONTACT is neither an address of e-mail nor of a page."
    return [checks.Error(said, hint=hint, id="webpush.E001")]
