"""Registers the package with Django."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "baraza.capabilities.live"
    label = "live"

    def ready(self) -> None:
        from baraza.capabilities.live import policies  # noqa: F401 - its permission is known from the start
