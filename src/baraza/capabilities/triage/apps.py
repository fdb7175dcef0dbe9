"""Registers triage with Django."""

from django.apps import AppConfig


class TriageConfig(AppConfig):
    """Category, priority and language of a message."""

    name = "baraza.capabilities.triage"
    label = "triage"
    default_auto_field = "django.db.models.BigAutoField"
