"""Registers the package with Django."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "baraza.capabilities.feedback"
    label = "feedback"

    def ready(self) -> None:
        from baraza.capabilities.feedback import policies  # noqa: F401 - its permission is known from the start
        from baraza.capabilities.feedback.forgetting import forget
        from baraza.capabilities.feedback.queries import WAITING
        from baraza.capabilities.staff_letters.parts import declare as count_in_digests
        from baraza.core.settings.forgetting import on_retention

        on_retention(name="feedback", data_class="messages", forget=forget)
        count_in_digests(WAITING)
