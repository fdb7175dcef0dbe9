"""Registers the package with Django."""

from django.apps import AppConfig


class ConversationConfig(AppConfig):
    name = "baraza.conversation"
    label = "conversation"
