"""Tells whoever keeps something open for a person that their access changed."""

from collections.abc import Callable

_listeners: list[Callable[[int], None]] = []


def on_access_changed(listener: Callable[[int], None]) -> None:
    """Called with the person's id in the organisation's scope and in the transaction of the change."""
    if listener not in _listeners:
        _listeners.append(listener)


def access_changed(*, user_id: int) -> None:
    for listener in _listeners:
        listener(user_id)
