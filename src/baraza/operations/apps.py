"""Registers operations with Django and Prometheus, and says what there is to open."""

from django.apps import AppConfig
from django.conf import settings


class OperationsConfig(AppConfig):
    name = "baraza.operations"
    label = "operations"

    def ready(self) -> None:
        from baraza.messaging.gauges import OutboxCollector
        from baraza.operations.addresses import directory
        from baraza.operations.figures import offer_figures
        from baraza.operations.gauges import JobsCollector

        offer_figures(JobsCollector())
        offer_figures(OutboxCollector())
        directory.offer_entrance(title="Residents' pages", path="/")
        directory.offer_entrance(title="Staff console", path="/console/")
        if settings.DEMO_MODE:
            from baraza.operations.demo import platform
            from baraza.operations.demo.organisations import PASSWORD, STAFF

            directory.offer_entrance(title="Two phones to try it with", path="/demo/phones/")
            for member in STAFF:
                directory.offer_sign_in(who=member.title, name=member.email, password=PASSWORD)
            directory.offer_sign_in(
                who=platform.TITLE, name=platform.EMAIL, password=platform.PASSWORD, note=platform.NOTE
            )
