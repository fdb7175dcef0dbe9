"""Registers the package with Django."""

from django.apps import AppConfig


class SettingsConfig(AppConfig):
    name = "baraza.core.settings"
    label = "organisation_settings"

    def ready(self) -> None:
        """A role that an organisation makes may hold these permissions, whatever page is asked for first."""
        from baraza.core.settings import policies  # noqa: F401
