"""Registers the package with Django and finds every package's jobs."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "baraza.core.jobs"
    label = "jobs"

    def ready(self) -> None:
        autodiscover_modules("jobs")
