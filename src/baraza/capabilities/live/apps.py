"""Registers the package with Django."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "baraza.capabilities.live"
    label = "live"

    def ready(self) -> None:
        # The permission is known, and changes of access are heard of, from the start.
        from baraza.capabilities.live import admitting, policies  # noqa: F401
