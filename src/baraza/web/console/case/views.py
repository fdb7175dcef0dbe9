"""One complaint and its photos."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from baraza.capabilities.media.errors import MediaUnknown
from baraza.capabilities.media.queries import open_media
from baraza.services.complaints.queries.one import ComplaintUnknown, get_complaint, get_timeline
from baraza.web.console.access import Desk, staff
from baraza.web.console.case.page import render_complaint


@require_safe
@staff(permission="complaints.read")
def complaint(request: HttpRequest, desk: Desk, reference: str) -> HttpResponseBase:
    return render_complaint(request=request, desk=desk, reference=reference)


@require_safe
@staff(permission="complaints.read")
def photo(request: HttpRequest, _desk: Desk, reference: str, media_id: str) -> HttpResponseBase:
    """A photo is shown only through the complaint that it belongs to."""
    try:
        found = get_complaint(reference=reference)
    except ComplaintUnknown as error:
        raise Http404(str(error)) from error
    lines = get_timeline(complaint_id=found.id, public_only=False)
    if media_id not in {line.media_id for line in lines if line.media_id}:
        raise Http404
    size = "thumbnail" if request.GET.get("size") == "thumbnail" else "full"
    try:
        opened = open_media(media_id=media_id, size=size)
    except MediaUnknown as error:
        raise Http404(str(error)) from error
    return HttpResponse(
        opened.content, content_type=opened.mime_type, headers={"Cache-Control": "private, max-age=3600"}
    )
