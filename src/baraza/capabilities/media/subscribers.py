"""Who is told when a photo that was being fetched is there, or will never be."""

from typing import Protocol

from baraza.capabilities.media.errors import Refusal


class OnReady(Protocol):
    def __call__(self, *, contact_id: int, media_id: str) -> None:
        """In the transaction that stores the photo."""


class OnRefused(Protocol):
    def __call__(self, *, contact_id: int, media_id: str, reason: Refusal) -> None:
        """In the transaction that stores the refusal; `errors.wording_of(reason)` says it to the person."""


_ready: list[OnReady] = []
_refused: list[OnRefused] = []


def on_ready(handler: OnReady) -> None:
    _ready.append(handler)


def on_refused(handler: OnRefused) -> None:
    _refused.append(handler)


def tell_ready(*, contact_id: int, media_id: str) -> None:
    for handler in _ready:
        handler(contact_id=contact_id, media_id=media_id)


def tell_refused(*, contact_id: int, media_id: str, reason: Refusal) -> None:
    for handler in _refused:
        handler(contact_id=contact_id, media_id=media_id, reason=reason)
