"""Registers the package with Django."""

from django.apps import AppConfig


class SavedViewsConfig(AppConfig):
    name = "baraza.capabilities.saved_views"
    label = "saved_views"
