"""Photos on disk: encrypted, under names that we make up, readable by us alone."""

import os
import re
import secrets
from pathlib import Path

from cryptography.fernet import InvalidToken
from django.conf import settings

from baraza.capabilities.media.errors import MediaUnknown
from baraza.core.ingress.secrets import box, is_sealed_with_first_key
from baraza.lib.finished_files import take_name

_NAME = re.compile(r"[0-9a-f]{32}")
SIZES = ("full", "thumbnail")


def new_name() -> str:
    return secrets.token_hex(16)


def store(*, organisation_id: int, name: str, size: str, content: bytes) -> None:
    """All or nothing: a reader never sees half a file, also not after a power cut."""
    path = _path(organisation_id, name, size)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_suffix(".part")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(box().encrypt(content))
        file.flush()
        os.fsync(file.fileno())
    take_name(unfinished=unfinished, target=path)


def load(*, organisation_id: int, name: str, size: str) -> bytes:
    """Raises MediaUnknown when the file is gone or none of BARAZA_SECRETS_KEYS opens it."""
    try:
        return box().decrypt(_path(organisation_id, name, size).read_bytes())
    except FileNotFoundError as error:
        raise MediaUnknown("The file of this photo is gone.") from error
    except InvalidToken as error:
        raise MediaUnknown("None of BARAZA_SECRETS_KEYS opens this photo.") from error


def reseal(*, organisation_id: int, name: str, size: str) -> bool:
    """With the first of BARAZA_SECRETS_KEYS; False when it was so already. Raises MediaUnknown, as `load` does."""
    content = load(organisation_id=organisation_id, name=name, size=size)
    if is_sealed_with_first_key(_path(organisation_id, name, size).read_bytes()):
        return False
    store(organisation_id=organisation_id, name=name, size=size, content=content)
    return True


def remove(*, organisation_id: int, name: str) -> None:
    for size in SIZES:
        _path(organisation_id, name, size).unlink(missing_ok=True)


def _path(organisation_id: int, name: str, size: str) -> Path:
    if not _NAME.fullmatch(name) or size not in SIZES:
        raise MediaUnknown("No photo is stored under such a name.")
    return Path(settings.MEDIA_ROOT) / str(organisation_id) / name[:2] / f"{name}.{size}"
