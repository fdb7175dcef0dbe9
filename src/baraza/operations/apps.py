"""Registers operations with Django and Prometheus, and says what there is to open."""

from django.apps import AppConfig
from django.conf import settings


class OperationsConfig(AppConfig):
    name = "baraza.operations"
    label = "operations"

    def ready(self) -> None:
        from prometheus_client import REGISTRY

        from baraza.operations.addresses import directory
        from baraza.operations.gauges import JobsCollector

        REGISTRY.register(JobsCollector())
        directory.offer_entrance(title="Residents' pages", path="/")
        directory.offer_entrance(title="Staff console", path="/console/")
        if settings.DEMO_MODE:
            from baraza.operations.demo.organisations import PASSWORD, STAFF

            directory.offer_entrance(title="Two phones to try it with", path="/demo/phones/")
            for member in STAFF:
                directory.offer_sign_in(who=member.title, name=member.email, password=PASSWORD)
