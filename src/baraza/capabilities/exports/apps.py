"""Registers the package with Django and offers the audit trail as a file."""

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "baraza.capabilities.exports"
    label = "exports"

    def ready(self) -> None:
        from baraza.capabilities.exports import policies  # noqa: F401 - declares the permissions
        from baraza.capabilities.exports.kinds import offer
        from baraza.capabilities.exports.trail import TRAIL

        offer(TRAIL)
