"""Registers the package with Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "baraza.core.audit"
    label = "audit"
