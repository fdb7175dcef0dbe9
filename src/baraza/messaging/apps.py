"""Registers the package with Django and takes what comes through the door."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "baraza.messaging"
    label = "messaging"

    def ready(self) -> None:
        from baraza.core.ingress.handling import on_item
        from baraza.messaging import policies  # noqa: F401 - its permission is known from the start
        from baraza.messaging.inbox import handle_item

        on_item(handle_item)
