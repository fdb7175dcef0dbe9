"""The last application to load: by then every package is there to be wired together."""

from django.apps import AppConfig


class WiringConfig(AppConfig):
    name = "baraza.config"
    label = "wiring"

    def ready(self) -> None:
        from baraza.config.wiring import wire

        wire()
