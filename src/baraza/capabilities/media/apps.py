"""Registers the package with Django and takes the pictures of messages."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "baraza.capabilities.media"
    label = "media"

    def ready(self) -> None:
        from baraza.capabilities.media.actions import fetch_of_message
        from baraza.messaging.inbox import on_media

        on_media(fetch_of_message)
