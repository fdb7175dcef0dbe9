"""Large files on disk, sealed piece by piece, so that neither writing nor reading needs them whole.

Each piece holds the file's id, its own number and whether it is the last: none can be left out, moved or lent.
"""

import contextlib
import os
import struct
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

from cryptography.fernet import InvalidToken

from baraza.lib.finished_files import take_name
from baraza.lib.sealing import box

_PIECE: Final = 256 * 1024
_LENGTH: Final = struct.Struct(">I")
_PLACE: Final = struct.Struct(">16sQ?")
_LONGEST_SEALED: Final = 1024 * 1024


class FileUnreadable(RuntimeError):
    """The file is gone, damaged, or none of the keys opens it."""


class SealedWriter:
    """A file that appears under its name when all of it is on the disk, and not before."""

    def __init__(self, *, path: Path, file_id: uuid.UUID, attempt: int, keys: Sequence[str]) -> None:
        self._target = path
        self._unfinished = path.with_suffix(f".{attempt}.part")
        self._id = file_id.bytes
        self._box = box(keys=keys)
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
                take_name(unfinished=self._unfinished, target=self._target)
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


def sealed_pieces(*, path: Path, file_id: uuid.UUID, keys: Sequence[str]) -> Iterator[bytes]:
    """The content, opened piece by piece. Raises FileUnreadable."""
    opener = box(keys=keys)
    try:
        with path.open("rb") as file:
            number, last = 0, False
            while not last:
                place, content = _opened(opener.decrypt(_sealed(file)))
                if place[:2] != (file_id.bytes, number):
                    raise FileUnreadable("A piece of this file is not in its place.")
                last, number = place[2], number + 1
                yield content
            if file.read(1):
                raise FileUnreadable("Something follows the last piece of this file.")
    except FileNotFoundError as error:
        raise FileUnreadable("This file is gone.") from error
    except InvalidToken as error:
        raise FileUnreadable("None of BARAZA_SECRETS_KEYS opens this file.") from error


def sealed_range(*, path: Path, file_id: uuid.UUID, keys: Sequence[str], start: int, stop: int) -> Iterator[bytes]:
    """The content from byte `start` up to but without `stop`: what lies before it is not read. Raises FileUnreadable.

    All pieces but the last hold as much, and so are as long when sealed: the place of each is known.
    """
    opener = box(keys=keys)
    try:
        with path.open("rb") as file:
            each = _LENGTH.size + len(_sealed(file))
            number, last = start // _PIECE, False
            while not last and number * _PIECE < stop:
                file.seek(number * each)
                place, content = _opened(opener.decrypt(_sealed(file)))
                if place[:2] != (file_id.bytes, number):
                    raise FileUnreadable("A piece of this file is not in its place.")
                begins, last, number = number * _PIECE, place[2], number + 1
                yield content[max(start - begins, 0) : stop - begins]
    except FileNotFoundError as error:
        raise FileUnreadable("This file is gone.") from error
    except InvalidToken as error:
        raise FileUnreadable("None of BARAZA_SECRETS_KEYS opens this file.") from error


def is_sealed_with(*, path: Path, keys: Sequence[str]) -> bool:
    """By its first piece: a file is sealed in one go, and a new one takes its name only when it is whole."""
    try:
        with path.open("rb") as file:
            box(keys=keys).decrypt(_sealed(file))
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
