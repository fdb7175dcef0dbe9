"""Registers the package with Django."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "baraza.capabilities.notifications"
    label = "notifications"
