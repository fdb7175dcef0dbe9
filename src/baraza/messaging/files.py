"""Files that messages carry: named by their provider, fetched from it, or ours and on their way to a person."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class MediaReference:
    """A file at the provider, to be fetched by a job: `sha256` as the provider wrote it (hex or base64)."""

    id: str
    mime_type: str
    sha256: str = ""
    file_name: str = ""


@dataclass(frozen=True, kw_only=True)
class FetchedMedia:
    content: bytes = field(repr=False)
    mime_type: str


class PhotoGone(LookupError):
    """A photo of ours that was to be sent is no longer kept, or cannot be opened."""

    code = "photo_gone"


# Opens a photo of ours by its id, in the organisation in scope; raises PhotoGone.
Opener = Callable[[str], FetchedMedia]
_openers: list[Opener] = []


def on_photo(opener: Opener) -> None:
    """Photos are kept above messaging: whoever keeps them registers here."""
    _openers.append(opener)


def open_photo(photo_id: str) -> FetchedMedia:
    """Raises PhotoGone."""
    for opener in _openers:
        return opener(photo_id)
    raise PhotoGone(photo_id)
