"""Registers the package with Django."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "baraza.operations"
    label = "operations"
