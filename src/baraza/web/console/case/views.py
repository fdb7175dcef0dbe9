"""One complaint: its page, its page for paper, its photos, the dots of its map."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from baraza.capabilities.media.errors import MediaUnknown
from baraza.capabilities.media.queries import open_media
from baraza.core.audit.actions import record_read
from baraza.services.complaints.policies import may
from baraza.services.complaints.queries.alike import list_nearby
from baraza.services.complaints.queries.categories import category_name
from baraza.services.complaints.queries.one import ComplaintUnknown, get_complaint, get_timeline
from baraza.services.complaints.queries.records import ComplaintDetail
from baraza.web.console.access import Desk, staff
from baraza.web.console.case.page import render_case
from baraza.web.console.case.paper import on_paper


@require_safe
@staff(permission="complaints.read")
def complaint(request: HttpRequest, desk: Desk, reference: str) -> HttpResponseBase:
    answer = render_case(request=request, desk=desk, reference=reference)
    record_read(actor=desk.actor, subject_kind="complaint", subject_id=reference)
    return answer


@require_safe
@staff(permission="complaints.read")
def paper(request: HttpRequest, desk: Desk, reference: str) -> HttpResponseBase:
    context = on_paper(desk=desk, found=_found(reference))
    record_read(actor=desk.actor, subject_kind="complaint", subject_id=reference, changes={"printed": True})
    return render(request, "console/case/paper.html", context)


@require_safe
@staff(permission="complaints.read")
def photo(request: HttpRequest, desk: Desk, reference: str, media_id: str) -> HttpResponseBase:
    """A photo is shown only through the complaint that it belongs to; keeping it as a file takes a permission."""
    found = _found(reference)
    lines = get_timeline(complaint_id=found.id, public_only=False)
    if media_id not in {line.media_id for line in lines if line.media_id}:
        raise Http404
    keep = "download" in request.GET
    if keep and not may(actor=desk.actor, act="download"):
        return HttpResponse(status=403)
    size = "thumbnail" if request.GET.get("size") == "thumbnail" else "full"
    try:
        opened = open_media(media_id=media_id, size=size)
    except MediaUnknown as error:
        raise Http404(str(error)) from error
    headers = {"Cache-Control": "private, max-age=3600"}
    if keep:
        headers["Content-Disposition"] = f'attachment; filename="{found.reference}-{media_id[:8]}.jpg"'
        record_read(actor=desk.actor, subject_kind="photo", subject_id=media_id, changes={"complaint": found.reference})
    return HttpResponse(opened.content, content_type=opened.mime_type, headers=headers)


@require_safe
@staff(permission="complaints.read")
def dots(_request: HttpRequest, _desk: Desk, reference: str) -> HttpResponseBase:
    """The complaint and what is open near by, for the map."""
    found = _found(reference)
    if found.latitude is None:
        return JsonResponse([], safe=False)
    here = {
        "latitude": found.latitude,
        "longitude": found.longitude,
        "count": 1,
        "label": gettext("This report: %(reference)s") % {"reference": found.reference},
        "url": "",
        "main": True,
    }
    others = [
        {
            "latitude": one.latitude,
            "longitude": one.longitude,
            "count": 1,
            "label": f"{one.complaint.reference}: {category_name(code=one.complaint.category)}",
            "url": reverse("console:complaint", args=[one.complaint.reference]),
        }
        for one in list_nearby(complaint=found)
    ]
    return JsonResponse([*others, here], safe=False)


def _found(reference: str) -> ComplaintDetail:
    try:
        return get_complaint(reference=reference)
    except ComplaintUnknown as error:
        raise Http404(str(error)) from error
