"""Registers the package with Django."""

from django.apps import AppConfig


class StaffLettersConfig(AppConfig):
    name = "baraza.capabilities.staff_letters"
    label = "staff_letters"
