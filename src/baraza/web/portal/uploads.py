"""Photos that residents put on a page: stored at once, and so many from one address that nobody fills the disk."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from baraza.capabilities.media.actions import store_upload
from baraza.capabilities.media.errors import MediaUnacceptable, Refusal
from baraza.core.identity.addresses import address_of
from baraza.core.identity.sign_in import limits


def store_photo(*, request: HttpRequest, upload: UploadedFile[Any]) -> str:
    """Raises MediaUnacceptable, whose text can be shown to the person."""
    try:
        limits.take(limits.of_photos(address_of(request)))
    except limits.TooManyTries as error:
        raise MediaUnacceptable(Refusal.TOO_MANY) from error
    return store_upload(content=upload.read(), file_name="")
