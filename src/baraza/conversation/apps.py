"""Registers the package with Django and takes what messaging receives."""

from django.apps import AppConfig


class ConversationConfig(AppConfig):
    name = "baraza.conversation"
    label = "conversation"

    def ready(self) -> None:
        from baraza.conversation import runner, sessions
        from baraza.messaging import contacts, inbox

        inbox.on_received(runner.handle)
        contacts.on_merged(sessions.merge)
