"""Forms that a machine posts, multipart or not: read in one pass over the raw bytes, in every charset."""

import re
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesHeaderParser
from typing import Final
from urllib.parse import parse_qsl

_MOST_PARTS: Final = 200
_LONGEST_HEAD: Final = 8 * 1024
_HEADS: Final = BytesHeaderParser()


class FormRefused(ValueError):
    """No form, one without its boundary, or one with more parts than any provider posts."""


@dataclass(frozen=True, kw_only=True)
class PostedFile:
    name: str
    content_type: str
    content: bytes = field(repr=False)
    content_id: str = ""
    inline: bool = False


@dataclass(frozen=True, kw_only=True)
class PostedForm:
    """A field that comes twice counts once: the first."""

    fields: dict[str, bytes] = field(repr=False)
    files: dict[str, PostedFile]

    def text(self, name: str, *, charset: str = "utf-8") -> str:
        """Empty when there is no such field; what the charset does not know becomes the replacement character."""
        return decoded(self.fields.get(name, b""), charset=charset)


def decoded(content: bytes, *, charset: str) -> str:
    """By the charset that is named, if it exists; NUL is dropped, for no text of ours can hold it."""
    try:
        text = content.decode(charset or "utf-8", "replace")
    except (LookupError, ValueError):
        text = content.decode("utf-8", "replace")
    return text.replace("\0", "")


def read_form(*, content_type: str, body: bytes) -> PostedForm:
    """Raises FormRefused."""
    head = Message()
    head["content-type"] = content_type
    if head.get_content_type() == "application/x-www-form-urlencoded":
        return _plain(body)
    boundary = head.get_param("boundary")
    if head.get_content_type() != "multipart/form-data" or not isinstance(boundary, str) or not boundary.isascii():
        raise FormRefused("The body is no form.")
    parts = (b"\r\n" + body).split(b"\r\n--" + boundary.encode(), _MOST_PARTS + 2)
    if len(parts) > _MOST_PARTS + 1 or len(parts) < 2 or not parts[-1].startswith(b"--"):  # noqa: PLR2004 - start and end
        raise FormRefused("The form has no end, or too many parts.")
    form = PostedForm(fields={}, files={})
    for part in parts[1:-1]:
        _take(part, form)
    return form


def _plain(body: bytes) -> PostedForm:
    try:
        pairs = parse_qsl(
            body.decode("utf-8", "replace"), keep_blank_values=True, errors="replace", max_num_fields=_MOST_PARTS
        )
    except ValueError as error:
        raise FormRefused("The form has too many fields.") from error
    fields: dict[str, bytes] = {}
    for name, value in pairs:
        fields.setdefault(name, value.encode())
    return PostedForm(fields=fields, files={})


def _take(part: bytes, form: PostedForm) -> None:
    written, gap, content = part.partition(b"\r\n\r\n")
    if not gap or len(written) > _LONGEST_HEAD:
        raise FormRefused("A part of the form has no heading.")
    head = _HEADS.parsebytes(written.lstrip(b"\r\n") + b"\r\n\r\n")
    name = head.get_param("name", header="content-disposition")
    if not isinstance(name, str):
        raise FormRefused("A part of the form has no name.")
    file_name = head.get_filename()
    if file_name is None:
        form.fields.setdefault(name, content)
    else:
        one = PostedFile(name=clean_name(file_name), content_type=head.get_content_type(), content=content)
        form.files.setdefault(name, one)


def clean_name(file_name: str) -> str:
    """What may be shown of a name that somebody gave: no folder, one line, not long."""
    return re.sub(r"[\x00-\x1f\x7f]+", " ", re.split(r"[/\\]", file_name)[-1]).strip()[:80]
