"""Reads of photos; always of the organisation in scope."""

import uuid
from dataclasses import dataclass, field

from baraza.capabilities.media import vault
from baraza.capabilities.media.errors import MediaUnknown, Refusal
from baraza.capabilities.media.models import Media
from baraza.capabilities.media.photos import Position
from baraza.messaging.files import FetchedMedia, PhotoGone


@dataclass(frozen=True, kw_only=True)
class FetchedPhoto:
    content: bytes = field(repr=False)
    mime_type: str


@dataclass(frozen=True, kw_only=True)
class MediaState:
    """`status` is fetching, ready or refused; `position` is where the camera said it was, to be confirmed."""

    id: str
    status: str
    reason: Refusal | None
    width: int | None
    height: int | None
    position: Position | None


def media_state(*, media_id: str) -> MediaState:
    """Raises MediaUnknown."""
    row = _row(media_id)
    position = None
    if row.latitude is not None and row.longitude is not None:
        position = Position(latitude=row.latitude, longitude=row.longitude)
    return MediaState(
        id=str(row.pk),
        status=row.status,
        reason=Refusal(row.reason) if row.reason else None,
        width=row.width,
        height=row.height,
        position=position,
    )


def open_media(*, media_id: str, size: str = "full") -> FetchedPhoto:
    """`size` is full or thumbnail. Raises MediaUnknown, also while the photo is being fetched."""
    row = _row(media_id)
    if row.status != Media.Status.READY:
        raise MediaUnknown(f"The photo is {row.status}.")
    content = vault.load(organisation_id=row.organisation_id, name=row.storage_name, size=size)
    return FetchedPhoto(content=content, mime_type=row.mime)


def photo_to_send(photo_id: str) -> FetchedMedia:
    """Messaging's seam for photos of ours. Raises PhotoGone."""
    try:
        opened = open_media(media_id=photo_id)
    except MediaUnknown as error:
        raise PhotoGone(photo_id) from error
    return FetchedMedia(content=opened.content, mime_type=opened.mime_type)


def _row(media_id: str) -> Media:
    try:
        key = uuid.UUID(media_id)
    except ValueError as error:
        raise MediaUnknown("Not the id of a photo.") from error
    row = Media.objects.filter(pk=key).first()
    if row is None:
        raise MediaUnknown("This organisation has no such photo.")
    return row
