"""Registers the service with Django and takes what voice agents tell."""

from django.apps import AppConfig


class CallAnalyticsConfig(AppConfig):
    name = "baraza.services.call_analytics"
    label = "call_analytics"

    def ready(self) -> None:
        from baraza.capabilities.exports.kinds import offer as offer_as_file
        from baraza.messaging.voice import on_call
        from baraza.services.call_analytics import policies  # noqa: F401 - its permissions are known from the start
        from baraza.services.call_analytics.actions.ingest import take_event
        from baraza.services.call_analytics.exports.statements import STATEMENT

        on_call(take_event)
        offer_as_file(STATEMENT)
