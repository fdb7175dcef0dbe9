"""Open data: what the public list shows, as CSV, GeoJSON and an Atom feed."""

import csv
import hashlib
import io
import json
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from functools import wraps
from typing import Final

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import http_date
from django.utils.translation import get_language, gettext, override
from django.views.decorators.http import require_safe

from baraza.core.identity.addresses import address_of
from baraza.core.identity.sign_in import limits
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.spreadsheets import guarded
from baraza.services.complaints.queries.categories import category_name
from baraza.services.complaints.queries.public import (
    PublicFilter,
    PublicReport,
    newest_public,
    part_of_public,
    public_version,
)
from baraza.services.complaints.states import NAMES
from baraza.web.portal.explore_cache import kept_for_a_moment
from baraza.web.portal.explore_filters import wanted_of
from baraza.web.portal.explore_views import row_of
from baraza.web.portal.places import ward_name
from baraza.web.portal.scope import in_organisation
from baraza.web.portal.shell import shell
from baraza.web.ui.tries import too_many

LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
COLUMNS: Final = (
    "reference", "category", "category_name", "state", "state_name", "area", "ward", "month", "latitude", "longitude",
    "words", "ward_name",
)  # fmt: skip
_FEED_ENTRIES = 50

View = Callable[[HttpRequest, OrganisationProfile], HttpResponseBase]


def _open(view: View) -> Callable[..., HttpResponseBase]:
    """Limited by address; 304 for who has the newest already."""

    @wraps(view)
    def answered(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
        try:
            limits.take(limits.of_files(address_of(request)))
        except limits.TooManyTries as refused:
            return too_many(request, seconds=refused.seconds)
        version, changed = public_version()
        parts = f"{version}|{request.get_full_path()}|{get_language()}"
        tag = f'"{hashlib.sha256(parts.encode()).hexdigest()[:32]}"'
        # To the month: by the minute of a change nobody learns when somebody reported.
        at = datetime(changed.year, changed.month, 1, tzinfo=UTC)
        unchanged = get_conditional_response(request, etag=tag)
        response = unchanged if unchanged is not None else view(request, organisation)
        response.headers["ETag"] = tag
        response.headers["Last-Modified"] = http_date(at.timestamp())
        response.headers["Cache-Control"] = "public, max-age=60"
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Link"] = f'<{LICENCE}>; rel="license"'
        return response

    return require_safe(in_organisation(answered))


@require_safe
@kept_for_a_moment
@in_organisation
def about(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    wanted = wanted_of(request, organisation)
    context = {
        **shell(organisation=organisation, current="explore"),
        "wanted": wanted,
        "query": wanted.query(),
        "licence": LICENCE,
    }
    return render(request, "portal/explore/data.html", context)


@_open
def csv_file(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    parts = _wanted_parts(request, organisation)

    def line(values: list[object]) -> bytes:
        written = io.StringIO()
        csv.writer(written).writerow(values)
        return written.getvalue().encode()

    def pieces() -> Iterator[bytes]:
        yield line([*COLUMNS])
        for part in parts:
            yield b"".join(line([_safe(value) for value in one.values()]) for one in part)

    return _file(request, organisation, pieces(), kind="text/csv; charset=utf-8", ending="csv")


@_open
def geojson_file(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    parts = _wanted_parts(request, organisation)

    def pieces() -> Iterator[bytes]:
        yield json.dumps({"type": "FeatureCollection", "license": LICENCE})[:-1].encode() + b', "features": ['
        first = True
        for part in parts:
            for one in part:
                yield (b"\n" if first else b",\n") + json.dumps(_feature(one), ensure_ascii=False).encode()
                first = False
        yield b"\n]}\n"

    return _file(request, organisation, pieces(), kind="application/geo+json", ending="geojson")


@_open
def feed(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    """An entry for each state of a report: a reader that knew the last one shows the next as new."""
    wanted = wanted_of(request, organisation)
    query = f"?{wanted.query()}" if wanted.query() else ""
    home = request.build_absolute_uri(reverse("portal:explore", args=[organisation.slug])) + query
    made = Atom1Feed(
        title=gettext("Reports: %(name)s") % {"name": organisation.name},
        link=home,
        description="",
        author_name=organisation.name,
        language=get_language(),
        feed_url=request.build_absolute_uri(),
        feed_copyright=LICENCE,
        feed_guid=home,
    )
    for one in newest_public(wanted=wanted.filter, limit=_FEED_ENTRIES):
        row = row_of(one, organisation)
        month = datetime(one.month.year, one.month.month, 1, tzinfo=UTC)
        link = request.build_absolute_uri(row.url)
        made.add_item(
            title=f"{row.category}: {row.state}",
            link=link,
            description=". ".join(part for part in (row.place, row.month, one.words) if part),
            unique_id=f"{link}#{one.state}",
            pubdate=month,
            updateddate=month,
        )
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _wanted_parts(request: HttpRequest, organisation: OrganisationProfile) -> Iterator[list[dict[str, object]]]:
    """What is wanted is read now, in the scope of the request; the reports when they are written."""
    wanted = wanted_of(request, organisation).filter
    return _parts(organisation, wanted=wanted, language=get_language() or organisation.default_language)


def _parts(
    organisation: OrganisationProfile, *, wanted: PublicFilter, language: str
) -> Iterator[list[dict[str, object]]]:
    """Each part is read in a scope of its own: while a slow reader reads, no connection is held."""
    after = 0
    while True:
        part, after = _part(organisation, wanted=wanted, after=after, language=language)
        yield part
        if not after:
            return


def _part(
    organisation: OrganisationProfile, *, wanted: PublicFilter, after: int, language: str
) -> tuple[list[dict[str, object]], int]:
    with organisation_scope(organisation_id=organisation.id), override(language):
        reports, last = part_of_public(wanted=wanted, after=after)
        return [_fields(one, organisation) for one in reports], last


def _fields(one: PublicReport, organisation: OrganisationProfile) -> dict[str, object]:
    return {
        "reference": one.reference,
        "category": one.category,
        "category_name": category_name(code=one.category),
        "state": str(one.state),
        "state_name": gettext(NAMES[one.state]),
        "area": one.area,
        "ward": one.ward,
        "month": one.month.strftime("%Y-%m"),
        "latitude": one.latitude,
        "longitude": one.longitude,
        "words": one.words,
        "ward_name": ward_name(organisation, one.ward),
    }


def _feature(one: dict[str, object]) -> dict[str, object]:
    latitude, longitude = one.pop("latitude"), one.pop("longitude")
    point = {"type": "Point", "coordinates": [longitude, latitude]} if latitude is not None else None
    return {"type": "Feature", "id": one["reference"], "geometry": point, "properties": one}


def _safe(value: object) -> object:
    """What a spreadsheet would reckon with is text."""
    return guarded(value) if isinstance(value, str) else value


def _file(
    request: HttpRequest, organisation: OrganisationProfile, pieces: Iterator[bytes], *, kind: str, ending: str
) -> HttpResponseBase:
    content = _in_turn(pieces) if isinstance(request, ASGIRequest) else pieces
    headers = {"Content-Disposition": f'attachment; filename="{organisation.slug}-reports.{ending}"'}
    return StreamingHttpResponse(content, content_type=kind, headers=headers)


async def _in_turn(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Each is made in a thread, when the reader is ready for it."""
    step = sync_to_async(lambda: next(pieces, None))
    while (piece := await step()) is not None:
        yield piece
