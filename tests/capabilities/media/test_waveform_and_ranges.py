"""Recordings are drawn from their sealed pieces, and any part of one is opened without the rest."""

import io
import math
import struct
import uuid
import wave
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from baraza.capabilities.media.waveform import PEAKS, NotUncompressed, waveform_of
from baraza.lib.sealed_files import FileUnreadable, SealedWriter, sealed_range

KEYS = [Fernet.generate_key().decode()]


def a_sound(*, seconds: float = 2.0, rate: int = 8000, channels: int = 2) -> bytes:
    """Silence, then a tone."""
    frames = int(seconds * rate)
    levels = [0 if at < frames // 2 else int(9000 * math.sin(at)) for at in range(frames)]
    written = io.BytesIO()
    with wave.open(written, "wb") as sound:
        sound.setnchannels(channels)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(b"".join(struct.pack("<h", one) * channels for one in levels))
    return written.getvalue()


def test_silence_is_flat_and_the_loudest_moment_full_however_it_comes() -> None:
    content = a_sound()
    found = waveform_of(content[at : at + 1000] for at in range(0, len(content), 1000))
    assert (len(found.peaks), found.seconds) == (PEAKS, 2.0)
    assert set(found.peaks[:149]) == {0}
    assert max(found.peaks) == 100
    assert min(found.peaks[151:]) > 50


@pytest.mark.parametrize("content", [b"", b"ID3 an mp3", a_sound()[:30], a_sound(seconds=0)])
def test_what_is_not_uncompressed_sound_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(NotUncompressed):
        waveform_of([content])


@pytest.mark.parametrize(
    ("start", "stop"), [(0, 600_000), (0, 1), (262_143, 262_145), (524_288, 600_000), (300_000, 300_001)]
)
def test_a_part_is_what_the_whole_has_there(tmp_path: Path, start: int, stop: int) -> None:
    content = bytes(at % 251 for at in range(600_000))
    path, file_id = tmp_path / "one.sealed", uuid.uuid4()
    with SealedWriter(path=path, file_id=file_id, attempt=0, keys=KEYS) as sink:
        sink.write(content)
    pieces = sealed_range(path=path, file_id=file_id, keys=KEYS, start=start, stop=stop)
    assert b"".join(pieces) == content[start:stop]


def test_a_part_of_another_file_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "one.sealed"
    with SealedWriter(path=path, file_id=uuid.uuid4(), attempt=0, keys=KEYS) as sink:
        sink.write(b"sound")
    with pytest.raises(FileUnreadable):
        list(sealed_range(path=path, file_id=uuid.uuid4(), keys=KEYS, start=0, stop=5))
