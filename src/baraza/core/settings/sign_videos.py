"""Key pages told in sign language: an organisation's own films, none of them without captions."""

from dataclasses import dataclass
from typing import Final

from django.db.models import BinaryField, Func, Value

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.identity.permissions import require
from baraza.core.settings.models import SignVideo
from baraza.core.tenancy.questions import Question, how_many
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.captions import read_captions
from baraza.lib.translation import gettext_noop

BYTES_AT_MOST: Final = 25 * 1024 * 1024
PAGES: Final[dict[str, str]] = {
    "home": gettext_noop("First page"),
    "report": gettext_noop("Report a problem"),
    "track": gettext_noop("Track a report"),
    "privacy": gettext_noop("Privacy and cookies"),
    "accessibility": gettext_noop("Accessibility"),
}
# Names of sign languages are their own, in every language.
SIGN_LANGUAGES: Final[dict[str, str]] = {
    "sasl": "South African Sign Language (SASL)",
    "rsl": "Amarenga (RSL)",
    "fsl": "Filipino Sign Language (FSL)",
    "asl": "American Sign Language (ASL)",
}
# First bytes of the two kinds of film that every browser shows.
_MP4_AT, _MP4, _WEBM = 4, b"ftyp", b"\x1a\x45\xdf\xa3"


@dataclass(frozen=True, kw_only=True)
class VideoFacts:
    id: int
    page: str
    sign_language: str
    mime: str
    bytes: int
    captions: str
    captions_language: str
    version: int

    @property
    def language_name(self) -> str:
        return SIGN_LANGUAGES.get(self.sign_language, self.sign_language)


class FilmUnusable(ValueError):
    """No MP4 and no WebM, or larger than `BYTES_AT_MOST`."""


class VideoUnknown(LookupError):
    """This organisation has no such film."""


def kind_of_film(content: bytes) -> str:
    """By its content, whatever its name says. Raises FilmUnusable."""
    if not content or len(content) > BYTES_AT_MOST:
        raise FilmUnusable("size")
    if content[_MP4_AT : _MP4_AT + len(_MP4)] == _MP4:
        return "video/mp4"
    if content.startswith(_WEBM):
        return "video/webm"
    raise FilmUnusable("kind")


def list_sign_videos(*, page: str = "") -> list[VideoFacts]:
    rows = SignVideo.objects.filter(organisation_id=current_organisation_id()).defer("film")
    return [_facts(row) for row in (rows.filter(page=page) if page else rows).order_by("page", "sign_language")]


def sign_videos_question(*, page: str) -> Question:
    """Whether a page has any, for asking together with what else stands around it."""
    rows = SignVideo.objects.filter(organisation_id=current_organisation_id(), page=page)
    return how_many(key=f"settings.sign_videos:{page}", rows=rows, most=1)


def get_sign_video(*, video_id: int) -> VideoFacts:
    """Raises VideoUnknown."""
    rows = SignVideo.objects.filter(organisation_id=current_organisation_id(), pk=video_id)
    row = rows.defer("film").first()
    if row is None:
        raise VideoUnknown(str(video_id))
    return _facts(row)


def part_of_film(*, video_id: int, start: int, length: int) -> bytes:
    """Browsers ask for films piece by piece; only the piece leaves the database."""
    part = Func("film", Value(start + 1), Value(length), function="substr", output_field=BinaryField())
    rows = SignVideo.objects.filter(organisation_id=current_organisation_id(), pk=video_id)
    return bytes(rows.values_list(part, flat=True).first() or b"")


def keep_sign_video(
    *, actor: Actor, page: str, sign_language: str, film: bytes, captions: str, captions_language: str
) -> int:
    """In place of the one there was. Raises NotAllowed, FilmUnusable, CaptionsUnusable, KeyError."""
    require(actor=actor, permission="settings.manage")
    mime = kind_of_film(film)
    read_captions(captions)
    _ = PAGES[page], SIGN_LANGUAGES[sign_language]
    row, _made = SignVideo.objects.update_or_create(
        organisation_id=current_organisation_id(),
        page=page,
        sign_language=sign_language,
        defaults={
            "film": film,
            "mime": mime,
            "bytes": len(film),
            "captions": captions,
            "captions_language": captions_language,
        },
    )
    _audit(actor, row, "sign_video.kept")
    return row.pk


def remove_sign_video(*, actor: Actor, video_id: int) -> None:
    """Raises NotAllowed, VideoUnknown."""
    require(actor=actor, permission="settings.manage")
    rows = SignVideo.objects.filter(organisation_id=current_organisation_id(), pk=video_id)
    row = rows.defer("film").first()
    if row is None:
        raise VideoUnknown(str(video_id))
    _audit(actor, row, "sign_video.removed")
    rows.delete()


def _facts(row: SignVideo) -> VideoFacts:
    return VideoFacts(
        id=row.pk,
        page=row.page,
        sign_language=row.sign_language,
        mime=row.mime,
        bytes=row.bytes,
        captions=row.captions,
        captions_language=row.captions_language,
        version=int(row.changed_at.timestamp()),
    )


def _audit(actor: Actor, row: SignVideo, action: str) -> None:
    changes = {"page": row.page, "sign_language": row.sign_language}
    record(actor=actor, action=action, subject_kind="sign_video", subject_id=str(row.pk), changes=changes)
