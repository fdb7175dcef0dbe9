"""The sources of traffic that the door knows, by their name in the catalogue and in the path."""

from baraza.core.ingress.contract import Source

_sources: dict[str, Source] = {}


def register_source(name: str, source: Source) -> None:
    _sources[name] = source


def source_named(name: str) -> Source | None:
    return _sources.get(name)
