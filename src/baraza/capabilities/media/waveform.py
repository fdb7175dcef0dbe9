"""How loud a recording is over its length, for a picture of it: of uncompressed sound, read piece by piece."""

import wave
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any, Final, cast

import numpy as np

PEAKS: Final = 300
_FRAMES_AT_ONCE: Final = 65_536
_TYPES: Final[Mapping[int, np.dtype[Any]]] = {1: np.dtype("u1"), 2: np.dtype("<i2"), 4: np.dtype("<i4")}
_LOUDEST: Final = 100


@dataclass(frozen=True, kw_only=True)
class Waveform:
    """`peaks` from 0 to 100, the loudest moment being 100."""

    peaks: tuple[int, ...]
    seconds: float


class NotUncompressed(ValueError):
    """A sound that the standard library does not read; it can be played all the same."""


def waveform_of(pieces: Iterable[bytes]) -> Waveform:
    """Raises NotUncompressed."""
    try:
        with wave.open(cast("IO[bytes]", _Stream(iter(pieces))), "rb") as sound:
            return _measured(sound)
    except (wave.Error, EOFError) as error:
        raise NotUncompressed(str(error)) from error


def _measured(sound: wave.Wave_read) -> Waveform:
    frames, rate, channels = sound.getnframes(), sound.getframerate(), sound.getnchannels()
    kind = _TYPES.get(sound.getsampwidth())
    if kind is None or not frames or not rate or not channels:
        raise NotUncompressed("It has samples of an unknown kind, or none.")
    found = np.zeros(min(PEAKS, frames), dtype=np.float64)
    read = 0
    while block := sound.readframes(_FRAMES_AT_ONCE):
        samples = np.frombuffer(block, dtype=kind, count=len(block) // kind.itemsize).astype(np.float64)
        if kind.itemsize == 1:
            # Bytes of sound have no sign: their silence lies in the middle.
            samples -= 128
        loud = np.abs(samples[: len(samples) // channels * channels].reshape(-1, channels)).max(axis=1)
        places = (np.arange(read, read + len(loud)) * len(found)) // frames
        np.maximum.at(found, np.minimum(places, len(found) - 1), loud)
        read += len(loud)
    top = found.max()
    levels = np.rint(found * _LOUDEST / top) if top else found
    return Waveform(peaks=tuple(int(one) for one in levels), seconds=read / rate)


class _Stream:
    """Just as much of a file as the standard library asks for: it reads ahead and never goes back."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = bytearray()

    def read(self, size: int = -1) -> bytes:
        while size < 0 or len(self._rest) < size:
            piece = next(self._pieces, b"")
            if not piece:
                break
            self._rest += piece
        end = len(self._rest) if size < 0 else size
        taken = bytes(self._rest[:end])
        del self._rest[:end]
        return taken

    def close(self) -> None:
        self._rest.clear()
