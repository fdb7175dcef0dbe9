"""Registers the package with Django."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "baraza.capabilities.media"
    label = "media"
