"""Files that came with an event, kept in its payload under "files" until they were taken over or their time is over."""

import base64
import binascii
from typing import Final

from django.db.models import F, Func, JSONField, TextField, Value
from django.db.models.functions import Cast

from baraza.core.ingress.models import InboundEvent

FORGET_FILES_JOB: Final = "ingress.forget_files"


class FileGone(LookupError):
    """The event, or the file in it, is no longer kept."""


def file_of(*, connection_id: int, item_id: str, number: int) -> bytes:
    """Inside the organisation's scope. Raises FileGone."""
    rows = InboundEvent.objects.filter(connection_id=connection_id, item_id=item_id)
    found = rows.values_list(f"payload__files__{int(number)}__data", flat=True).first()
    if not isinstance(found, str):
        raise FileGone(f"File {number} of an event is gone.")
    try:
        return base64.b64decode(found, validate=True)
    except binascii.Error as error:
        raise FileGone(f"File {number} of an event cannot be read.") from error


def forget_files(*, connection_id: int, item_id: str) -> None:
    """Of an event that was handled: a photo as it came tells where it was taken."""
    rows = InboundEvent.objects.filter(
        connection_id=connection_id, item_id=item_id, state=InboundEvent.State.HANDLED, payload__has_key="files"
    )
    without = Func(
        F("payload"),
        Cast(Value("files"), TextField()),
        template="(%(expressions)s)",
        arg_joiner=" - ",
        output_field=JSONField(),
    )
    rows.update(payload=without)
