"""Registers the package with Django."""

from django.apps import AppConfig


class SettingsConfig(AppConfig):
    name = "baraza.core.settings"
    label = "organisation_settings"
