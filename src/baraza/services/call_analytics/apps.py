"""Registers the service with Django and takes what voice agents tell."""

from django.apps import AppConfig


class CallAnalyticsConfig(AppConfig):
    name = "baraza.services.call_analytics"
    label = "call_analytics"

    def ready(self) -> None:
        from baraza.capabilities.exports.kinds import offer as offer_as_file
        from baraza.core.settings.forgetting import on_retention
        from baraza.core.settings.retention import add_data_classes
        from baraza.messaging.voice import on_call
        from baraza.services.call_analytics import policies  # noqa: F401 - its permissions are known from the start
        from baraza.services.call_analytics.actions import forgetting
        from baraza.services.call_analytics.actions.ingest import take_event
        from baraza.services.call_analytics.exports.boards import CALL_COSTS, CALL_FIGURES
        from baraza.services.call_analytics.exports.calls import CALLS, CALLS_WITH_COST
        from baraza.services.call_analytics.exports.statements import STATEMENT, STATEMENT_OF_CLIENT
        from baraza.services.call_analytics.rules import keeping

        on_call(take_event)
        offer_as_file(CALL_FIGURES)
        offer_as_file(CALL_COSTS)
        offer_as_file(STATEMENT)
        offer_as_file(STATEMENT_OF_CLIENT)
        offer_as_file(CALLS)
        offer_as_file(CALLS_WITH_COST)
        add_data_classes(forgetting.KINDS)
        on_retention(name="call_audio", data_class=keeping.AUDIO, forget=forgetting.forget_audio)
        on_retention(name="call_words", data_class=keeping.WORDS, forget=forgetting.forget_words)
        on_retention(name="call_people", data_class=keeping.PEOPLE, forget=forgetting.forget_people)
