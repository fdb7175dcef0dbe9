"""Registers the package with Django and takes what messaging receives."""

from django.apps import AppConfig


class ConversationConfig(AppConfig):
    name = "baraza.conversation"
    label = "conversation"

    def ready(self) -> None:
        from baraza.capabilities.media import subscribers as media
        from baraza.conversation import refused, runner, sessions
        from baraza.messaging import contacts, inbox

        inbox.on_received(runner.handle)
        contacts.on_merged(sessions.merge)
        media.on_refused(refused.tell_refused)
