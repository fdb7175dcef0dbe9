"""Registers the shared look as a Django app, so that its templates and tags are found."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "baraza.web.ui"
    label = "ui"
    verbose_name = "Page shell and components"
