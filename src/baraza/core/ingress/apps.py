"""Registers the package with Django."""

from django.apps import AppConfig


class IngressConfig(AppConfig):
    name = "baraza.core.ingress"
    label = "ingress"

    def ready(self) -> None:
        from baraza.core.ingress import policies  # noqa: F401 - its permission is known from the start
        from baraza.core.ingress.forgetting import forget_events
        from baraza.core.settings.forgetting import on_retention

        on_retention(name="inbound_events", data_class="inbound_payloads", forget=forget_events)
