"""Registers the package with Django."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "baraza.capabilities.webhooks"
    label = "webhooks"

    def ready(self) -> None:
        from baraza.capabilities.webhooks import policies  # noqa: F401 - its permission is known from the start
