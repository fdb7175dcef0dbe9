"""Registers the package with Django."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "baraza.web.console"
    label = "console"
