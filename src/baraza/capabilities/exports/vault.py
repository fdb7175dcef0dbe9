"""Files on disk beside the photos: sealed piece by piece (lib/sealed_files), readable within their organisation alone."""

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from baraza.lib import sealed_files
from baraza.lib.sealed_files import FileUnreadable, is_sealed_with, sealed_pieces

__all__ = ["FileUnreadable", "SealedWriter", "clear_scratch", "pieces", "remove", "reseal", "scratch", "stored_ids"]


class SealedWriter(sealed_files.SealedWriter):
    def __init__(self, *, organisation_id: int, export_id: uuid.UUID, attempt: int) -> None:
        path = _path(organisation_id, export_id)
        super().__init__(path=path, file_id=export_id, attempt=attempt, keys=settings.SECRETS_KEYS)


def pieces(*, organisation_id: int, export_id: uuid.UUID) -> Iterator[bytes]:
    """The content, opened piece by piece. Raises FileUnreadable."""
    return sealed_pieces(path=_path(organisation_id, export_id), file_id=export_id, keys=settings.SECRETS_KEYS)


def reseal(*, organisation_id: int, export_id: uuid.UUID) -> bool:
    """With the first of BARAZA_SECRETS_KEYS; False when it was so already. Raises FileUnreadable; the old file stays then."""
    if is_sealed_with(path=_path(organisation_id, export_id), keys=settings.SECRETS_KEYS[:1]):
        return False
    with SealedWriter(organisation_id=organisation_id, export_id=export_id, attempt=0) as anew:
        for content in pieces(organisation_id=organisation_id, export_id=export_id):
            anew.write(content)
    return True


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
