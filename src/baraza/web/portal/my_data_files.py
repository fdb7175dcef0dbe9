"""What we keep about a person as files that they take along: to read, for another program, and both with their photos."""

import zipfile
from dataclasses import asdict, dataclass
from tempfile import SpooledTemporaryFile
from typing import Final

import orjson
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from baraza.capabilities.media.errors import MediaUnknown
from baraza.capabilities.media.queries import open_media
from baraza.conversation.sessions import Standing
from baraza.core.organisations.queries import OrganisationProfile
from baraza.lib.clock import now
from baraza.services.complaints.queries.personal import Said, SentPhoto, said_by
from baraza.services.complaints.queries.records import ComplaintSummary
from baraza.web.portal.my_data_kept import Kept, about, of_the_person, private
from baraza.web.portal.my_data_proof import person_of
from baraza.web.portal.scope import in_any_organisation
from baraza.web.ui.components import SummaryRow

# A larger parcel is put together on the disk.
_IN_MEMORY: Final = 8 * 1024 * 1024
_ENDINGS: Final = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


@dataclass(frozen=True, kw_only=True)
class ShownPhoto:
    photo: SentPhoto
    href: str


def photos_by_address(*, kept: Kept, organisation: OrganisationProfile, root: str = "") -> list[ShownPhoto]:
    return [ShownPhoto(photo=one, href=root + _path(organisation, one)) for one in kept.said.photos]


@require_safe
@of_the_person
def as_json(request: HttpRequest, organisation: OrganisationProfile, kept: Kept) -> HttpResponseBase:
    photos = photos_by_address(kept=kept, organisation=organisation, root=_root(request))
    response = HttpResponse(_json(kept, organisation, photos), content_type="application/json")
    return private(response, file_name="my-data.json")


@require_safe
@of_the_person
def as_page(request: HttpRequest, organisation: OrganisationProfile, kept: Kept) -> HttpResponseBase:
    photos = photos_by_address(kept=kept, organisation=organisation, root=_root(request))
    return private(HttpResponse(_page(kept, organisation, photos)), file_name="my-data.html")


@require_safe
@of_the_person
def as_parcel(_request: HttpRequest, organisation: OrganisationProfile, kept: Kept) -> HttpResponseBase:
    """Both files with the photos themselves: it stays whole when the half hour of the code is long over."""
    # Closed by the answer, when it was sent.
    parcel = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
    with zipfile.ZipFile(parcel, "w", zipfile.ZIP_DEFLATED) as made:
        photos = [shown for one in kept.said.photos if (shown := _packed(made, one)) is not None]
        made.writestr("my-data.json", _json(kept, organisation, photos))
        made.writestr("my-data.html", _page(kept, organisation, photos))
    parcel.seek(0)
    return private(FileResponse(parcel, content_type="application/zip"), file_name="my-data.zip")


@require_safe
@in_any_organisation
def photo(request: HttpRequest, organisation: OrganisationProfile, media_id: str) -> HttpResponseBase:
    """A photo that the person sent, in full; 404 for every other one."""
    contact_id = person_of(request=request, organisation=organisation)
    if contact_id is None or media_id not in {one.media_id for one in said_by(contact_id=contact_id).photos}:
        raise Http404(media_id)
    try:
        opened = open_media(media_id=media_id)
    except MediaUnknown as error:
        raise Http404(media_id) from error
    return private(HttpResponse(opened.content, content_type=opened.mime_type))


def _packed(made: zipfile.ZipFile, one: SentPhoto) -> ShownPhoto | None:
    """None for what is not kept any more, or is still on its way to us."""
    try:
        opened = open_media(media_id=one.media_id)
    except MediaUnknown:
        return None
    name = f"photos/{one.reference}-{one.media_id}.{_ENDINGS.get(opened.mime_type, 'bin')}"
    made.writestr(zipfile.ZipInfo(name, date_time=now().timetuple()[:6]), opened.content)
    return ShownPhoto(photo=one, href=name)


def _json(kept: Kept, organisation: OrganisationProfile, photos: list[ShownPhoto]) -> bytes:
    words = {
        "organisation": organisation.name,
        "made_at": now(),
        "person": asdict(kept.person),
        "reports": [_facts(one, kept.said) for one in kept.own],
        "followed": [one.reference for one in kept.followed],
        "comments": [asdict(one) for one in kept.said.comments],
        "photos": [{**asdict(one.photo), "address": one.href} for one in photos],
        "ratings": [asdict(one) for one in kept.said.ratings],
        "unfinished_conversation": _begun(kept.begun),
    }
    return orjson.dumps(words, option=orjson.OPT_INDENT_2)


def _page(kept: Kept, organisation: OrganisationProfile, photos: list[ShownPhoto]) -> str:
    you = [SummaryRow(key=row.key, value=row.value) for row in about(kept=kept, organisation=organisation)]
    context = {"organisation": organisation, "kept": kept, "you": you, "made_at": now(), "photos": photos}
    return render_to_string("portal/my_data_file.html", context)


def _root(request: HttpRequest) -> str:
    """The file is opened from a disk: its links name the site."""
    return request.build_absolute_uri("/").removesuffix("/")


def _path(organisation: OrganisationProfile, one: SentPhoto) -> str:
    return reverse("portal:my-data-photo", args=[organisation.slug, one.media_id])


def _begun(standing: Standing) -> dict[str, object] | None:
    if standing.state is None:
        return None
    return {"channel": standing.channel, "at": standing.updated_at, "answers": dict(standing.state.data)}


def _facts(one: ComplaintSummary, said: Said) -> dict[str, object]:
    return {
        "reference": one.reference,
        "description": one.description,
        "category": one.category,
        "place": one.place,
        "position": said.positions.get(one.reference),
        "area": one.area_name,
        "ward": one.ward_code,
        "channel": one.channel,
        "language": one.language,
        "state": one.state.value,
        "opened_at": one.opened_at,
    }
