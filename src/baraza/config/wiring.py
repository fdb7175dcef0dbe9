"""Hands the providers of the catalogue to the registries; called once when Django has loaded."""

from django.utils.module_loading import import_string

from baraza.config.catalogue import CHANNEL_PROVIDERS
from baraza.messaging import registry


def wire() -> None:
    for name, path in CHANNEL_PROVIDERS.items():
        registry.register(name=name, provider=import_string(path)())
