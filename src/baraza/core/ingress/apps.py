"""Registers the package with Django."""

from django.apps import AppConfig


class IngressConfig(AppConfig):
    name = "baraza.core.ingress"
    label = "ingress"
