"""Registers geography with Django."""

from django.apps import AppConfig


class GeographyConfig(AppConfig):
    """Areas, their editions, and which one a point lies in."""

    name = "baraza.capabilities.geography"
    label = "geography"
    default_auto_field = "django.db.models.BigAutoField"
