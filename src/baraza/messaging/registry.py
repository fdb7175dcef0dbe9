"""The channel providers that config handed in, by their name in the catalogue."""

from baraza.core.ingress.sources import register_source
from baraza.messaging.contract import ChannelProvider

_providers: dict[str, ChannelProvider] = {}


class ProviderUnknown(LookupError):
    """No provider of this name is in the catalogue."""


def register(*, name: str, provider: ChannelProvider) -> None:
    _providers[name] = provider
    register_source(name, provider)


def provider_named(name: str) -> ChannelProvider:
    try:
        return _providers[name]
    except KeyError:
        raise ProviderUnknown(name) from None


def provider_names() -> list[str]:
    return sorted(_providers)
