"""Registers the package with Django and takes the pictures of messages."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "baraza.capabilities.media"
    label = "media"

    def ready(self) -> None:
        from baraza.capabilities.media.actions import fetch_of_message
        from baraza.capabilities.media.queries import photo_to_send
        from baraza.messaging.files import on_photo
        from baraza.messaging.inbox import on_media

        on_media(fetch_of_message)
        on_photo(photo_to_send)
