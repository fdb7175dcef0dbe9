"""Registers the package with Django."""

from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "baraza.core.tenancy"
    label = "tenancy"
