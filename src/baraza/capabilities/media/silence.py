"""Makes moments of an uncompressed recording silent while it is handed out; the kept file stays as it came."""

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

HEAD_BYTES: Final = 65_536
_RIFF, _CHUNK, _FORMAT = struct.Struct("<4sI4s"), struct.Struct("<4sI"), struct.Struct("<HHIIHH")
# Samples as numbers, and the two ways in which telephones write them: each with the byte of its silence.
_PCM, _A_LAW, _MU_LAW, _EXTENDED = 1, 6, 7, 0xFFFE
_EIGHT_BITS: Final = 8


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Where the samples of a file begin, how many bytes a moment has, and what silence is written with."""

    begins: int
    frame_bytes: int
    rate: int
    silence: int

    def span(self, begins_s: float, ends_s: float) -> tuple[int, int]:
        """The first byte of a stretch of time and the one after its last."""
        first, last = int(begins_s * self.rate), -int(-ends_s * self.rate)
        return self.begins + first * self.frame_bytes, self.begins + last * self.frame_bytes


def layout_of(head: bytes) -> Layout | None:
    """From the first bytes of a file; None for sound whose moments cannot be found without decoding it."""
    if len(head) < _RIFF.size or head[:4] != b"RIFF" or head[8:12] != b"WAVE":
        return None
    place, found = _RIFF.size, None
    while place + _CHUNK.size <= len(head):
        name, size = _CHUNK.unpack_from(head, place)
        place += _CHUNK.size
        if name == b"fmt " and place + _FORMAT.size <= len(head):
            found = _FORMAT.unpack_from(head, place)
        if name == b"data":
            return _layout(found, begins=place)
        place += size + size % 2
    return None


def silenced(
    pieces: Iterable[bytes], *, start: int, layout: Layout, spans: Sequence[tuple[float, float]]
) -> Iterator[bytes]:
    """The same pieces, the first of which begins at byte `start` of the file; `spans` are in seconds."""
    quiet = [layout.span(max(begins, 0.0), ends) for begins, ends in spans]
    place = start
    for piece in pieces:
        after = place + len(piece)
        yield _without(piece, place, [(first, last) for first, last in quiet if first < after and last > place], layout)
        place = after


def _without(piece: bytes, place: int, quiet: Sequence[tuple[int, int]], layout: Layout) -> bytes:
    if not quiet:
        return piece
    changed = bytearray(piece)
    for first, last in quiet:
        begins, ends = max(first - place, 0), min(last - place, len(piece))
        changed[begins:ends] = bytes([layout.silence]) * (ends - begins)
    return bytes(changed)


def _layout(found: tuple[int, ...] | None, *, begins: int) -> Layout | None:
    if found is None:
        return None
    kind, _channels, rate, _per_second, frame_bytes, bits = found
    quiet = {_PCM: 128 if bits == _EIGHT_BITS else 0, _A_LAW: 0xD5, _MU_LAW: 0xFF, _EXTENDED: 0}.get(kind)
    if quiet is None or not rate or not frame_bytes:
        return None
    return Layout(begins=begins, frame_bytes=frame_bytes, rate=rate, silence=quiet)
