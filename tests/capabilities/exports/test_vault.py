"""A sealed file is opened whole or not at all."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pytest_django import Settings

from baraza.capabilities.exports import vault
from baraza.capabilities.exports.vault import FileUnreadable, SealedWriter, pieces

ONE, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)
CONTENT = bytes(range(256)) * 4096


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "exports" / "7"


def store(content: bytes = CONTENT, export_id: uuid.UUID = ONE) -> None:
    with SealedWriter(organisation_id=7, export_id=export_id, attempt=1) as target:
        for start in range(0, len(content), 100_000):
            target.write(content[start : start + 100_000])


def opened(export_id: uuid.UUID = ONE) -> bytes:
    return b"".join(pieces(organisation_id=7, export_id=export_id))


@pytest.mark.parametrize("length", [0, 1, 256 * 1024, 256 * 1024 + 1, len(CONTENT)])
def test_what_was_written_is_read_whatever_its_length(length: int) -> None:
    store(CONTENT[:length])

    assert opened() == CONTENT[:length]


def test_after_a_new_key_old_files_open_until_the_old_key_goes(settings: Settings) -> None:
    store()
    new = Fernet.generate_key().decode()
    settings.SECRETS_KEYS = [new, *settings.SECRETS_KEYS]
    assert opened() == CONTENT

    settings.SECRETS_KEYS = [new]
    with pytest.raises(FileUnreadable, match="None of BARAZA_SECRETS_KEYS"):
        opened()


def _pieces_of(path: Path) -> list[bytes]:
    content, found = path.read_bytes(), []
    while content:
        length = 4 + int.from_bytes(content[:4], "big")
        found.append(content[:length])
        content = content[length:]
    return found


def test_pieces_left_out_moved_repeated_cut_or_lent_are_found(folder: Path) -> None:
    store()
    store(export_id=OTHER)
    path = folder / f"{ONE.hex}.sealed"
    whole, others = _pieces_of(path), _pieces_of(folder / f"{OTHER.hex}.sealed")
    assert len(whole) > 3
    for spoilt in (
        whole[1:],
        whole[:-1],
        [whole[1], whole[0], *whole[2:]],
        [whole[0], *whole],
        [*whole, whole[-1]],
        [others[0], *whole[1:]],
        [*whole[:-1], whole[-1][:-5]],
        [b"\xff\xff\xff\xff", *whole],
        [],
    ):
        path.write_bytes(b"".join(spoilt))
        with pytest.raises(FileUnreadable):
            opened()


def _store_half() -> None:
    with SealedWriter(organisation_id=7, export_id=ONE, attempt=1) as target:
        target.write(CONTENT)
        raise RuntimeError


def test_a_writer_that_fails_leaves_no_file(folder: Path) -> None:
    with pytest.raises(RuntimeError):
        _store_half()

    assert list(folder.iterdir()) == []
    with pytest.raises(FileUnreadable, match="gone"):
        opened()


def test_removing_takes_everything_of_one_file_and_nothing_of_another(folder: Path) -> None:
    store()
    store(export_id=OTHER)
    (vault.scratch(organisation_id=7, export_id=ONE) / "x").write_text("x")
    (folder / f"{ONE.hex}.3.part").write_text("x")

    vault.remove(organisation_id=7, export_id=ONE)

    assert [path.name for path in folder.iterdir()] == [f"{OTHER.hex}.sealed"]
