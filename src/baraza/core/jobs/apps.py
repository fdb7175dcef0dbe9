"""Registers the package with Django."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "baraza.core.jobs"
    label = "jobs"
