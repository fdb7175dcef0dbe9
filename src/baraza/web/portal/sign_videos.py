"""The films in sign language and their captions; a page without a film shows nothing of them."""

import re
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.settings.branding import look_question
from baraza.core.settings.sign_videos import (
    PAGES,
    VideoFacts,
    VideoUnknown,
    get_sign_video,
    list_sign_videos,
    part_of_film,
    sign_videos_question,
)
from baraza.core.tenancy.questions import answers
from baraza.lib.captions import read_captions
from baraza.web.portal.scope import in_organisation

# A player that asks for the rest of it gets a piece, and asks again.
_PIECE = 1024 * 1024
_RANGE = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")
_KEPT = {"Cache-Control": "public, max-age=31536000, immutable"}


@dataclass(frozen=True, kw_only=True)
class SignVideo:
    """What the page shows; `words` are the captions in writing, for who cannot see the film either."""

    film_url: str
    captions_url: str
    mime: str
    language_name: str
    captions_language: str
    words: tuple[str, ...]


def sign_videos_of(*, organisation: OrganisationProfile, page: str) -> list[SignVideo]:
    """Hardly any page has one: whether this one has is asked along with the organisation's look."""
    if page not in PAGES:
        return []
    _, has_some = answers([look_question(), sign_videos_question(page=page)])
    if not has_some:
        return []
    return [_shown(organisation, one) for one in list_sign_videos(page=page)]


def _shown(organisation: OrganisationProfile, one: VideoFacts) -> SignVideo:
    film, captions = (
        f"{reverse(f'portal:{name}', args=[organisation.slug, one.id])}?v={one.version}"
        for name in ("sign-film", "sign-captions")
    )
    return SignVideo(
        film_url=film,
        captions_url=captions,
        mime=one.mime,
        language_name=one.language_name,
        captions_language=one.captions_language,
        words=tuple(" ".join(cue.lines) for cue in read_captions(one.captions)),
    )


@require_safe
@in_organisation
def film(request: HttpRequest, organisation: OrganisationProfile, video_id: int) -> HttpResponseBase:  # noqa: ARG001
    """Piece by piece, as players ask; a range that lies outside is refused, and one that cannot be read is none."""
    facts, headers = _facts(video_id), {**_KEPT, "Accept-Ranges": "bytes"}
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None:
        content = part_of_film(video_id=video_id, start=0, length=facts.bytes)
        return HttpResponse(content, content_type=facts.mime, headers=headers)
    start = int(asked[1])
    last = min(int(asked[2]) if asked[2] else facts.bytes - 1, facts.bytes - 1, start + _PIECE - 1)
    if start >= facts.bytes or last < start:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{facts.bytes}"})
    headers["Content-Range"] = f"bytes {start}-{last}/{facts.bytes}"
    content = part_of_film(video_id=video_id, start=start, length=last - start + 1)
    return HttpResponse(content, content_type=facts.mime, status=206, headers=headers)


@require_safe
@in_organisation
def captions(request: HttpRequest, organisation: OrganisationProfile, video_id: int) -> HttpResponseBase:  # noqa: ARG001
    return HttpResponse(_facts(video_id).captions, content_type="text/vtt; charset=utf-8", headers=_KEPT)


def _facts(video_id: int) -> VideoFacts:
    try:
        return get_sign_video(video_id=video_id)
    except VideoUnknown as error:
        raise Http404(str(error)) from error
