"""Registers the service with Django and offers its dialogue."""

from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "baraza.services.complaints"
    label = "complaints"

    def ready(self) -> None:
        from baraza.conversation.catalogue import offer
        from baraza.messaging.contacts import on_merged
        from baraza.services.complaints.actions.merged import move_to_contact
        from baraza.services.complaints.dialogue import COMPLAINTS

        offer(COMPLAINTS)
        on_merged(move_to_contact)
