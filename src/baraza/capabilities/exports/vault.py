"""Files on disk beside the photos: sealed piece by piece, so that neither writing nor reading needs them whole.

Each piece holds the file's id, its own number and whether it is the last: none can be left out, moved or lent.
"""

import contextlib
import os
import shutil
import struct
import uuid
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

from cryptography.fernet import InvalidToken
from django.conf import settings

from baraza.lib.sealing import box

_PIECE: Final = 256 * 1024
_LENGTH: Final = struct.Struct(">I")
_PLACE: Final = struct.Struct(">16sQ?")
_LONGEST_SEALED: Final = 1024 * 1024


class FileUnreadable(RuntimeError):
    """The file is gone, damaged, or none of BARAZA_SECRETS_KEYS opens it."""


class SealedWriter:
    """A file that appears under its name when all of it is on the disk, and not before."""

    def __init__(self, *, organisation_id: int, export_id: uuid.UUID, attempt: int) -> None:
        self._target = _path(organisation_id, export_id)
        self._unfinished = self._target.with_suffix(f".{attempt}.part")
        self._id = export_id.bytes
        self._box = box(keys=settings.SECRETS_KEYS)
        self._rest = bytearray()
        self._number = 0
        self.bytes = 0

    def __enter__(self) -> Self:
        self._target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(self._unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self._file: IO[bytes] = os.fdopen(handle, "wb")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        try:
            if kind is None:
                self._seal(bytes(self._rest), last=True)
                self._file.flush()
                os.fsync(self._file.fileno())
                self._unfinished.replace(self._target)
        finally:
            # Closing flushes what is left, which fails once more on a full disk.
            with contextlib.suppress(OSError):
                self._file.close()
            self._unfinished.unlink(missing_ok=True)

    def write(self, content: bytes) -> int:
        self._rest += content
        self.bytes += len(content)
        while len(self._rest) > _PIECE:
            self._seal(bytes(self._rest[:_PIECE]), last=False)
            del self._rest[:_PIECE]
        return len(content)

    def _seal(self, content: bytes, *, last: bool) -> None:
        sealed = self._box.encrypt(_PLACE.pack(self._id, self._number, last) + content)
        self._file.write(_LENGTH.pack(len(sealed)) + sealed)
        self._number += 1


def pieces(*, organisation_id: int, export_id: uuid.UUID) -> Iterator[bytes]:
    """The content, opened piece by piece. Raises FileUnreadable."""
    keys = box(keys=settings.SECRETS_KEYS)
    try:
        with _path(organisation_id, export_id).open("rb") as file:
            number, last = 0, False
            while not last:
                place, content = _opened(keys.decrypt(_sealed(file)))
                if place[:2] != (export_id.bytes, number):
                    raise FileUnreadable("A piece of this file is not in its place.")
                last, number = place[2], number + 1
                yield content
            if file.read(1):
                raise FileUnreadable("Something follows the last piece of this file.")
    except FileNotFoundError as error:
        raise FileUnreadable("This file is gone.") from error
    except InvalidToken as error:
        raise FileUnreadable("None of BARAZA_SECRETS_KEYS opens this file.") from error


def reseal(*, organisation_id: int, export_id: uuid.UUID) -> bool:
    """With the first of BARAZA_SECRETS_KEYS; False when it was so already. Raises FileUnreadable; the old file stays then."""
    if _is_sealed_with_first_key(_path(organisation_id, export_id)):
        return False
    with SealedWriter(organisation_id=organisation_id, export_id=export_id, attempt=0) as anew:
        for content in pieces(organisation_id=organisation_id, export_id=export_id):
            anew.write(content)
    return True


def _is_sealed_with_first_key(path: Path) -> bool:
    """By its first piece: a file is sealed in one go, and a new one takes its name only when it is whole."""
    try:
        with path.open("rb") as file:
            box(keys=settings.SECRETS_KEYS[:1]).decrypt(_sealed(file))
    except FileNotFoundError as error:
        raise FileUnreadable("This file is gone.") from error
    except InvalidToken:
        return False
    return True


def _sealed(file: IO[bytes]) -> bytes:
    head = file.read(_LENGTH.size)
    length = _LENGTH.unpack(head)[0] if len(head) == _LENGTH.size else _LONGEST_SEALED + 1
    sealed = file.read(length) if length <= _LONGEST_SEALED else b""
    if not sealed or len(sealed) < length:
        raise FileUnreadable("The end of this file is missing.")
    return sealed


def _opened(plain: bytes) -> tuple[tuple[bytes, int, bool], bytes]:
    return _PLACE.unpack_from(plain), plain[_PLACE.size :]


def scratch(*, organisation_id: int, export_id: uuid.UUID) -> Path:
    """An empty folder for formats that can only write files of their own; `remove` takes it away."""
    folder = _path(organisation_id, export_id).with_suffix(".scratch")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    return folder


def clear_scratch(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def remove(*, organisation_id: int, export_id: uuid.UUID) -> None:
    """The file and whatever an earlier attempt at it left."""
    path = _path(organisation_id, export_id)
    for left in path.parent.glob(f"{path.stem}.*"):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def stored_ids(*, organisation_id: int) -> set[uuid.UUID]:
    """Of all files of this organisation, finished or not."""
    return {uuid.UUID(path.name.split(".")[0]) for path in _folder(organisation_id).glob("*.*")}


def _folder(organisation_id: int) -> Path:
    return Path(settings.MEDIA_ROOT) / "exports" / str(organisation_id)


def _path(organisation_id: int, export_id: uuid.UUID) -> Path:
    return _folder(organisation_id) / f"{export_id.hex}.sealed"
