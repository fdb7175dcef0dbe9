"""Recordings of calls: fetched from an address that expires, kept sealed piece by piece, handed out as a stream."""

import hashlib
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from django.conf import settings

from baraza.capabilities.media.fetching import NotThere, fetch_file
from baraza.lib.http import AnswerTooLarge, HttpFailure
from baraza.lib.public_addresses import NotPublic
from baraza.lib.sealed_files import FileUnreadable, SealedWriter, is_sealed_with, sealed_pieces, sealed_range

__all__ = ["FileUnreadable", "KeptRecording", "RecordingRefusal", "RecordingRefused", "fetch_recording"]

# Three hours of sound with two channels, uncompressed as telephones have it.
LIMIT_BYTES: Final = 350 * 1024 * 1024
_TOTAL_SECONDS: Final = 300.0
_SNIFFED: Final = 16


class RecordingRefusal(StrEnum):
    NOT_PUBLIC = "not_public"
    GONE = "gone"
    TOO_LARGE = "too_large"
    NOT_SOUND = "not_sound"


class RecordingRefused(Exception):
    """It will never be had from this address."""

    def __init__(self, reason: RecordingRefusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


class RecordingAway(Exception):
    """It may be had later."""


@dataclass(frozen=True, kw_only=True)
class KeptRecording:
    file_id: uuid.UUID
    mime: str
    bytes: int
    sha256: str


class _NotSound(Exception):
    pass


def fetch_recording(*, organisation_id: int, url: str, own_origin: str = "") -> KeptRecording:
    """Outside of any transaction. Raises RecordingRefused, RecordingAway; nothing is left on disk then."""
    try:
        return _kept(
            organisation_id=organisation_id,
            fill=lambda write: fetch_file(
                url=url, write=write, limit_bytes=LIMIT_BYTES, total_seconds=_TOTAL_SECONDS, own_origin=own_origin
            ),
        )
    except NotPublic as error:
        raise RecordingRefused(RecordingRefusal.NOT_PUBLIC) from error
    except NotThere as error:
        raise RecordingRefused(RecordingRefusal.GONE) from error
    except AnswerTooLarge as error:
        raise RecordingRefused(RecordingRefusal.TOO_LARGE) from error
    except _NotSound as error:
        raise RecordingRefused(RecordingRefusal.NOT_SOUND) from error
    except HttpFailure as error:
        raise RecordingAway(str(error)) from error


def keep_recording(*, organisation_id: int, sound: bytes) -> KeptRecording:
    """A sound that is here already. Raises RecordingRefused for what is none."""
    try:
        return _kept(organisation_id=organisation_id, fill=lambda write: write(sound))
    except _NotSound as error:
        raise RecordingRefused(RecordingRefusal.NOT_SOUND) from error


def recording_pieces(*, organisation_id: int, file_id: uuid.UUID) -> Iterator[bytes]:
    """The sound, opened piece by piece. Raises FileUnreadable."""
    return sealed_pieces(path=_path(organisation_id, file_id), file_id=file_id, keys=settings.SECRETS_KEYS)


def recording_range(*, organisation_id: int, file_id: uuid.UUID, start: int, stop: int) -> Iterator[bytes]:
    """The sound from byte `start` up to but without `stop`. Raises FileUnreadable."""
    path = _path(organisation_id, file_id)
    return sealed_range(path=path, file_id=file_id, keys=settings.SECRETS_KEYS, start=start, stop=stop)


def reseal_recording(*, organisation_id: int, file_id: uuid.UUID) -> bool:
    """With the first of BARAZA_SECRETS_KEYS; False when it was so already. Raises FileUnreadable."""
    path = _path(organisation_id, file_id)
    if is_sealed_with(path=path, keys=settings.SECRETS_KEYS[:1]):
        return False
    with SealedWriter(path=path, file_id=file_id, attempt=0, keys=settings.SECRETS_KEYS) as anew:
        for content in recording_pieces(organisation_id=organisation_id, file_id=file_id):
            anew.write(content)
    return True


def remove_recording(*, organisation_id: int, file_id: uuid.UUID) -> None:
    _path(organisation_id, file_id).unlink(missing_ok=True)


def _kept(*, organisation_id: int, fill: Callable[[Callable[[bytes], None]], object]) -> KeptRecording:
    """Sealed as it comes. Raises _NotSound by its first bytes; an exception leaves nothing on disk."""
    file_id, digest, head, size = uuid.uuid4(), hashlib.sha256(), bytearray(), 0
    path = _path(organisation_id, file_id)
    with SealedWriter(path=path, file_id=file_id, attempt=0, keys=settings.SECRETS_KEYS) as sink:

        def write(chunk: bytes) -> None:
            nonlocal size
            size += len(chunk)
            digest.update(chunk)
            head.extend(chunk[: max(_SNIFFED - len(head), 0)])
            if len(head) >= _SNIFFED:
                _require_sound(bytes(head))
            sink.write(chunk)

        fill(write)
        _require_sound(bytes(head))
    return KeptRecording(file_id=file_id, mime=_mime(bytes(head)), bytes=size, sha256=digest.hexdigest())


def _require_sound(head: bytes) -> None:
    if not _mime(head):
        raise _NotSound


def _mime(head: bytes) -> str:
    """By its first bytes, whatever the server calls it; empty for what is no sound."""
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "audio/wav"
    if head[:3] == b"ID3" or (head[:1] == b"\xff" and head[1:2] in {b"\xfb", b"\xf3", b"\xf2"}):
        return "audio/mpeg"
    if head[:4] == b"OggS":
        return "audio/ogg"
    if head[4:8] == b"ftyp":
        return "audio/mp4"
    return ""


def _path(organisation_id: int, file_id: uuid.UUID) -> Path:
    return Path(settings.MEDIA_ROOT) / "recordings" / str(organisation_id) / file_id.hex[:2] / f"{file_id.hex}.sealed"
