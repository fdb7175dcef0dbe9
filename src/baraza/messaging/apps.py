"""Registers the package with Django."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "baraza.messaging"
    label = "messaging"
