"""Registers the package with Django."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "baraza.core.organisations"
    label = "organisations"
