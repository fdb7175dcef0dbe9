"""Registers the service with Django and offers its dialogue."""

from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "baraza.services.complaints"
    label = "complaints"

    def ready(self) -> None:
        from baraza.conversation.catalogue import offer
        from baraza.services.complaints.dialogue import COMPLAINTS

        offer(COMPLAINTS)
